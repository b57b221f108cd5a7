//! What no story may cause: an error in the console, a call to another host, a breach of the page's policy.
import type { BrowserContext, Page } from "@playwright/test";

export class Watch {
  private readonly faults: string[] = [];
  private readonly expected: RegExp[] = [];

  constructor(private readonly url: string) {}

  /** A fault the story means to cause, as a missing page's 404 in the console. It must then happen. */
  expect(fault: RegExp): void {
    this.expected.push(fault);
  }

  async over(context: BrowserContext): Promise<void> {
    context.on("page", page => this.overPage(page));
    context.on("request", request => {
      const address = new URL(request.url());
      const own = ["data:", "blob:", "about:"].includes(address.protocol) || request.url().startsWith(this.url + "/");
      if (!own) this.faults.push(`a request left for ${address.origin}`);
    });
    // Chromium writes most breaches into the console as well, but not those inside a worker or a frame.
    await context.exposeBinding("__breach", (_, what: string) => this.faults.push(`policy: ${what}`));
    await context.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", event => {
        const { effectiveDirective, blockedURI, sample } = event;
        void (window as unknown as { __breach(what: string): void }).__breach(`${effectiveDirective} ${blockedURI} ${sample}`);
      });
    });
  }

  private overPage(page: Page): void {
    page.on("pageerror", error => this.faults.push(`uncaught: ${error.message}`));
    page.on("crash", () => this.faults.push("the page crashed"));
    page.on("console", message => {
      const where = message.location().url;
      if (message.type() === "error") this.faults.push(`console: ${message.text()} (${where.replace(this.url, "")})`);
    });
  }

  /** All that went wrong and was not meant to, and all that was meant to and did not. */
  verdict(): string[] {
    const surprises = this.faults.filter(fault => !this.expected.some(pattern => pattern.test(fault)));
    const missing = this.expected.filter(pattern => !this.faults.some(fault => pattern.test(fault)));
    return [...surprises, ...missing.map(pattern => `expected, but did not happen: ${pattern}`)];
  }
}
