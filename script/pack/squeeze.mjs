// Makes things smaller: WASM by wasm-opt, everything that is text or WASM by brotli and gzip, once, at build time.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const wasmOpt = join(dirname(fileURLToPath(import.meta.url)), "../node_modules/.bin/wasm-opt");

// What rustc's wasm target uses by default. Named one by one: with all features Chromium refuses the result.
const FEATURES = ["bulk-memory", "bulk-memory-opt", "multivalue", "mutable-globals", "nontrapping-float-to-int",
  "reference-types", "sign-ext"].map(name => `--enable-${name}`);

/** `script/build-web --quick`: speed of building counts, not bytes. */
const quick = !!process.env.NEIGHBORS_QUICK;

/** Flat and looped anew before it is made small, and once more after: 1 % less, once compressed. */
export function optimise(file) {
  if (quick) return readFileSync(file);
  const folder = mkdtempSync(join(tmpdir(), "pack-"));
  try {
    const out = join(folder, "out.wasm");
    execFileSync(wasmOpt, ["--flatten", "--rereloop", "-Oz", "-Oz", ...FEATURES, file, "-o", out], { stdio: ["ignore", "inherit", "inherit"] });
    return readFileSync(out);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const SHRINKS = /\.(css|js|json|svg|wasm|txt|geojson|webmanifest)$/;

/** How near distances are written, [NPOSTFIX, NDIRECT]: which is smallest differs from file to file, by some 0.1 %. */
const DISTANCES = quick ? [[0, 0]] : [[0, 0], [0, 15], [1, 28], [2, 60]];

async function brotli(bytes) {
  const tries = await Promise.all(DISTANCES.map(([postfix, direct]) => promisify(brotliCompress)(bytes, { params: {
    [constants.BROTLI_PARAM_QUALITY]: quick ? 1 : 11,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    [constants.BROTLI_PARAM_NPOSTFIX]: postfix,
    [constants.BROTLI_PARAM_NDIRECT]: direct,
  } })));
  return tries.reduce((best, one) => one.length < best.length ? one : best);
}

/** Writes FILE.br and FILE.gz beside each file that shrinks. Pages are not among them: the server fills them first. */
export async function compressAll(folder) {
  const files = readdirSync(folder, { recursive: true }).map(name => join(folder, name))
    .filter(path => SHRINKS.test(path) && statSync(path).isFile());
  await Promise.all(files.map(async path => {
    const bytes = readFileSync(path);
    for (const [ending, small] of [
      ["br", await brotli(bytes)],
      ["gz", await promisify(gzip)(bytes, { level: quick ? 1 : 9 })],
    ]) {
      if (small.length < bytes.length) writeFileSync(`${path}.${ending}`, small);
    }
  }));
}
