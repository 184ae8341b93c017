// Takes the data in and listens. The list is built after the first frame, so that the verdict can be read
// while ten thousand alerts are still being taken in.

function fill(select, values) {
  const choices = [...new Set(values)].filter(Boolean).sort(compareText);
  select.append(...choices.map((value) => make("option", { value }, value)));
  select.closest("label").hidden = choices.length < 2;
}

function start() {
  const data = JSON.parse(byId("alerts-data").textContent);
  threshold = data.threshold;
  features = data.features;
  hits = data.hits;
  parties = data.parties;
  leftOut = data.left_out;
  hits.forEach((hit, place) => places.set(hit.alert_id, place));
  const form = byId("alert-filters");
  Object.assign(controls, {
    form,
    search: form.elements.search,
    least: form.elements.least,
    program: form.elements.program,
    state: form.elements.state,
    list: form.elements.list,
    type: form.elements.type,
    changed: form.elements.changed,
    order: form.elements.order,
    letters: byId("letter-keys"),
  });
  fill(controls.program, hits.flatMap(programsOf));
  fill(
    controls.state,
    hits.map((hit) => hit.status),
  );
  fill(controls.list, hits.flatMap(listsOf));
  fill(
    controls.type,
    hits.map((hit) => partyOf(hit).type),
  );
  controls.changed.closest("label").hidden = !hits.some((hit) => hit.change);
  for (const part of document.querySelectorAll(".with-script")) part.hidden = false;

  const typed = [controls.search, controls.least];
  form.addEventListener("input", (event) => (typed.includes(event.target) ? refreshSoon() : refresh()));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    refresh();
  });
  byId("clear-filters").addEventListener("click", clearFilters);
  byId("all-parties").addEventListener("click", () => {
    onlyParty = null;
    refresh();
    controls.search.focus();
  });
  for (const button of document.querySelectorAll(".pager button")) {
    button.addEventListener("click", () => {
      if (button.getAttribute("aria-disabled") === "true") return;
      const last = Math.ceil(shown.length / PAGE_SIZE) - 1;
      page = { first: 0, previous: page - 1, next: page + 1, last }[button.dataset.to];
      draw();
      byId("alert-list").scrollIntoView();
    });
  }
  // The button prints the alerts; the browser's own command the whole page.
  byId("print-alerts").addEventListener("click", () => {
    document.body.classList.add("alerts-only");
    window.print();
  });
  window.addEventListener("beforeprint", layOut);
  window.addEventListener("afterprint", clearAway);
  window.addEventListener("hashchange", follow);
  document.addEventListener("keydown", onKey);

  refresh();
  byId("alerts-wait")?.remove();
  performance.mark("alerts-listed");
  follow();
}

if (byId("alerts-data")) requestAnimationFrame(() => setTimeout(start));
