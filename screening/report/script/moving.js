// Going from alert to alert, by the address or by keys.

function focusRow(place) {
  page = Math.floor(place / PAGE_SIZE);
  draw();
  byId(`row-${shown[place].alert_id}`)?.focus();
}

function follow() {
  const target = decodedFragment();
  if (target.startsWith("party=")) {
    controls.form.reset();
    onlyParty = target.slice("party=".length);
    refresh();
    byId("alerts").scrollIntoView();
    byId("alert-rows").querySelector(".row")?.focus({ preventScroll: true });
    return;
  }
  if (!target || document.getElementById(target)) return;
  if (!places.has(target)) {
    if (/^A[0-9a-f-]+$/iu.test(target)) {
      byId("alert-count").textContent =
        `Alert ${target} is not among the ${counted(hits.length, "alert")} of this page${elsewhere()}.`;
      byId("alert-count").scrollIntoView({ block: "center" });
    }
    return;
  }
  const hit = hits[places.get(target)];
  opened.add(target);
  if (!shown.includes(hit)) clearFilters();
  focusRow(shown.indexOf(hit));
  byId(`row-${target}`).closest("li").scrollIntoView();
}

// Half an escape typed by hand is no fault of the page.
function decodedFragment() {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return location.hash.slice(1);
  }
}

function step(by) {
  const rows = [...byId("alert-rows").querySelectorAll(".row")];
  const here = document.activeElement?.closest?.(".alert")?.querySelector(".row");
  const at = here ? rows.indexOf(here) : by > 0 ? -1 : rows.length;
  const next = at + by;
  if (rows[next]) rows[next].focus();
  else if (here && shown[page * PAGE_SIZE + next]) focusRow(page * PAGE_SIZE + next);
}

function closeCard() {
  const row = document.activeElement?.closest?.(".alert.open");
  if (!row) return false;
  const button = row.querySelector(".row");
  turn(row, hits[places.get(button.id.slice("row-".length))], false);
  button.focus();
  return true;
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  const typing = event.target.matches?.("input:not([type=checkbox]), select, textarea");
  if (event.key === "Escape") {
    if (typing) {
      if (waiting) refresh();
      byId("alert-rows").querySelector(".row")?.focus();
      event.preventDefault();
    } else if (closeCard()) event.preventDefault();
    return;
  }
  const onRow = event.target.matches?.(".row");
  if (onRow && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    step(event.key === "ArrowDown" ? 1 : -1);
    event.preventDefault();
    return;
  }
  // Letters as keys get in the way of voice input, so they can be switched off.
  if (typing || !controls.letters.checked) return;
  if (event.key === "j") step(1);
  else if (event.key === "k") step(-1);
  else if (event.key === "/") {
    controls.search.focus();
    controls.search.select();
  } else return;
  event.preventDefault();
}
