// The data, and how a text is found in it: as people type it, with or without accents.

let threshold = 0;
let hits = [];
let parties = {};
let leftOut = 0; // alerts of the run that are not on this page
const places = new Map(); // alert id → place in hits
const hitText = new Map(); // hit → folded text, made on the first search
const partyText = new Map();

const elsewhere = () =>
  leftOut ? `; ${whole.format(leftOut)} more ${leftOut === 1 ? "is" : "are"} only in hits.csv` : "";

const partyOf = (hit) => parties[hit.party] ?? {};
const programsOf = (hit) => (partyOf(hit).programs ?? []).map(([code]) => code);

function matchedName(hit) {
  const party = partyOf(hit);
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
  const theirs = once(partyText, hit.party, () => {
    const party = partyOf(hit);
    return [hit.party, party.name ?? "", ...(party.names ?? []).map(([name]) => name)].join("\n");
  });
  return words.every((word) => ours.includes(word) || theirs.includes(word));
}
