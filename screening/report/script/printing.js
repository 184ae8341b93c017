// What stands on paper: the alerts that pass the filters, laid out in full.

const PRINTED_AT_MOST = 500;

const unfolded = [];

// Paper has no buttons: all alerts that pass the filters are laid out in full, whatever page is shown.
function layOut() {
  if (waiting) refresh();
  for (const folded of document.querySelectorAll(".on-paper:not([open])")) {
    folded.open = true;
    unfolded.push(folded);
  }
  const printed = shown.slice(0, PRINTED_AT_MOST);
  const words =
    printed.length < shown.length
      ? `The first ${whole.format(printed.length)} of ${counted(shown.length, "alert")} that pass the filters are printed; the others are in hits.csv.`
      : `${counted(printed.length, "alert")} of ${whole.format(hits.length)}${leftOut ? ` on the page${elsewhere()}` : ""}.`;
  byId("printed-alerts").replaceChildren(
    make("p", {}, words),
    ...printed.map((hit) =>
      make(
        "article",
        { class: "printed" },
        make(
          "h3",
          {},
          make("span", { class: `points ${scoreClass(hit.score)}` }, points.format(hit.score)),
          " ",
          make("span", { class: "likely" }, likelihood(hit.probability)),
          " ",
          own(hit.name),
          " – ",
          own(matchedName(hit)),
        ),
        ...cardOf(hit),
      ),
    ),
  );
}

function clearAway() {
  byId("printed-alerts").replaceChildren();
  document.body.classList.remove("alerts-only");
  for (const folded of unfolded.splice(0)) folded.open = false;
}
