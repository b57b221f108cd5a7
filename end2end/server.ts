//! One server for one story: its own copy of the demo world, its own port, its own stopped clock.
import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { binary, NOW } from "./world.ts";

export class Server {
  private constructor(
    readonly url: string,
    readonly data: string,
    private readonly process: ChildProcess,
    private readonly folder: string,
    private readonly said: string[],
  ) {}

  static async start(): Promise<Server> {
    const folder = mkdtempSync(join(tmpdir(), "neighbors-story-"));
    const data = join(folder, "data");
    cpSync(process.env.NEIGHBORS_WORLD!, data, { recursive: true });
    const child = spawn(binary(), ["serve", "--data", data, "--listen", "127.0.0.1:0"], {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, NEIGHBORS_TEST_CLOCK: NOW },
    });
    const said: string[] = [];
    createInterface({ input: child.stderr! }).on("line", line => said.push(line));
    try {
      const address = await firstLine(child, said);
      // Passkeys and cookies know the machine by this name, not by its number.
      return new Server(address.replace("127.0.0.1", "localhost"), data, child, folder, said);
    } catch (error) {
      child.kill("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /** Stops it as a person would, and says what it logged as an error. */
  async stop(): Promise<string[]> {
    const gone = new Promise(resolve => this.process.once("exit", resolve));
    this.process.kill("SIGINT");
    const hangs = setTimeout(() => this.process.kill("SIGKILL"), 10_000);
    await gone;
    clearTimeout(hangs);
    rmSync(this.folder, { recursive: true, force: true });
    const errors = this.said.filter(line => /\bERROR\b|panicked at/.test(line));
    if (this.process.signalCode === "SIGKILL") errors.push("the server did not stop within 10 s of Ctrl-C");
    return errors;
  }
}

async function firstLine(child: ChildProcess, said: string[]): Promise<string> {
  const lines = createInterface({ input: child.stdout! });
  const line = await Promise.race([
    new Promise<string>(resolve => lines.once("line", resolve)),
    new Promise<string>(resolve => child.once("exit", code => resolve(`it ended with code ${code}`))),
    new Promise<string>(resolve => setTimeout(resolve, 20_000, "nothing within 20 s")),
  ]);
  const address = /^listening on (http:\/\/\S+)$/.exec(line)?.[1];
  if (!address) throw new Error(`the server should say where it listens, and said: ${line}\n${said.join("\n")}`);
  return address;
}
