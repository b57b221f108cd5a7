//! Every byte a browser sends, read on the wire: a plain proxy between the browser and everything else.
//!
//! Playwright cannot show the body of a sealed file, only a wire can; and what a page does not know of
//! itself, as a beacon or a worker's call, passes here as well.
import { type IncomingMessage, createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "./house.ts";

export interface Sent {
  method: string;
  /** The path with its query, as it was sent. */
  path: string;
  /** Names and values, one text. */
  headers: string;
  body: Buffer;
}

export class Wire {
  readonly sent: Sent[] = [];
  private constructor(readonly address: string, private readonly close: () => Promise<void>) {}

  static async tap(): Promise<Wire> {
    const server = createServer((incoming, answer) => {
      const body: Buffer[] = [];
      const to = new URL(incoming.url!, `http://${incoming.headers.host}`);
      wire.sent.push(seen(incoming, to, body));
      const { method, headers } = incoming;
      const outgoing = request(to, { method, headers }, response => {
        answer.writeHead(response.statusCode!, response.headers);
        response.pipe(answer);
      });
      outgoing.on("error", () => answer.destroy());
      answer.on("close", () => outgoing.destroy());
      incoming.on("data", part => body.push(part));
      incoming.pipe(outgoing);
    });
    // Playwright's own calls ask for a tunnel first; what comes through it is read like everything else.
    server.on("connect", (_, socket) => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      server.emit("connection", socket);
    });
    await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const wire = new Wire(`http://127.0.0.1:${port}`, () => {
      server.closeAllConnections();
      return new Promise(resolve => server.close(() => resolve()));
    });
    return wire;
  }

  /** Forgets what was sent until now. */
  clear(): void {
    this.sent.length = 0;
  }

  /** What was sent to addresses that begin like this. */
  to(path: string): Sent[] {
    return this.sent.filter(sent => sent.path.startsWith(path));
  }

  /** Where one of these marks was sent in the open: plain, or as it looks inside JSON, an address, base64, hex or UTF-16. */
  leaks(marks: string[]): string[] {
    return this.sent.flatMap(({ method, path, headers, body }) => {
      const all = Buffer.concat([Buffer.from(`${method} ${path}\n${headers}\n`), body]);
      return marks.filter(mark => shapes(mark).some(shape => all.includes(shape)))
        .map(mark => `"${mark}" in ${method} ${path}`);
    });
  }

  async end(): Promise<void> {
    await this.close();
  }
}

function seen(incoming: IncomingMessage, to: URL, parts: Buffer[]): Sent {
  return {
    method: incoming.method!,
    path: to.pathname + to.search,
    headers: Object.entries(incoming.headers).map(([name, value]) => `${name}: ${value}`).join("\n"),
    get body() {
      return Buffer.concat(parts);
    },
  };
}

function shapes(mark: string): Buffer[] {
  const bytes = Buffer.from(mark);
  // In base64 a text looks different by where it begins; the middle of each of the three is sure to be there.
  const base64 = [0, 1, 2].map(shift => Buffer.concat([Buffer.alloc(shift), bytes]).toString("base64").slice(shift + 2, -4));
  const texts = [JSON.stringify(mark).slice(1, -1), encodeURIComponent(mark), mark.replaceAll(" ", "+"), bytes.toString("hex"), ...base64];
  return [bytes, Buffer.from(mark, "utf16le"), ...texts.map(text => Buffer.from(text))];
}

/** Stories told with an ear on the wire. */
export const wired = test.extend<{ wire: Wire }>({
  wire: async ({}, use) => {
    const wire = await Wire.tap();
    await use(wire);
    await wire.end();
  },
  // Playwright sends calls to this machine through the proxy as well.
  proxy: async ({ wire }, use) => use({ server: wire.address }),
});
