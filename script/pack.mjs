// From what Trunk built to what the server serves: names by content, integrity, preload, compression, one dist/.
//
// dist/feed.html, index.html, portal.html   the pages, with marks that the server fills; everything else that shrinks has a .br and .gz beside it
// dist/assets/NAME-HASH.EXT           never changes, may be cached for ever
// dist/manifest.json                  "app.js" -> "/assets/app-….js"
// everything else                     copied from public/ under its own name
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { compressAll, optimise } from "./pack/squeeze.mjs";
import { bundleCss, bundleProgram, minifyScript } from "./pack/bundle.mjs";
import { spanish } from "./pack/words.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const out = join(root, "dist.new"); // moved into place at the end: a server build never sees half a dist
const manifest = {};
const integrity = {};

rmSync(out, { recursive: true, force: true });
mkdirSync(join(out, "assets"), { recursive: true });

/** Writes one file under a name made from its content, and remembers both. */
function asset(name, bytes) {
  const hash = createHash("sha256").update(bytes).digest("base64url").slice(0, 12);
  const dot = name.lastIndexOf(".");
  manifest[name] = `/assets/${name.slice(0, dot)}-${hash}${name.slice(dot)}`;
  integrity[name] = `sha384-${createHash("sha384").update(bytes).digest("base64")}`;
  writeFileSync(join(out, manifest[name]), bytes);
}
const described = name => ({ path: manifest[name], integrity: integrity[name] });
const built = (page, file) => join(root, "target/web", page, file);

// The order is that of who names whom: pictures, then styles, then WASM, then the scripts, then the pages.
const leaflet = join(root, "public/leaflet");
for (const file of readdirSync(join(leaflet, "images"))) asset(file, readFileSync(join(leaflet, "images", file)));
const images = readFileSync(join(leaflet, "leaflet.css"), "utf8").replace(/url\(images\/([^)]+)\)/g, (_, file) => `url(${manifest[file]})`);
const moving = [await bundleCss({ text: images }), await bundleCss({ file: join(root, "style/moving.css") })];
asset("leaflet.css", Buffer.concat(moving));
asset("leaflet.js", await minifyScript(readFileSync(join(leaflet, "leaflet.js"))));
for (const name of ["feed", "app", "portal"]) asset(`${name}.css`, await bundleCss({ file: join(root, `style/${name}.css`) }));

for (const [name, page] of [["feed", "feed"], ["app", "app"], ["portal", "portal"], ["seal", "app"], ["clean", "app"], ["proof", "app"], ["map", "feed"]]) {
  asset(`${name}.wasm`, optimise(built(page, `${name}_bg.wasm`)));
}
asset("es.txt", spanish(join(root, "src/words/es")));
const program = (name, start, page, ASSETS) => bundleProgram({
  start: join(root, "src/boot", start),
  glue: built(page, `${name}.js`),
  fill: { WASM: described(`${name}.wasm`), SPANISH: described("es.txt"), ASSETS },
});
for (const name of ["seal", "clean"]) asset(`${name}.js`, await program(name, "worker.js", "app", {}));
asset("map.js", await program("map", "map.js", "feed", {}));
asset("proof.js", await program("proof", "proof.js", "app", {}));
// What a page may load when it needs it. These scripts, and no others, pass its Trusted Types policy.
const later = Object.fromEntries(["seal.js", "clean.js", "map.js", "proof.js", "leaflet.js", "leaflet.css"].map(name => [name, manifest[name]]));
for (const name of ["feed", "app", "portal"]) asset(`${name}.js`, await program(name, "start.js", name, later));

cpSync(join(root, "public"), out, { recursive: true, filter: path => !path.startsWith(leaflet) });
cpSync(join(leaflet, "LICENSE"), join(out, "leaflet-LICENSE.txt"));
// What a drawing says of itself stays in the sources: every first visit loads these two.
for (const name of ["icons.svg", "favicon.svg"]) {
  const drawing = readFileSync(join(root, "public", name), "utf8");
  writeFileSync(join(out, name), drawing.replace(/<!--[^]*?-->/g, "").replace(/>\s+</g, "><").trim());
}

for (const [file, name] of [["feed.html", "feed"], ["index.html", "app"], ["portal.html", "portal"]]) {
  const [js, wasm] = ["js", "wasm"].map(kind => described(`${name}.${kind}`));
  const css = described(`${name}.css`);
  const tags = [
    `<link rel="stylesheet" href="${css.path}" integrity="${css.integrity}">`,
    // The program is the largest part: ask for it before the script that will. That script checks its hash.
    `<link rel="preload" as="fetch" type="application/wasm" crossorigin href="${wasm.path}">`,
    `<script type="module" src="${js.path}" integrity="${js.integrity}"></script>`,
  ].join("\n    ");
  const page = readFileSync(join(root, file), "utf8")
    .replace(/\n *<link data-trunk[^>]*>/g, "")
    .replace(/<!--(?!head-->|plain-->|assets-->)[^]*?-->\s*/g, "")
    .replace("<!--assets-->", tags);
  if (!page.includes("<!--head-->") || !page.includes(wasm.path)) throw new Error(`${file} lost one of its marks`);
  writeFileSync(join(out, file), page);
}
writeFileSync(join(out, "manifest.json"), JSON.stringify(manifest, null, 2) + "\n");

await compressAll(out);
rmSync(join(root, "dist"), { recursive: true, force: true });
renameSync(out, join(root, "dist"));
