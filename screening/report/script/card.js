// The card of an alert: both sides, the words that match, why the score is what it is, what was decided.

const SAME = 0.995;

function cardOf(hit) {
  const party = partyOf(hit);
  const compared = comparedOf(hit);
  return [
    noticeOf(hit),
    warningsOf(hit),
    hit.lists ? part(`On ${whole.format(new Set(listsOf(hit)).size)} lists`, entryList(hit)) : null,
    hit.ownership
      ? part("Who owns the customer", chainOf(hit))
      : part("How the two names meet", alignmentOf(hit)),
    make(
      "div",
      { class: "sides" },
      part("Why this score", scoreOf(hit)),
      part("Other identifiers", identifiersOf(hit)),
      hit.probability === undefined ? null : part("How likely a match", probabilityOf(hit)),
      part("Customer", customerOf(hit)),
      part("Listed party", partyFacts(party)),
    ),
    part(
      `All names ${hit.lists ? `on ${compared.list}` : "of the party"} (${whole.format((compared.names ?? []).length)})`,
      namesOf(compared, hit.matched),
    ),
    hit.lists ? null : part("Programs and their authority", programList(party), meaningOf(party, hit)),
    party.relations?.length ? part("Relations on the list", relationList(party)) : null,
    party.documents?.length ? part("Documents on the list", documentTable(party)) : null,
    part("Earlier decisions", dispositionsOf(hit)),
    footOf(hit, party),
  ].filter(Boolean);
}

const part = (title, ...content) => make("section", { class: "part" }, make("h4", {}, title), ...content);

function noticeOf(hit) {
  if (!hit.change) return null;
  const words = hit.change === "new" ? "New in this run" : "Reopened in this run";
  return make("p", { class: "notice" }, make("strong", {}, words), hit.why ? `: ${hit.why}` : "");
}

function warningsOf(hit) {
  if (!hit.warnings?.length) return null;
  return make(
    "div",
    { class: "notice" },
    make("strong", {}, hit.ownership ? "What is not certain" : "Left out, as it cannot be read"),
    make(
      "ul",
      { class: "plain" },
      hit.warnings.map((words) => make("li", {}, own(words))),
    ),
  );
}

// From the listed owners down to the customer, a step a line.
function chainOf(hit) {
  const steps = hit.ownership.map((words) => make("li", {}, own(words)));
  return [make("p", {}, own(hit.explanation)), make("ol", {}, steps)];
}

// The two names, one above the other. A pair of words bears the same number on both lines.
function alignmentOf(hit) {
  const matches = hit.matches ?? [];
  const numbers = new Map();
  for (const [, , match] of [...(hit.words ?? []), ...(hit.listed ?? [])]) {
    if (match >= 0 && !numbers.has(match)) numbers.set(match, numbers.size + 1);
  }
  if (!hit.words?.length && !hit.listed?.length) {
    return make("p", {}, "The names were not compared: ", hit.explanation);
  }
  const quality = comparedOf(hit).names?.[hit.matched]?.[1];
  const ours = hit.words ?? [];
  const theirs = hit.listed ?? [];
  const lines = make(
    "div",
    { class: "lines" },
    lineOf("Customer", ours, "only in the customer’s name"),
    lineOf(quality ? `Listed, ${qualityWords(quality)}` : "Listed", theirs, "only in the listed name"),
  );
  const together = [...numbers].map(([match, number]) => {
    const [how] = matches[match] ?? [""];
    const words = (side) =>
      side
        .filter(([, , at]) => at === match)
        .map(([text]) => text)
        .join(" ");
    return make(
      "li",
      { class: kindOf(match) },
      make("span", { class: "tie" }, String(number)),
      " ",
      own(words(ours)),
      kindOf(match) === "same" ? " = " : " ≈ ",
      own(words(theirs)),
      make("span", { class: "how" }, `: ${how}`),
    );
  });
  const list = together.length
    ? make("ol", { class: "matches" }, together)
    : make("p", {}, "No word of one name meets a word of the other.");
  return [lines, list];

  function kindOf(match) {
    const [how, similarity] = matches[match] ?? ["", 0];
    return how === "same" || similarity >= SAME ? "same" : "alike";
  }

  function lineOf(label, words, alone) {
    const chips = words.map(([text, reading, match]) => {
      const matched = match >= 0;
      return make(
        "li",
        { class: `chip ${matched ? kindOf(match) : "alone"}` },
        own(text, "word"),
        reading ? make("span", { class: "reading" }, hidden(", read as "), own(reading)) : null,
        matched
          ? make("span", { class: "tie" }, hidden(", pair "), String(numbers.get(match)))
          : make(
              "span",
              { class: "lone" },
              hidden(`, ${alone}`),
              make("span", { "aria-hidden": "true" }, "only here"),
            ),
      );
    });
    const direction = directionOf(words.map(([text]) => text).join(" "));
    return make(
      "div",
      { class: "line" },
      make("p", { class: "side" }, label),
      make("ul", { class: "chips", dir: direction, "aria-label": `${label}, word by word` }, chips),
    );
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
    rows.push(...weighed(hit).map(([words, value]) => line(words, signed(value))));
  }
  rows.push(line("Score", points.format(hit.score), "sum total"));
  return [
    make(
      "table",
      { class: "score-parts" },
      make("caption", { class: "unseen" }, "Parts of the score"),
      make("tbody", {}, rows),
    ),
    make("p", { class: "small" }, scoreWords(hit)),
  ];
}

