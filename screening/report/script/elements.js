// How elements are made. All text of the data goes in as text, never as markup.

const byId = (id) => document.getElementById(id);
const whole = new Intl.NumberFormat("en-US");
const points = new Intl.NumberFormat("en-US", { maximumFractionDigits: 2 });
const counted = (number, thing) => `${whole.format(number)} ${thing}${number === 1 ? "" : "s"}`;

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

const languageOf = (text) => LANGUAGES.find(([script]) => script.test(text))?.[1];
// The first letter decides, as it does for dir="auto".
const directionOf = (text) => (RIGHT_TO_LEFT.test(text.match(/\p{L}/u)?.[0] ?? "") ? "rtl" : "ltr");

// Any text of a customer or a list: its direction is its own, and does not reach beyond it.
const own = (text, kind) => make("bdi", { class: kind, lang: languageOf(text), dir: "auto" }, text);

const isWebAddress = (text) => /^https?:\/\//i.test(text ?? "");
