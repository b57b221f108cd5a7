//! Which language this page speaks: the reader's choice, else the first of the browser's languages that is one of ours.

const OURS = ["en", "es"];
/** The name under which src/frame/language.rs keeps the choice. */
const KEY = "neighbors-language";

export function chosen(kept = remembered, wanted = navigator.languages) {
  const ours = [kept(), ...wanted].map(tag => String(tag).toLowerCase().split("-")[0]);
  return ours.find(language => OURS.includes(language)) ?? "en";
}

/** A browser may keep nothing, and says so by throwing. */
function remembered() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
