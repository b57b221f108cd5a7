// esbuild, told what each kind of file here needs. Browsers from 2024 on: light-dark(), nesting, module workers.
import { build, transform } from "esbuild";

const quiet = { bundle: true, minify: true, write: false, logLevel: "warning", legalComments: "inline" };
const text = result => Buffer.from(result.outputFiles[0].contents);

/** A style sheet with its imports in it, from a file; or from text, whose addresses are final already. */
export async function bundleCss({ file, text: contents }) {
  const from = file ? { entryPoints: [file] } : { stdin: { contents, loader: "css" }, external: ["/*", "#*"] };
  return text(await build({ ...quiet, ...from }));
}

export async function minifyScript(bytes) {
  return Buffer.from((await transform(bytes, { minify: true, legalComments: "inline" })).code);
}

/** A start script and the glue that wasm-bindgen wrote for its program, as one module. */
export async function bundleProgram({ start, glue, fill }) {
  const define = Object.fromEntries(Object.entries(fill).map(([name, value]) => [name, JSON.stringify(value)]));
  return text(await build({
    ...quiet, define, alias: { program: glue }, entryPoints: [start], format: "esm", target: "es2022",
  }));
}
