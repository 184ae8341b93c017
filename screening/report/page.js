"use strict";
// The alerts of the report: read from the page's data block, listed, filtered, opened and printed.
//
// All text of the data goes in as text, never as markup. The list is built after the first frame, so that
// the verdict can be read while ten thousand alerts are still being taken in.
(() => {
  const PAGE_SIZE = 50;
  const PRINTED_AT_MOST = 500;
  const SAME = 0.995;

  const byId = (id) => document.getElementById(id);
  const whole = new Intl.NumberFormat("en-US");
  const points = new Intl.NumberFormat("en-US", { maximumFractionDigits: 2 });
  const counted = (number, thing) => `${whole.format(number)} ${thing}${number === 1 ? "" : "s"}`;

  // ---- Elements ------------------------------------------------------------------------------------------

  function make(tag, attributes, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes ?? {})) {
      if (value !== null && value !== undefined && value !== false) {
        node.setAttribute(name, value === true ? "" : value);
      }
    }
    node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
    return node;
  }

  const hidden = (text) => make("span", { class: "unseen" }, text);

  // What a script tells of the language; several languages share the last three.
  const LANGUAGES = [
    [/\p{Script=Hangul}/u, "ko"],
    [/[\p{Script=Hiragana}\p{Script=Katakana}]/u, "ja"],
    [/\p{Script=Hebrew}/u, "he"],
    [/\p{Script=Greek}/u, "el"],
    [/\p{Script=Armenian}/u, "hy"],
    [/\p{Script=Georgian}/u, "ka"],
    [/\p{Script=Thai}/u, "th"],
    [/\p{Script=Han}/u, "zh"],
    [/\p{Script=Arabic}/u, "und-Arab"],
    [/\p{Script=Cyrillic}/u, "und-Cyrl"],
  ];
  const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
  const LATIN = /\p{Script=Latin}/u;

  const languageOf = (text) => LANGUAGES.find(([script]) => script.test(text))?.[1];
  // The first letter decides, as it does for dir="auto".
  const directionOf = (text) => (RIGHT_TO_LEFT.test(text.match(/\p{L}/u)?.[0] ?? "") ? "rtl" : "ltr");

  // Any text of a customer or a list: its direction is its own, and does not reach beyond it.
  const own = (text, kind) => make("bdi", { class: kind, lang: languageOf(text), dir: "auto" }, text);

  const isWebAddress = (text) => /^https?:\/\//i.test(text ?? "");

  // ---- Searching -----------------------------------------------------------------------------------------

  // Letters that differ by more than a mark and are still typed one for the other.
  const TYPED_AS = {
    ß: "ss", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", æ: "ae", œ: "oe", ı: "i",
    ى: "ي", ی: "ي", ک: "ك", ة: "ه", "ـ": "", "'": "", "’": "", "‘": "", ʻ: "", ʼ: "", "`": "", "´": "",
  };
  const TYPED = new RegExp(`[${Object.keys(TYPED_AS).join("")}]`, "gu");

  function fold(text) {
    return text.normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "").replace(TYPED, (letter) => TYPED_AS[letter]);
  }

  // ---- The data ------------------------------------------------------------------------------------------

  let threshold = 0;
  let hits = [];
  let parties = {};
  const places = new Map(); // alert id → place in hits
  const hitText = new Map(); // hit → folded text, made on the first search
  const partyText = new Map();

  const partyOf = (hit) => parties[hit.party] ?? {};
  const programsOf = (hit) => (partyOf(hit).programs ?? []).map(([code]) => code);

  function matchedName(hit) {
    const party = partyOf(hit);
    return party.names?.[hit.matched]?.[0] ?? party.name ?? (hit.listed ?? []).map(([text]) => text).join(" ");
  }

  function once(memory, key, text) {
    if (!memory.has(key)) memory.set(key, fold(text()));
    return memory.get(key);
  }

  function isFound(hit, words) {
    const ours = once(hitText, hit, () =>
      [hit.alert_id, hit.record_id, hit.name, ...(hit.words ?? []).map(([, reading]) => reading ?? "")].join("\n"));
    const theirs = once(partyText, hit.party, () => {
      const party = partyOf(hit);
      return [hit.party, party.name ?? "", ...(party.names ?? []).map(([name]) => name)].join("\n");
    });
    return words.every((word) => ours.includes(word) || theirs.includes(word));
  }

  // ---- What is shown -------------------------------------------------------------------------------------

  const controls = {};
  let onlyParty = null;
  let shown = [];
  let page = 0;
  const opened = new Set();

  const compareText = new Intl.Collator("und", { sensitivity: "base", numeric: true }).compare;
  // What changed tonight or was handed up, then what waits since longer, then what is decided.
  const DECIDED = ["true match", "false positive"];
  const FRESH = ["new", "escalated"];
  const urgency = (hit) => (DECIDED.includes(hit.status) ? 2 : hit.change || FRESH.includes(hit.status) ? 0 : 1);
  const ORDERS = {
    // A sort keeps the order of equals, which is the data's own: the closest first.
    urgency: (one, other) => urgency(one) - urgency(other),
    score: null,
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
    shown = hits.filter((hit) =>
      (Number.isNaN(least) || hit.score >= least) &&
      (!state || hit.status === state) &&
      (!changed || hit.change) &&
      (!list || partyOf(hit).list === list) &&
      (!type || partyOf(hit).type === type) &&
      (!program || programsOf(hit).includes(program)) &&
      (!onlyParty || hit.party === onlyParty) &&
      (!words.length || isFound(hit, words)));
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

  // ---- Rows ----------------------------------------------------------------------------------------------

  function draw() {
    const rows = shown.slice(page * PAGE_SIZE, (page + 1) * PAGE_SIZE);
    const held = document.activeElement?.closest?.(".alert")?.querySelector(".row").id;
    byId("alert-rows").replaceChildren(...rows.map(rowOf));
    // Whoever was in the list stays in it, and on the same alert where that is still there.
    if (held) (byId(held) ?? byId("alert-rows").querySelector(".row"))?.focus({ preventScroll: true });
    byId("alert-rows").start = page * PAGE_SIZE + 1;
    const first = page * PAGE_SIZE + 1;
    const span = shown.length ? `${whole.format(first)}–${whole.format(first + rows.length - 1)} of ${whole.format(shown.length)}` : "none";
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
    const told = `${whole.format(shown.length)} of ${counted(hits.length, "alert")}`;
    if (byId("alert-count").textContent !== told) byId("alert-count").textContent = told;
    byId("only-party").hidden = !onlyParty;
    if (onlyParty) byId("only-party-name").replaceChildren(own(parties[onlyParty]?.name ?? onlyParty));
    byId("print-alerts").textContent = shown.length > PRINTED_AT_MOST
      ? `Print the first ${PRINTED_AT_MOST} alerts shown`
      : `Print the ${counted(shown.length, "alert")} shown`;
  }

  function stateOf(hit) {
    return hit.change && hit.change !== hit.status ? `${hit.status}, ${hit.change}` : hit.status;
  }

  const scoreClass = (score) => (score >= 95 ? "high" : score >= 90 ? "middle" : "low");

  function rowOf(hit) {
    const open = opened.has(hit.alert_id);
    const listed = matchedName(hit);
    const button = make("button", {
      type: "button", class: "row", id: `row-${hit.alert_id}`,
      "aria-expanded": String(open), "aria-controls": `card-${hit.alert_id}`,
    },
      make("span", { class: `points ${scoreClass(hit.score)}` }, hidden("Score "), points.format(hit.score)),
      make("span", { class: "who" }, hidden(". Customer "), own(hit.name)),
      make("span", { class: "whom" }, hidden(". Listed party "), own(listed)),
      make("span", { class: "codes" }, hidden(". Program "), programsOf(hit).join(", ")),
      make("span", { class: `state ${hit.change ?? ""}` }, hidden(". State "), stateOf(hit)));
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

  // ---- The card ------------------------------------------------------------------------------------------

  function cardOf(hit) {
    const party = partyOf(hit);
    return [
      noticeOf(hit),
      part("How the two names meet", alignmentOf(hit)),
      make("div", { class: "sides" },
        part("Why this score", scoreOf(hit)),
        part("Other identifiers", identifiersOf(hit)),
        part("Customer", customerOf(hit)),
        part("Listed party", partyFacts(party))),
      part(`All names of the party (${whole.format((party.names ?? []).length)})`, namesOf(party, hit.matched)),
      part("Programs and their authority", programList(party)),
      party.relations?.length ? part("Relations on the list", relationList(party)) : null,
      party.documents?.length ? part("Documents on the list", documentTable(party)) : null,
      part("Earlier decisions", decisionsOf(hit)),
      footOf(hit, party),
    ].filter(Boolean);
  }

  const part = (title, ...content) => make("section", { class: "part" }, make("h4", {}, title), ...content);

  function noticeOf(hit) {
    if (!hit.change) return null;
    const words = hit.change === "new" ? "New in this run" : "Reopened in this run";
    return make("p", { class: "notice" }, make("strong", {}, words), hit.why ? `: ${hit.why}` : "");
  }

  // Words were compared in small letters. Where the name has them so, they are shown as it writes them.
  function asWritten(words, name) {
    const small = name.toLowerCase();
    let from = 0;
    return words.map(([text, reading, meeting]) => {
      const at = small.indexOf(text, from);
      const written = at < 0 ? "" : name.slice(at, at + text.length);
      if (written.toLowerCase() !== text) return [text, reading, meeting];
      from = at + text.length;
      return [written, reading, meeting];
    });
  }

  // The two names, one above the other. A pair of words bears the same number on both lines.
  function alignmentOf(hit) {
    const meetings = hit.meetings ?? [];
    const numbers = new Map();
    for (const [, , meeting] of [...(hit.words ?? []), ...(hit.listed ?? [])]) {
      if (meeting >= 0 && !numbers.has(meeting)) numbers.set(meeting, numbers.size + 1);
    }
    if (!hit.words?.length && !hit.listed?.length) {
      return make("p", {}, "The names were not compared: ", hit.explanation);
    }
    const quality = partyOf(hit).names?.[hit.matched]?.[1];
    const ours = asWritten(hit.words ?? [], hit.name);
    const theirs = asWritten(hit.listed ?? [], matchedName(hit));
    const lines = make("div", { class: "lines" },
      lineOf("Customer", ours, "only in the customer’s name"),
      lineOf(quality ? `Listed, ${qualityWords(quality)}` : "Listed", theirs, "only in the listed name"));
    const together = [...numbers].map(([meeting, number]) => {
      const [how] = meetings[meeting] ?? [""];
      const words = (side) => side.filter(([, , at]) => at === meeting).map(([text]) => text).join(" ");
      return make("li", { class: kindOf(meeting) },
        make("span", { class: "tie" }, String(number)), " ",
        own(words(ours)), kindOf(meeting) === "same" ? " = " : " ≈ ", own(words(theirs)), make("span", { class: "how" }, `: ${how}`));
    });
    const meets = together.length
      ? make("ol", { class: "meets" }, together)
      : make("p", {}, "No word of one name meets a word of the other.");
    return [lines, meets];

    function kindOf(meeting) {
      const [how, likeness] = meetings[meeting] ?? ["", 0];
      return how === "same" || likeness >= SAME ? "same" : "alike";
    }

    function lineOf(label, words, alone) {
      const chips = words.map(([text, reading, meeting]) => {
        const met = meeting >= 0;
        return make("li", { class: `chip ${met ? kindOf(meeting) : "alone"}` },
          own(text, "word"),
          reading ? make("span", { class: "reading" }, hidden(", read as "), own(reading)) : null,
          met
            ? make("span", { class: "tie" }, hidden(", pair "), String(numbers.get(meeting)))
            : make("span", { class: "lone" }, hidden(`, ${alone}`), make("span", { "aria-hidden": "true" }, "only here")));
      });
      const direction = directionOf(words.map(([text]) => text).join(" "));
      return make("div", { class: "line" },
        make("p", { class: "side" }, label),
        make("ul", { class: "chips", dir: direction, "aria-label": `${label}, word by word` }, chips));
    }
  }

  const signed = (value) => `${value < 0 ? "−" : "+"}${points.format(Math.abs(value))}`;

  function scoreOf(hit) {
    const line = (words, value, kind) =>
      make("tr", { class: kind }, make("th", { scope: "row" }, words), make("td", { class: "number" }, value));
    const rows = [];
    if (hit.name_score !== null && hit.name_score !== undefined) {
      rows.push(line("Names that are the same throughout", "100"));
      for (const [words, value] of hit.deductions ?? []) rows.push(line(words, signed(-Math.abs(value))));
      rows.push(line("Names alone", points.format(hit.name_score), "sum"));
      if (hit.identifiers?.some(([, match]) => match !== "unknown")) {
        const full = hit.score === 100 ? " (no score goes above 100)" : "";
        rows.push(line(`Other identifiers together${full}`, signed(hit.score - hit.name_score)));
      }
    }
    rows.push(line("Score", points.format(hit.score), "sum total"));
    return [
      make("table", { class: "score-parts" },
        make("caption", { class: "unseen" }, "Parts of the score"), make("tbody", {}, rows)),
      make("p", { class: "small" }, `An alert from ${points.format(threshold)} on. `, hit.explanation),
    ];
  }

  const MARKS = { agrees: "✓", conflicts: "✗", unknown: "?" };

  function identifiersOf(hit) {
    if (!hit.identifiers?.length) return make("p", {}, "None was compared.");
    return make("dl", { class: "checks" }, hit.identifiers.map(([what, match, words]) =>
      make("div", { class: match },
        make("dt", {}, what),
        make("dd", {}, make("span", { class: "mark", "aria-hidden": "true" }, MARKS[match] ?? ""), own(words)))));
  }

  // Pairs of a label and one or more texts; a label without any text is left out.
  function facts(pairs) {
    const stated = pairs
      .map(([label, texts]) => [label, (Array.isArray(texts) ? texts : [texts]).filter(Boolean)])
      .filter(([, texts]) => texts.length);
    return make("dl", { class: "facts" }, stated.map(([label, texts]) =>
      make("div", {}, make("dt", {}, label), texts.map((text) => make("dd", {}, own(String(text)))))));
  }

  function customerOf(hit) {
    const { type, born, country } = hit.customer ?? {};
    return [
      make("p", { class: "name" }, own(hit.name)),
      facts([["Record", hit.record_id], ["Type", type], ["Born", born], ["Country", country], ...(hit.carried ?? [])]),
    ];
  }

  function partyFacts(party) {
    return [
      make("p", { class: "name" }, own(party.name ?? "")),
      facts([
        ["Entry", `${party.list ?? ""} ${party.id ?? ""}`.trim()],
        ["Type", party.type],
        ["Title", party.title],
        ["Gender", party.gender],
        ["Born", party.born],
        ["Place of birth", party.places],
        ...grouped(party.countries ?? []),
        ["Address", party.addresses],
      ]),
    ];
  }

  // [["nationality", "Iraq"], ["nationality", "Iran"]] → [["Nationality", ["Iraq", "Iran"]]]
  function grouped(pairs) {
    const groups = new Map();
    for (const [kind, text] of pairs) {
      const label = kind ? kind[0].toUpperCase() + kind.slice(1).replaceAll("_", " ") : "Country";
      groups.set(label, [...(groups.get(label) ?? []), text]);
    }
    return [...groups];
  }

  const QUALITIES = { primary: "primary name", strong: "alias", weak: "weak alias" };
  const qualityWords = (quality) => QUALITIES[quality] ?? quality;

  function namesOf(party, matched) {
    return make("ul", { class: "names" }, (party.names ?? []).map(([name, quality, kind], place) =>
      make("li", { class: place === matched ? "matched" : null },
        own(name), " ",
        make("small", {}, [
          qualityWords(quality ?? ""),
          kind && !/^(primary|aka)$/iu.test(kind) && kind !== quality ? kind : "",
          place === matched ? "compared here" : "",
        ].filter(Boolean).join(", ")))));
  }

  function programList(party) {
    if (!party.programs?.length) return make("p", {}, "The list states none.");
    return make("ul", { class: "plain" }, party.programs.map(([code, title, authority]) =>
      make("li", {}, make("strong", {}, code), title ? `: ${title}` : "", authority ? `. Authority: ${authority}` : ". Authority not known")));
  }

  function relationList(party) {
    return make("ul", { class: "plain" }, party.relations.map(([relation, other, key, alerts]) =>
      make("li", {}, `${relation} `, own(other),
        key && alerts
          ? [", ", make("a", { href: `#party=${encodeURIComponent(key)}` }, `${counted(alerts, "alert")} in this run`)]
          : null)));
  }

  function documentTable(party) {
    const cells = (row) => [0, 1, 2, 3].map((place) => make(place ? "td" : "th", place ? {} : { scope: "row" }, own(row[place] ?? "")));
    return make("div", { class: "scroll", role: "region", "aria-label": "Documents", tabindex: "0" },
      make("table", {},
        make("thead", {}, make("tr", {}, ["Document", "Number", "Country", "Note"].map((head) => make("th", { scope: "col" }, head)))),
        make("tbody", {}, party.documents.map((row) => make("tr", {}, cells(row))))));
  }

  function decisionsOf(hit) {
    if (!hit.decisions?.length) return make("p", {}, "None is on record.");
    return make("ol", { class: "timeline" }, hit.decisions.map((decision) =>
      make("li", {},
        make("p", {}, make("time", { datetime: decision.at }, String(decision.at ?? "").slice(0, 16).replace("T", " ")), " ",
          make("strong", {}, decision.verdict), " by ", own(decision.reviewer ?? "unknown"),
          decision.effect && decision.effect !== "decided" ? ` (${decision.effect})` : "",
          decision.expires ? `, until ${decision.expires}` : ""),
        decision.reason ? make("p", { class: "reason" }, own(decision.reason)) : null)));
  }

  function footOf(hit, party) {
    const link = isWebAddress(party.url)
      ? make("a", { href: party.url, rel: "noopener noreferrer" }, "The publisher’s page of this party")
      : null;
    return make("p", { class: "card-foot" },
      "Alert ", make("a", { href: `#${hit.alert_id}` }, hit.alert_id), `, ${stateOf(hit)}`,
      hit.first_seen ? `, first seen ${hit.first_seen}` : "",
      party.version ? `. List ${party.version}` : "", ". ", link);
  }

  // ---- Going to an alert ---------------------------------------------------------------------------------

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
        byId("alert-count").textContent = `Alert ${target} is not among the ${counted(hits.length, "alert")} of this page.`;
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

  // ---- Keys ----------------------------------------------------------------------------------------------

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

  // ---- Printing ------------------------------------------------------------------------------------------

  const unfolded = [];

  // Paper has no buttons: all alerts that pass the filters are laid out in full, whatever page is shown.
  function layOut() {
    if (waiting) refresh();
    for (const folded of document.querySelectorAll(".on-paper:not([open])")) {
      folded.open = true;
      unfolded.push(folded);
    }
    const printed = shown.slice(0, PRINTED_AT_MOST);
    const words = printed.length < shown.length
      ? `The first ${whole.format(printed.length)} of ${counted(shown.length, "alert")} that pass the filters are printed; the others are in hits.csv.`
      : `${counted(printed.length, "alert")} of ${whole.format(hits.length)}.`;
    byId("printed-alerts").replaceChildren(
      make("p", {}, words),
      ...printed.map((hit) => make("article", { class: "printed" },
        make("h3", {},
          make("span", { class: `points ${scoreClass(hit.score)}` }, points.format(hit.score)), " ",
          own(hit.name), " – ", own(matchedName(hit))),
        ...cardOf(hit))));
  }

  function clearAway() {
    byId("printed-alerts").replaceChildren();
    document.body.classList.remove("alerts-only");
    for (const folded of unfolded.splice(0)) folded.open = false;
  }

  // ---- Start ---------------------------------------------------------------------------------------------

  function fill(select, values) {
    const choices = [...new Set(values)].filter(Boolean).sort(compareText);
    select.append(...choices.map((value) => make("option", { value }, value)));
    select.closest("label").hidden = choices.length < 2;
  }

  function start() {
    const data = JSON.parse(byId("alerts-data").textContent);
    threshold = data.threshold;
    hits = data.hits;
    parties = data.parties;
    hits.forEach((hit, place) => places.set(hit.alert_id, place));
    const form = byId("alert-filters");
    Object.assign(controls, {
      form, search: form.elements.search, least: form.elements.least, program: form.elements.program,
      state: form.elements.state, list: form.elements.list, type: form.elements.type,
      changed: form.elements.changed, order: form.elements.order, letters: byId("letter-keys"),
    });
    fill(controls.program, hits.flatMap(programsOf));
    fill(controls.state, hits.map((hit) => hit.status));
    fill(controls.list, hits.map((hit) => partyOf(hit).list));
    fill(controls.type, hits.map((hit) => partyOf(hit).type));
    controls.changed.closest("label").hidden = !hits.some((hit) => hit.change);
    for (const part of document.querySelectorAll(".with-script")) part.hidden = false;

    form.addEventListener("input", refreshSoon);
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
})();