// Odds multiply: where those of any pair begin, and what each piece of evidence makes of them.
function probabilityOf(hit) {
  const said = `${likelihood(hit.probability)} of hits with such evidence are true matches, by the model.`;
  if (!hit.likely?.length) {
    return make("p", {}, hit.ownership ? "How surely the owners are the listed parties." : said);
  }
  const factor = (logOdds) => {
    const times = Math.exp(Math.min(Math.abs(logOdds), 50));
    return `${logOdds < 0 ? "÷" : "×"} ${times < 10 ? times.toFixed(1) : whole.format(Math.round(times))}`;
  };
  const rows = hit.likely
    .filter(([, logOdds]) => Math.abs(logOdds) >= 0.05)
    .sort(([, one], [, other]) => Math.abs(other) - Math.abs(one))
    .map(([feature, logOdds]) =>
      make(
        "tr",
        {},
        make("th", { scope: "row" }, features[feature]),
        make("td", { class: "number" }, factor(logOdds)),
      ),
    );
  return [
    make(
      "table",
      { class: "score-parts" },
      make("caption", { class: "unseen" }, "What multiplies the odds of a match"),
      make("tbody", {}, rows),
    ),
    make("p", { class: "small" }, said),
  ];
}

function scoreWords(hit) {
  const from = `An alert from ${points.format(threshold)} on. `;
  if (!hit.ownership) return from + (hit.explanation ?? "");
  return `${from}The score is how well owners match listed parties: those that match at least so well are enough.`;
}

// What leads from the name score to the score: the points of each identifier, and the bounds of a score.
function weighed(hit) {
  const identifiers = hit.identifiers ?? [];
  const change = hit.score - hit.name_score;
  if (!identifiers.some(([, , , , , value]) => value !== null)) {
    // An older version kept only which of them agree.
    const spoke = identifiers.some(([, how]) => how !== "unknown");
    const full = hit.score === 100 ? " (no score goes above 100)" : "";
    return spoke ? [[`Other identifiers together${full}`, change]] : [];
  }
  const parts = identifiers
    .filter(([, , , , , value]) => value)
    .map(([what, , outcome, , , value]) => [`${what}: ${outcome}`, value]);
  const rest = change - parts.reduce((sum, [, value]) => sum + value, 0);
  if (Math.abs(rest) >= 0.005) {
    parts.push([
      rest < 0
        ? "No score goes above 100"
        : hit.score === 0
          ? "No score goes below 0"
          : "Raised to the least score, for the reason below",
      rest,
    ]);
  }
  return parts;
}

const MARKS = { agrees: "✓", "agrees in part": "≈", conflicts: "✗", unknown: "?" };

function identifiersOf(hit) {
  if (!hit.identifiers?.length) return make("p", {}, "None was compared.");
  return make(
    "dl",
    { class: "checks" },
    hit.identifiers.map(([what, how, outcome, ours, listed, value]) => {
      const sides = [
        ["customer ", ours],
        ["listed ", listed],
      ].filter(([, text]) => text);
      const both = sides.length === 2 && what !== "Document number" && outcome !== "not usable";
      const worth = value ? `${signed(value)} points` : both && value === 0 ? "no points" : "";
      return make(
        "div",
        { class: how.replaceAll(" ", "-") },
        make("dt", {}, what),
        make(
          "dd",
          {},
          make("span", { class: "mark", "aria-hidden": "true" }, MARKS[how] ?? "?"),
          make("span", { class: "outcome" }, outcome),
          worth ? make("span", { class: "worth" }, `, ${worth}`) : null,
          sides.length
            ? make(
                "span",
                { class: "values" },
                hidden(": "),
                sides.flatMap(([label, text], place) => [place ? ", " : "", label, own(text)]),
              )
            : null,
        ),
      );
    }),
  );
}

// Pairs of a label and one or more texts; a label without any text is left out.
function facts(pairs) {
  const stated = pairs
    .map(([label, texts]) => [label, (Array.isArray(texts) ? texts : [texts]).filter(Boolean)])
    .filter(([, texts]) => texts.length);
  return make(
    "dl",
    { class: "facts" },
    stated.map(([label, texts]) =>
      make(
        "div",
        {},
        make("dt", {}, label),
        texts.map((text) => make("dd", {}, own(String(text)))),
      ),
    ),
  );
}

