// A server on a demo world for measuring: the binary that was built last, a folder of its own, a free port.
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** `NEIGHBORS_BIN`, or the newer of the two cargo makes. */
export function binary() {
  if (process.env.NEIGHBORS_BIN) return process.env.NEIGHBORS_BIN;
  const made = ["release", "debug"].map(profile => join(process.env.CARGO_TARGET_DIR, profile, "neighbors")).filter(existsSync);
  if (!made.length) throw new Error("build the server first: cargo build -p neighbors-server");
  return made.sort((one, other) => statSync(other).mtimeMs - statSync(one).mtimeMs)[0];
}

/** Calls `measure` with the address of a running server, and leaves nothing behind. */
export async function withServer(measure) {
  const folder = mkdtempSync(join(tmpdir(), "neighbors-bench-"));
  const data = join(folder, "data");
  execFileSync(binary(), ["demo", "--data", data, "--now", "2026-10-21T18:30:00-06:00", "--seed", "7"], { stdio: ["ignore", "ignore", "inherit"] });
  const server = spawn(binary(), ["serve", "--data", data, "--listen", "127.0.0.1:0"], { stdio: ["ignore", "pipe", "inherit"] });
  try {
    const line = await new Promise((said, failed) => {
      createInterface({ input: server.stdout }).once("line", said);
      server.once("exit", code => failed(new Error(`the server ended with code ${code}`)));
    });
    return await measure(/http:\/\/\S+/.exec(line)[0].replace("localhost", "127.0.0.1"));
  } finally {
    server.kill("SIGINT");
    await new Promise(gone => server.once("exit", gone));
    rmSync(folder, { recursive: true, force: true });
  }
}
