// Prints every asset, raw and brotli, and holds the feed's budget: what must arrive before a reader sees the feed.
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";

const KB = 1024; // bytes in a KB, here and wherever this project says KB of what a browser loads
const BUDGET = 200 * KB;
const AIM = 165 * KB;

const raw = path => statSync(path).size;
const sent = path => existsSync(`${path}.br`) ? statSync(`${path}.br`).size : raw(path);
const row = (name, path) => console.log(`${name.padEnd(40)} ${String(raw(path)).padStart(9)} ${String(sent(path)).padStart(9)}`);

console.log(`${"asset".padEnd(40)} ${"raw".padStart(9)} ${"brotli".padStart(9)}`);
const files = readdirSync("dist", { recursive: true })
  .filter(name => !/\.(br|gz)$/.test(name) && statSync(`dist/${name}`).isFile()).sort();
for (const name of files) row(name, `dist/${name}`);

// The page itself names what it loads at once; the icons are what its first lines draw.
const page = readFileSync("dist/feed.html", "utf8");
const named = [...page.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(([, path]) => `dist${path}`);
const first = ["dist/feed.html", ...new Set(named), "dist/icons.svg", "dist/favicon.svg"];
if (named.length !== 3) throw new Error(`feed.html should name style, program and WASM, and names ${named.length} assets`);

const sum = first.reduce((total, path) => total + sent(path), 0);
console.log(`\nfirst visit to the feed, before its data (${BUDGET / KB} KB at most, the aim is ${AIM / KB}; 1 KB = ${KB} bytes)`);
for (const path of first) row(path.replace("dist/", ""), path);
console.log(`${"sum".padEnd(50)} ${String(sum).padStart(9)}  = ${(sum / KB).toFixed(1)} KB`);
if (sum > BUDGET) {
  console.log(`over budget by ${((sum - BUDGET) / KB).toFixed(1)} KB`);
  process.exit(1);
}
