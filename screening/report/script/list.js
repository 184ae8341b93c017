// Which alerts are shown, in which order, and the rows they are shown in.

const PAGE_SIZE = 50;

const controls = {};
let onlyParty = null;
let shown = [];
let page = 0;
const opened = new Set();

const compareText = new Intl.Collator("und", { sensitivity: "base", numeric: true }).compare;
// What changed tonight or was handed up, then what waits since longer, then what is decided.
const DECIDED = ["true match", "false positive"];
const URGENT = ["new", "escalated"];
const urgency = (hit) =>
  DECIDED.includes(hit.status) ? 2 : hit.change || URGENT.includes(hit.status) ? 0 : 1;
const ORDERS = {
  // A sort keeps the order of equals, which is the data's own: the most likely first.
  urgency: (one, other) => urgency(one) - urgency(other),
  probability: null,
  score: (one, other) => other.score - one.score,
  customer: (one, other) => compareText(one.name, other.name),
  party: (one, other) => compareText(matchedName(one), matchedName(other)),
  first_seen: (one, other) => (other.first_seen ?? "").localeCompare(one.first_seen ?? ""),
};

function select() {
  const words = fold(controls.search.value).split(/\s+/u).filter(Boolean);
  const least = Number.parseFloat(controls.least.value);
  const { value: program } = controls.program;
  const { value: state } = controls.state;
  const { value: list } = controls.list;
  const { value: type } = controls.type;
  const changed = controls.changed.checked;
  shown = hits.filter(
    (hit) =>
      (Number.isNaN(least) || hit.score >= least) &&
      (!state || hit.status === state) &&
      (!changed || hit.change) &&
      (!list || listsOf(hit).includes(list)) &&
      (!type || partyOf(hit).type === type) &&
      (!program || programsOf(hit).includes(program)) &&
      (!onlyParty || entriesOf(hit).some(([key]) => key === onlyParty)) &&
      (!words.length || isFound(hit, words)),
  );
  const order = ORDERS[controls.order.value];
  if (order) shown.sort(order);
  page = 0;
}

let waiting = 0;

function refresh() {
  clearTimeout(waiting);
  waiting = 0;
  select();
  draw();
}

// A typist is not interrupted after every letter.
function refreshSoon() {
  clearTimeout(waiting);
  waiting = setTimeout(refresh, 120);
}

function clearFilters() {
  controls.form.reset();
  onlyParty = null;
  refresh();
}

function draw() {
  const rows = shown.slice(page * PAGE_SIZE, (page + 1) * PAGE_SIZE);
  const held = document.activeElement?.closest?.(".alert")?.querySelector(".row").id;
  byId("alert-rows").replaceChildren(...rows.map(rowOf));
  // Whoever was in the list stays in it, and on the same alert where that is still there.
  if (held) (byId(held) ?? byId("alert-rows").querySelector(".row"))?.focus({ preventScroll: true });
  byId("alert-rows").start = page * PAGE_SIZE + 1;
  const first = page * PAGE_SIZE + 1;
  const span = shown.length
    ? `${whole.format(first)}–${whole.format(first + rows.length - 1)} of ${whole.format(shown.length)}`
    : "none";
  for (const pager of document.querySelectorAll(".pager")) {
    pager.hidden = shown.length <= PAGE_SIZE;
    pager.querySelector(".span").textContent = span;
    const last = Math.ceil(shown.length / PAGE_SIZE) - 1;
    // A disabled button would lose the focus of the person who pressed it.
    for (const button of pager.querySelectorAll("button")) {
      const target = { first: 0, previous: page - 1, next: page + 1, last }[button.dataset.to];
      button.setAttribute("aria-disabled", String(target === page || target < 0 || target > last));
    }
  }
  byId("nothing-found").hidden = shown.length > 0;
  const count = leftOut
    ? `${whole.format(shown.length)} of the ${counted(hits.length, "alert")} on this page${elsewhere()}`
    : `${whole.format(shown.length)} of ${counted(hits.length, "alert")}`;
  if (byId("alert-count").textContent !== count) byId("alert-count").textContent = count;
  byId("only-party").hidden = !onlyParty;
  if (onlyParty) byId("only-party-name").replaceChildren(own(parties[onlyParty]?.name ?? onlyParty));
  byId("print-alerts").textContent =
    shown.length > PRINTED_AT_MOST
      ? `Print the first ${PRINTED_AT_MOST} alerts shown`
      : `Print the ${counted(shown.length, "alert")} shown`;
}

function stateOf(hit) {
  return hit.change && hit.change !== hit.status ? `${hit.status}, ${hit.change}` : hit.status;
}

// Beyond these ends the model says no more.
function likelihood(probability) {
  if (probability === undefined) return "";
  if (probability > 0.999) return "> 99.9 %";
  if (probability < 0.001) return "< 0.1 %";
  return `${(100 * probability).toFixed(1)} %`;
}

const scoreClass = (score) => (score >= 95 ? "high" : score >= 90 ? "middle" : "low");

function rowOf(hit) {
  const open = opened.has(hit.alert_id);
  const listed = matchedName(hit);
  const button = make(
    "button",
    {
      type: "button",
      class: "row",
      id: `row-${hit.alert_id}`,
      "aria-expanded": String(open),
      "aria-controls": `card-${hit.alert_id}`,
    },
    make("span", { class: `points ${scoreClass(hit.score)}` }, hidden("Score "), points.format(hit.score)),
    make("span", { class: "likely" }, hidden(". Match probability "), likelihood(hit.probability)),
    make("span", { class: "who" }, hidden(". Customer "), own(hit.name)),
    make("span", { class: "whom" }, hidden(". Listed party "), own(listed)),
    make("span", { class: "codes" }, hidden(". Program "), programsOf(hit).join(", ")),
    make("span", { class: `state ${hit.change ?? ""}` }, hidden(". State "), stateOf(hit)),
  );
  const place = make("div", { class: "card", id: `card-${hit.alert_id}`, hidden: !open });
  if (open) place.append(...cardOf(hit));
  const row = make("li", { class: open ? "alert open" : "alert" }, make("h3", {}, button), place);
  button.addEventListener("click", () => turn(row, hit, !opened.has(hit.alert_id)));
  return row;
}

function turn(row, hit, open) {
  const [button, place] = [row.querySelector(".row"), row.querySelector(".card")];
  if (open) opened.add(hit.alert_id);
  else opened.delete(hit.alert_id);
  button.setAttribute("aria-expanded", String(open));
  row.classList.toggle("open", open);
  place.replaceChildren(...(open ? cardOf(hit) : []));
  place.hidden = !open;
}
