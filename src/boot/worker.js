//! Starts a worker, the one that seals or the one that cleans. Its addresses are its own, filled in by script/pack.mjs: the page cannot hand it others.
import init from "program";

// The program says when it is ready; the page sends nothing before that.
await init({ module_or_path: fetch(WASM.path, { integrity: WASM.integrity }) });
