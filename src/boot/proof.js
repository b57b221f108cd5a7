//! Starts the program that checks badges, loaded when the first one is opened. Its address is filled in by script/pack.mjs.
import init from "program";

try {
  await init({ module_or_path: fetch(WASM.path, { integrity: WASM.integrity }) });
} catch (error) {
  console.error(error);
  const said = document.documentElement.lang === "es"
    ? "La comprobación no se cargó. Recargue la página e inténtelo de nuevo."
    : "The check did not load. Reload the page and try again.";
  for (const chain of document.querySelectorAll(":popover-open .chain")) chain.textContent = said;
}
