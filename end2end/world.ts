//! The demo world of a run: made once by the binary under test, copied by every story.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** When every story begins, for the server and for the page: a Wednesday evening in Denver. */
export const NOW = "2026-10-21T18:30:00-06:00";

export function binary(): string {
  const path = process.env.NEIGHBORS_BIN;
  if (!path) throw new Error("NEIGHBORS_BIN names the server to test; script/test sets it");
  return path;
}

export default function makeWorld(): () => void {
  const folder = mkdtempSync(join(tmpdir(), "neighbors-world-"));
  const data = join(folder, "data");
  // Stories are about people: a page of the public record among them would hide what they look for.
  execFileSync(binary(), ["demo", "--data", data, "--now", NOW, "--seed", "7", "--incidents", "0"], { stdio: ["ignore", "ignore", "inherit"] });
  process.env.NEIGHBORS_WORLD = data; // the workers inherit it
  return () => rmSync(folder, { recursive: true, force: true });
}
