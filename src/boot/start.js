//! Starts a page: policy first, then the program, then the waiting shell makes room. Bundled with the program's glue.
//
// `program`, ASSETS and WASM are filled in by script/pack.mjs, once for each page.
import init from "program";
import { register } from "./policy.js";

register(Object.entries(ASSETS).filter(([name]) => name.endsWith(".js")).map(([, path]) => path));

// Where the app finds what it loads later, by the names in dist/manifest.json.
window.neighborsAssets = Object.freeze(ASSETS);

const shell = document.getElementById("shell");
try {
  // With the hash, a byte changed on the way stops the program before it runs.
  await init({ module_or_path: fetch(WASM.path, { integrity: WASM.integrity }) });
  shell?.remove();
} catch (error) {
  // The words stand in the page already, hidden: nothing more needs to arrive for them to show.
  console.error(error);
  document.getElementById("shell-waiting")?.setAttribute("hidden", "");
  document.getElementById("shell-failed")?.removeAttribute("hidden");
  document.getElementById("shell-retry")?.addEventListener("click", () => location.reload());
}
