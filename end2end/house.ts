//! The one `test` of every story: a fresh server on a copied demo world, stopped clocks, and a watch over the page.
import { AxeBuilder } from "@axe-core/playwright";
import { type BrowserContext, type Page, test as base, expect } from "@playwright/test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { codesAround } from "./codes.ts";
import { Server } from "./server.ts";
import { Watch } from "./watch.ts";
import { NOW } from "./world.ts";

export { expect };

/** One line of demo-accounts.json. */
export interface Account {
  role: string;
  email: string;
  password: string;
  key_passphrase?: string;
  signing_seed?: string;
  /** Root key and recovery key, as on the paper in the agency's safe. */
  recovery_sheet?: [string, string];
  totp_secret?: string;
  home_cell?: string;
  agency?: string;
  note?: string;
}

const SCREENS = join(import.meta.dirname, "../docs/screens");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

export class House {
  private now = new Date(NOW);

  constructor(readonly server: Server, readonly watch: Watch, private readonly clocks: Page[]) {}

  get url(): string {
    return this.server.url;
  }

  /** What every clock shows. */
  get time(): string {
    return this.now.toISOString();
  }

  accounts(): Account[] {
    return JSON.parse(readFileSync(join(this.server.data, "demo-accounts.json"), "utf8"));
  }

  /** The first demo account of this role whose note, email or agency has these words in it. */
  account(role: string, words = ""): Account {
    const found = this.accounts().find(account => account.role === role
      && [account.note, account.email, account.agency].some(text => (text ?? "").toLowerCase().includes(words.toLowerCase())));
    if (!found) throw new Error(`no demo account with the role ${role} and the words "${words}"`);
    return found;
  }

  /** Signs this page's reader in, without the form; the form has a story of its own. */
  async signIn(page: Page, account: Account): Promise<void> {
    const { email, password } = account;
    // A page of the person before may ask once more, and would be told that somebody else reads now.
    const before = (await page.context().cookies(this.url)).length > 0;
    if (before && page.url() !== "about:blank") await page.goto("about:blank");
    const enter = (code?: string) => page.context().request.post(`${this.url}/api/session`, {
      headers: { "x-neighbors": "1" },
      data: { email, password, code },
    });
    let answer = await enter();
    // An officer is asked for a code. The clock stands still, so a second sign-in takes the next one.
    for (const code of this.codes(account)) {
      if (answer.ok()) break;
      answer = await enter(code);
    }
    expect(answer.ok(), `signing in as ${account.email}: ${answer.status()} ${await answer.text()}`).toBe(true);
  }

  /** What the account's authenticator shows now, and just before and after: none for a resident. */
  codes(account: Account): string[] {
    return account.totp_secret ? codesAround(account.totp_secret, this.now) : [];
  }

  /** Moves the server's clock and every page's. */
  async setClock(now: string): Promise<void> {
    const answer = await fetch(`${this.url}/test/clock`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-neighbors": "1" },
      body: JSON.stringify({ now }),
    });
    expect(answer.ok, `moving the clock: ${answer.status}`).toBe(true);
    this.now = new Date(now);
    for (const page of this.clocks) await page.clock.setFixedTime(now);
  }

  /** No finding of WCAG 2.2 AA, by day and by night. Judged from the top: what is half under the bar can be scrolled out. */
  async axe(page: Page): Promise<void> {
    const from = await page.evaluate(() => {
      const from = scrollY;
      scrollTo({ top: 0, behavior: "instant" });
      return from;
    });
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await settled(page);
      const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
      const found = violations.flatMap(({ id, nodes }) => nodes.map(node => `${colorScheme}: ${id}: ${node.failureSummary} at ${node.html}`));
      expect(found, `accessibility of ${new URL(page.url()).pathname}`).toEqual([]);
    }
    await page.emulateMedia({ colorScheme: null });
    await page.evaluate(top => scrollTo({ top, behavior: "instant" }), from);
  }

  /** The pictures of the README and the docs, written only when they are asked for: `SCREENS=1 script/test`. */
  async shot(page: Page, name: string, options: { fullPage?: boolean } = {}): Promise<void> {
    if (process.env.SCREENS === "1") await page.screenshot({ path: join(SCREENS, `${name}.png`), animations: "disabled", ...options });
  }
}

/** Colours glide from day to night; what is judged is where they arrive. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    // What is folded away is not drawn: there they begin and never end.
    const drawn = (it: Animation) => it instanceof CSSTransition && (it.effect as KeyframeEffect).target?.checkVisibility();
    await Promise.allSettled(document.getAnimations().filter(drawn).map(it => it.finished));
  });
}

interface Fixtures {
  house: House;
  /** A second reader at a desk, in a browser of their own: the officer who opens what a phone has shared. */
  desk: Page;
}

export const test = base.extend<Fixtures & { clocks: Page[] }>({
  clocks: async ({}, use) => use([]),
  house: async ({ clocks }, use) => {
    const server = await Server.start();
    const watch = new Watch(server.url);
    await use(new House(server, watch, clocks));
    const errors = await server.stop();
    expect([...watch.verdict(), ...errors.map(line => `server: ${line}`)], "what no story may cause").toEqual([]);
  },
  baseURL: async ({ house }, use) => use(house.url),
  context: async ({ context, house }, use) => {
    await house.watch.over(context);
    await use(context);
  },
  page: async ({ page, clocks }, use) => {
    await stopClock(page, clocks);
    await use(page);
  },
  desk: async ({ browser, house, clocks }, use) => {
    const context: BrowserContext = await browser.newContext({
      baseURL: house.url, viewport: { width: 1280, height: 800 }, locale: "en-US", timezoneId: "America/Denver",
    });
    await house.watch.over(context);
    const page = await context.newPage();
    await stopClock(page, clocks);
    await use(page);
    await context.close();
  },
});

// Only what time it is stands still; what waits, waits on.
async function stopClock(page: Page, clocks: Page[]): Promise<void> {
  await page.clock.setFixedTime(NOW);
  clocks.push(page);
}