function customerOf(hit) {
  const { type, born, country } = hit.customer ?? {};
  return [
    make("p", { class: "name" }, own(hit.name)),
    facts([
      ["Record", hit.record_id],
      ["Type", type],
      ["Born", born],
      ["Country", country],
      ...(hit.carried ?? []),
    ]),
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
  return make(
    "ul",
    { class: "names" },
    (party.names ?? []).map(([name, quality, kind], place) =>
      make(
        "li",
        { class: place === matched ? "matched" : null },
        own(name),
        " ",
        make(
          "small",
          {},
          [
            qualityWords(quality ?? ""),
            kind && !/^(primary|aka)$/iu.test(kind) && kind !== quality ? kind : "",
            place === matched ? "compared here" : "",
          ]
            .filter(Boolean)
            .join(", "),
        ),
      ),
    ),
  );
}

function programList(party) {
  if (!party.programs?.length) return make("p", {}, "The list states none.");
  return make(
    "ul",
    { class: "plain" },
    party.programs.map(([code, title, authority]) =>
      make(
        "li",
        {},
        make("strong", {}, code),
        title ? `: ${title}` : "",
        authority ? `. Authority: ${authority}` : ". Authority not known",
      ),
    ),
  );
}

// What the listing prohibits, and a hint where that is no blocking.
function meaningOf(party, hit) {
  const prohibits = party.prohibits?.length
    ? `Prohibits: ${party.prohibits.join("; ")}.`
    : "The list does not say what it prohibits.";
  return [
    make("p", {}, prohibits),
    hit?.hint ? make("p", { class: "hint" }, make("strong", {}, hit.hint)) : null,
  ].filter(Boolean);
}

// Every entry of the party: on which list, why it is the same party, under what, and what that prohibits.
function entryList(hit) {
  return [
    hit.hint ? make("p", { class: "hint" }, make("strong", {}, hit.hint)) : null,
    make(
      "ol",
      { class: "entries" },
      hit.lists.map(([key, score, because]) => {
        const party = parties[key] ?? {};
        const reached =
          score === null || score === undefined
            ? "not a hit by itself"
            : `a score of ${points.format(score)}${party === comparedOf(hit) ? ", compared here" : ""}`;
        return make(
          "li",
          {},
          make(
            "p",
            {},
            make("strong", {}, own(key)),
            ": ",
            own(party.name ?? ""),
            make("small", {}, `, ${reached}`),
          ),
          because ? make("p", { class: "because" }, "Same party: ", own(because), ".") : null,
          party === partyOf(hit) || !party.born?.length
            ? null
            : make("p", {}, "Born ", own(party.born.join("; ")), "."),
          party.programs?.length ? programList(party) : make("p", {}, "The list states no program."),
          meaningOf(party),
          isWebAddress(party.url)
            ? make(
                "p",
                {},
                make("a", { href: party.url, rel: "noopener noreferrer" }, `The publisher’s page of ${key}`),
              )
            : null,
        );
      }),
    ),
  ].filter(Boolean);
}

function relationList(party) {
  return make(
    "ul",
    { class: "plain" },
    party.relations.map(([relation, other, key, alerts]) =>
      make(
        "li",
        {},
        `${relation} `,
        own(other),
        key && alerts
          ? [
              ", ",
              make(
                "a",
                { href: `#party=${encodeURIComponent(key)}` },
                `${counted(alerts, "alert")} ${leftOut ? "on this page" : "in this run"}`,
              ),
            ]
          : null,
      ),
    ),
  );
}

function documentTable(party) {
  const cells = (row) =>
    [0, 1, 2, 3].map((place) =>
      make(place ? "td" : "th", place ? {} : { scope: "row" }, own(row[place] ?? "")),
    );
  return make(
    "div",
    { class: "scroll", role: "region", "aria-label": "Documents", tabindex: "0" },
    make(
      "table",
      {},
      make(
        "thead",
        {},
        make(
          "tr",
          {},
          ["Document", "Number", "Country", "Note"].map((head) => make("th", { scope: "col" }, head)),
        ),
      ),
      make(
        "tbody",
        {},
        party.documents.map((row) => make("tr", {}, cells(row))),
      ),
    ),
  );
}

function dispositionsOf(hit) {
  if (!hit.dispositions?.length) return make("p", {}, "None is on record.");
  return make(
    "ol",
    { class: "timeline" },
    hit.dispositions.map((recorded) =>
      make(
        "li",
        {},
        make(
          "p",
          {},
          make(
            "time",
            { datetime: recorded.at },
            String(recorded.at ?? "")
              .slice(0, 16)
              .replace("T", " "),
          ),
          " ",
          make("strong", {}, recorded.disposition),
          " by ",
          own(recorded.reviewer ?? "unknown"),
          recorded.effect && recorded.effect !== "decided" ? ` (${recorded.effect})` : "",
          recorded.expires ? `, until ${recorded.expires}` : "",
        ),
        recorded.reason ? make("p", { class: "reason" }, own(recorded.reason)) : null,
      ),
    ),
  );
}

function footOf(hit, party) {
  const link = isWebAddress(party.url)
    ? make("a", { href: party.url, rel: "noopener noreferrer" }, "The publisher’s page of this party")
    : null;
  return make(
    "p",
    { class: "card-foot" },
    "Alert ",
    make("a", { href: `#${hit.alert_id}` }, hit.alert_id),
    `, ${stateOf(hit)}`,
    hit.first_seen ? `, first seen ${hit.first_seen}` : "",
    party.version ? `. List ${party.version}` : "",
    ". ",
    link,
  );
}
