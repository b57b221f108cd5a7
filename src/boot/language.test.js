//! How a page comes to its first language. Run by `node --test`.
import assert from "node:assert/strict";
import { test } from "node:test";
import { chosen } from "./language.js";

for (const [kept, wanted, language] of [
  [null, ["en-US"], "en"],
  [null, ["es-MX", "en-US"], "es"],
  [null, ["ES"], "es"],
  [null, ["de-DE", "es-US", "en"], "es"],
  [null, ["fr-FR"], "en"],
  [null, ["est", "en"], "en"],
  [null, [], "en"],
  ["en", ["es-US"], "en"],
  ["es", ["en-US"], "es"],
  ["tlh", ["es-US"], "es"],
]) {
  test(`${kept ?? "nothing"} was chosen, the browser wants ${wanted.join(", ") || "nothing"}: ${language}`, () =>
    assert.equal(chosen(() => kept, wanted), language));
}
