//! Starts the program of the feed's maps, loaded when a map is to be shown. Its address is filled in by script/pack.mjs.
import init from "program";

try {
  await init({ module_or_path: fetch(WASM.path, { integrity: WASM.integrity }) });
} catch (error) {
  console.error(error);
  document.dispatchEvent(new CustomEvent("map-failed"));
}
