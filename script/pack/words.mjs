// The Spanish of all rooms as one file: a line for each key, a tab between the two languages, sorted as Rust sorts.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

export function spanish(folder) {
  const words = readdirSync(folder).sort().flatMap(room => Object.entries(JSON.parse(readFileSync(join(folder, room), "utf8"))));
  const unfit = words.flat().find(word => /[\t\n]/.test(word));
  if (unfit !== undefined) throw new Error(`a tab or a line end in the words “${unfit}”`);
  const lines = words.map(pair => Buffer.from(pair.join("\t") + "\n"));
  return Buffer.concat(lines.sort(Buffer.compare));
}
