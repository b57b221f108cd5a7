//! Starts a page: policy and language first, then the program, then the waiting shell makes room. Bundled with the program's glue.
//
// `program`, ASSETS, WASM and SPANISH are filled in by script/pack.mjs, once for each page.
import init from "program";
import { chosen } from "./language.js";
import { news } from "./live.js";
import { register } from "./policy.js";

register(Object.entries(ASSETS).filter(([name]) => name.endsWith(".js")).map(([, path]) => path));

// Where the app finds what it loads later, by the names in dist/manifest.json.
window.neighborsAssets = Object.freeze(ASSETS);

// One stream of news for all tabs (src/live.rs).
window.neighborsNews = news("/api/live");

// What stands behind a badge is checked by a program of its own, fetched when the first one is opened.
let proof;
addEventListener("toggle", ({ newState, target }) => {
  if (proof || newState !== "open" || !target.dataset.proof) return;
  proof = document.createElement("script");
  proof.type = "module";
  proof.src = ASSETS["proof.js"];
  document.head.append(proof);
}, true);

// Going back, the browser may show the page it kept: what came with it is old, and is asked for anew.
if (performance.getEntriesByType("navigation")[0]?.type === "back_forward") document.getElementById("first-feed")?.remove();

const language = chosen();
document.documentElement.lang = language;
// The shell's own words stand in both languages: those that are not read stay hidden.
for (const words of document.querySelectorAll("#shell [lang]")) words.hidden = words.lang !== language;
if (language === "es") for (const named of document.querySelectorAll("[data-es]")) named.setAttribute("aria-label", named.dataset.es);

const shell = document.getElementById("shell");
try {
  // With the hash, a byte changed on the way stops the program before it runs.
  const part = ({ path, integrity }) => fetch(path, { integrity });
  const program = part(WASM);
  // English needs nothing: it stands in the program.
  if (language === "es") window.neighborsWords = await part(SPANISH).then(answer => answer.text());
  await init({ module_or_path: program });
  shell?.remove();
} catch (error) {
  // The words stand in the page already, hidden: nothing more needs to arrive for them to show.
  console.error(error);
  document.getElementById("shell-waiting")?.setAttribute("hidden", "");
  document.getElementById("shell-failed")?.removeAttribute("hidden");
  document.getElementById("shell-plain")?.classList.add("is-shown");
  document.getElementById("shell-retry")?.addEventListener("click", () => location.reload());
}
