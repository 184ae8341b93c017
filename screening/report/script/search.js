// The data, and how a text is found in it: as people type it, with or without accents.

let threshold = 0;
let features = [];
let hits = [];
let parties = {};
let leftOut = 0; // alerts of the run that are not on this page
const places = new Map(); // alert id → place in hits
const hitText = new Map(); // hit → folded text, made on the first search
const partyText = new Map();

const elsewhere = () =>
  leftOut ? `; ${whole.format(leftOut)} more ${leftOut === 1 ? "is" : "are"} only in hits.csv` : "";

const partyOf = (hit) => parties[hit.party] ?? {};
// The entry whose name made the score; mostly that which the alert goes by.
const comparedOf = (hit) => parties[hit.compared ?? hit.party] ?? {};
// All entries of the party, on whatever lists: [key, score, what tells that it is the same party].
const entriesOf = (hit) => hit.lists ?? [[hit.party, hit.score, null]];
const listsOf = (hit) => entriesOf(hit).map(([key]) => parties[key]?.list);
const programsOf = (hit) => [
  ...new Set(entriesOf(hit).flatMap(([key]) => (parties[key]?.programs ?? []).map(([code]) => code))),
];

function matchedName(hit) {
  const party = comparedOf(hit);
  return party.names?.[hit.matched]?.[0] ?? party.name ?? (hit.listed ?? []).map(([text]) => text).join(" ");
}

// Letters that differ by more than a mark and are still typed one for the other.
const TYPED_AS = {
  ß: "ss",
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
  æ: "ae",
  œ: "oe",
  ı: "i",
  ى: "ي",
  ی: "ي",
  ک: "ك",
  ة: "ه",
  ـ: "",
  "'": "",
  "’": "",
  "‘": "",
  ʻ: "",
  ʼ: "",
  "`": "",
  "´": "",
};
const TYPED = new RegExp(`[${Object.keys(TYPED_AS).join("")}]`, "gu");

function fold(text) {
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}/gu, "")
    .replace(TYPED, (letter) => TYPED_AS[letter]);
}

function once(memory, key, text) {
  if (!memory.has(key)) memory.set(key, fold(text()));
  return memory.get(key);
}

function isFound(hit, words) {
  const ours = once(hitText, hit, () =>
    [hit.alert_id, hit.record_id, hit.name, ...(hit.words ?? []).map(([, reading]) => reading ?? "")].join(
      "\n",
    ),
  );
  const theirs = entriesOf(hit).map(([key]) =>
    once(partyText, key, () => {
      const party = parties[key] ?? {};
      return [key, party.name ?? "", ...(party.names ?? []).map(([name]) => name)].join("\n");
    }),
  );
  return words.every((word) => ours.includes(word) || theirs.some((text) => text.includes(word)));
}
