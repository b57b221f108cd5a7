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

/** `-Os`: once compressed, `-Oz` is no smaller. */
export function optimise(file) {
  const folder = mkdtempSync(join(tmpdir(), "pack-"));
  try {
    const out = join(folder, "out.wasm");
    execFileSync(wasmOpt, ["-Os", ...FEATURES, file, "-o", out], { stdio: ["ignore", "inherit", "inherit"] });
    return readFileSync(out);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const SHRINKS = /\.(css|js|json|svg|wasm|txt|geojson|webmanifest)$/;

/** Writes FILE.br and FILE.gz beside each file that shrinks. Pages are not among them: the server fills them first. */
export async function compressAll(folder) {
  const files = readdirSync(folder, { recursive: true }).map(name => join(folder, name))
    .filter(path => SHRINKS.test(path) && statSync(path).isFile());
  await Promise.all(files.map(async path => {
    const bytes = readFileSync(path);
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
    for (const [ending, small] of [
      ["br", await promisify(brotliCompress)(bytes, { params })],
      ["gz", await promisify(gzip)(bytes, { level: 9 })],
    ]) {
      if (small.length < bytes.length) writeFileSync(`${path}.${ending}`, small);
    }
  }));
}
