//! Starts the sealing worker. Its addresses are its own, filled in by script/pack.mjs: the page cannot hand it others.
import init from "program";

// A message that comes while the program still loads would be lost: it waits here.
const early = [];
const keep = event => early.push(event.data);
self.addEventListener("message", keep);

await init({ module_or_path: fetch(WASM.path, { integrity: WASM.integrity }) });

self.removeEventListener("message", keep);
for (const data of early) self.dispatchEvent(new MessageEvent("message", { data }));
