// The feed's sheet is a part of the app's, in the same order: the same page may be reached with either of them loaded.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const style = join(dirname(fileURLToPath(import.meta.url)), "../../style");
const parts = sheet => [...readFileSync(join(style, sheet), "utf8").matchAll(/@import "([^"]+)"/g)].map(found => found[1]);

test("what the feed loads is in the app's sheet, in the same order", () => {
  const [feed, app] = [parts("feed.css"), parts("app.css")];
  assert.ok(feed.length > 10);
  assert.deepEqual(feed, app.filter(part => feed.includes(part)));
});
