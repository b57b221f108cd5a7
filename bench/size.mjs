// Prints every asset, raw and brotli, and holds the feed's budget: what must arrive before a reader sees it.
import { existsSync, readdirSync, statSync } from "node:fs";
import { get } from "node:http";
import { brotliDecompressSync } from "node:zlib";
import { withServer } from "./house.mjs";

const KB = 1024; // bytes in a KB, here and wherever this project says KB of what a browser loads
const BUDGET = 200 * KB;
const AIM = 165 * KB;

const raw = path => statSync(path).size;
const sent = path => existsSync(`${path}.br`) ? statSync(`${path}.br`).size : raw(path);
const line = (name, raw, sent) => console.log(`${name.padEnd(40)} ${String(raw).padStart(9)} ${String(sent).padStart(9)}`);
const row = (name, path) => line(name, raw(path), sent(path));

console.log(`${"asset".padEnd(40)} ${"raw".padStart(9)} ${"brotli".padStart(9)}`);
const files = readdirSync("dist", { recursive: true })
  .filter(name => !/\.(br|gz)$/.test(name) && statSync(`dist/${name}`).isFile()).sort();
for (const name of files) row(name, `dist/${name}`);

// The page as a browser gets it, its first posts in it: it names what it loads at once; the icons are what its first
// lines draw. `NEIGHBORS_URL` asks a running server, else one is started on a fresh demo world.
const asked = url => new Promise((done, failed) => get(url, { headers: { "accept-encoding": "br" } }, answer => {
  const parts = [];
  answer.on("data", part => parts.push(part)).on("end", () => done(Buffer.concat(parts)));
}).on("error", failed));
const url = process.env.NEIGHBORS_URL;
const small = url ? await asked(url) : await withServer(asked);
const page = brotliDecompressSync(small);
const html = page.toString();
if (!html.includes('id="first-feed"')) throw new Error("the page came without its first posts");
const named = [...new Set([...html.matchAll(/(?:href|src)="\/(assets\/[^"]+)"/g)].map(([, path]) => `dist/${path}`))];
if (named.length !== 3) throw new Error(`the page should name style, program and WASM, and names ${named.length} assets`);
for (const path of named.filter(path => !existsSync(path))) throw new Error(`${path} is not there: the server holds another build`);
const first = [...named, "dist/icons.svg", "dist/favicon.svg"];

const sum = first.reduce((total, path) => total + sent(path), small.length);
console.log(`\nfirst visit to the feed, with its first posts (${BUDGET / KB} KB at most, the aim is ${AIM / KB}; 1 KB = ${KB} bytes)`);
line("the page with its first posts", page.length, small.length);
for (const path of first) row(path.replace("dist/", ""), path);
console.log(`${"sum".padEnd(50)} ${String(sum).padStart(9)}  = ${(sum / KB).toFixed(1)} KB`);
if (sum > BUDGET) {
  console.log(`over budget by ${((sum - BUDGET) / KB).toFixed(1)} KB`);
  process.exit(1);
}
