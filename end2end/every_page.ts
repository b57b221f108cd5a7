//! Every page there is, with who reads it: for stories about what all pages have in common.
import { expect, type Page } from "@playwright/test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type House, test } from "./house.ts";
import { share as shareAs, waitingCase } from "./neighbor.ts";
import { confirmHome } from "./sharing.ts";
import { feed, PLACE, requestAround } from "./town.ts";

type Reader = "visitor" | "resident" | "newcomer" | "moderator" | "officer" | "reviewer";

/** The addresses are written down once, in the domain: `/posts/:id`. */
export const ADDRESSES: string[] = (() => {
  const source = readFileSync(join(import.meta.dirname, "../domain/src/addresses.rs"), "utf8");
  const pages = source.slice(source.indexOf("pub mod pages"), source.indexOf("pub fn known"));
  return [...pages.matchAll(/pub const \w+: &str = "(\/[^"]*)";/g)].map(([, address]) => address!);
})();

/** Name of the page, its address, who reads it, and what they press there. One after the other by who reads. */
export async function pages(house: House): Promise<[name: string, address: string, reader: Reader, press?: RegExp][]> {
  const post = (await feed(house)).find(item => item.item === "post")!;
  const resident = house.account("resident", "inside");
  const request = await requestAround(house, resident.home_cell!);
  const share = await shareAs(house, resident, request);
  return [
    ["feed", "/", "visitor"],
    ["feed-map", `/?place=${PLACE}&within=3`, "visitor", /^(Show the map|Mostrar el mapa)$/],
    ["feed-empty", "/?place=dia-denver", "visitor"],
    ["activity", "/activity", "visitor"],
    ["activity-empty", "/activity?place=dia-denver", "visitor"],
    ["post", `/posts/${post.id}`, "visitor"],
    ["assistance-request", `/assistance-requests/${request.id}`, "visitor"],
    ["help-refused", `/assistance-requests/${request.id}/help`, "visitor"],
    ["agencies", "/agencies", "visitor"],
    ["agencies-then", "/agencies?until=2019-08-27", "visitor"],
    ["agencies-empty", "/agencies?q=zzz", "visitor"],
    ["agency", "/agencies/cedar-flats-police-department", "visitor"],
    ["agency-listed", "/agencies/ventura-county-sheriffs-office-ca", "visitor"],
    ["shares-signed-out", "/shares", "visitor"],
    ["sign-in", "/sign-in", "visitor"],
    ["join", "/join", "visitor"],
    ["confirm", `/confirm#${"0".repeat(64)}`, "visitor"],
    ["recover", "/recover", "visitor"],
    ["confirm-email", `/confirm-email#${"0".repeat(64)}`, "visitor"],
    ["moderation-log", "/moderation-log", "visitor"],
    ["moderation-signed-out", "/moderation", "visitor"],
    ["rules", "/rules", "visitor"],
    ["privacy", "/privacy", "visitor"],
    ["credits", "/credits", "visitor"],
    ["about", "/about", "visitor"],
    ["how-it-works", "/how-it-works", "visitor"],
    ["not-found", "/no-such-page", "visitor"],
    ["portal-sign-in", "/portal/sign-in", "visitor"],
    ["portal-join", `/portal/join#${"0".repeat(64)}`, "visitor"],
    ["post-signed-in", `/posts/${post.id}`, "resident"],
    ["assistance-request-inside", `/assistance-requests/${request.id}`, "resident"],
    ["help", `/assistance-requests/${request.id}/help`, "resident"],
    ["shares", "/shares", "resident"],
    ["receipt", `/shares/${share}`, "resident"],
    ["compose", "/compose", "resident"],
    ["settings", "/settings", "resident"],
    ["home", "/settings/home", "resident"],
    ["notices", "/notices", "resident"],
    ["my-moderation", "/settings/moderation", "resident"],
    ["shares-empty", "/shares", "newcomer"],
    ["notices-empty", "/notices", "newcomer"],
    ["moderation", "/moderation", "moderator"],
    ["portal", "/portal", "officer"],
    ["portal-feed", "/portal/feed", "officer"],
    ["portal-post", `/portal/posts/${post.id}`, "officer"],
    ["portal-announce", "/portal/announce", "officer"],
    ["portal-requests", "/portal/requests", "officer"],
    ["portal-request", `/portal/requests/${request.id}`, "officer"],
    ["portal-draft", `/portal/requests/drafts/${"0".repeat(32)}`, "officer"],
    ["portal-amend", `/portal/requests/${request.id}/amend`, "officer"],
    ["portal-officers", "/portal/officers", "officer"],
    ["portal-agency", "/portal/agency", "officer"],
    ["portal-keys", "/portal/keys", "officer"],
    ["portal-account", "/portal/account", "officer"],
    ["portal-share", `/portal/shares/${share}`, "officer"],
    ["review", "/review", "reviewer"],
    ["review-case", `/review/${await waitingCase(house)}`, "reviewer"],
  ];
}

export async function settled(page: Page): Promise<void> {
  await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
  await expect(page.getByRole("status", { name: /^(Loading|Cargando)/ })).toHaveCount(0);
  // Not "networkidle": the stream of news stays open for as long as the page.
  await page.waitForLoadState("load");
  await expect(page.locator(".bone")).toHaveCount(0);
}

/** Signs in as this reader: each is one of the demo's. */
async function become(page: Page, house: House, reader: Reader): Promise<void> {
  if (reader === "resident") {
    const resident = house.account("resident", "inside");
    await house.signIn(page, resident);
    await confirmHome(page, resident.home_cell!);
  }
  if (reader === "newcomer") await house.signIn(page, house.account("resident", "no home"));
  if (reader === "moderator") await house.signIn(page, house.account("moderator"));
  if (reader === "reviewer") await house.signIn(page, house.account("reviewer", "before they are published"));
  if (reader === "officer") await house.signIn(page, house.account("officer", "police"));
}

export async function eachPage(page: Page, house: House, look: (name: string) => Promise<void>): Promise<void> {
  house.watch.expect(/404/); // the page that is not there
  house.watch.expect(/422 .*portal\/join/); // and the invitation that is none
  await watchJumps(page);
  let now: Reader = "visitor";
  for (const [name, address, reader, press] of await pages(house)) {
    if (reader !== now) {
      // The page before may ask once more, and would be told that somebody else reads now.
      await page.goto("about:blank");
      await become(page, house, now = reader);
    }
    // As somebody who comes from outside: no step from page to page, so no ring around the title.
    if (page.url() !== "about:blank") await page.evaluate(() => sessionStorage.removeItem("neighbors-here"));
    await page.goto(address);
    await settled(page);
    const button = press && page.getByRole("button", { name: press }).filter({ visible: true });
    if (button && await button.count() > 0) {
      await button.click();
      await expect(page.getByRole("application").locator(".hex-mark__button").first()).toBeVisible();
    }
    expect.soft(await jumps(page), `${name} while it loads`).toEqual([]);
    await test.step(name, () => look(name));
  }
}

/** Writes down what jumps on every page from now on: what moves without a hand on it. */
export async function watchJumps(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const shifts: string[] = [];
    Object.assign(window, { shifts });
    new PerformanceObserver(list => {
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean; sources: { node?: Element }[] })[]) {
        // Less is an icon of one that moves by a few pixels, as where a word of the bar below takes one line instead of two.
        // A quarter of what is called good: smaller than a line of text, when fonts or a count arrive.
        if (!entry.hadRecentInput && entry.value >= 0.025) shifts.push(`${entry.value} ${entry.sources.map(({ node }) => node?.outerHTML?.slice(0, 120)).join(" | ")}`);
      }
    }).observe({ type: "layout-shift", buffered: true });
  });
}

/** What jumped since the page was opened. */
export function jumps(page: Page): Promise<string[]> {
  return page.evaluate(() => (window as unknown as { shifts: string[] }).shifts);
}

const ALL = join(import.meta.dirname, "../docs/screens/all");

/** A small picture: there are many. Of where colours arrive, and not of their way there. */
export async function keep(page: Page, name: string): Promise<void> {
  if (process.env.SCREENS === "1") await page.screenshot({ path: join(ALL, `${name}.jpg`), type: "jpeg", quality: 55, animations: "disabled" });
}

/** What reaches out of the page sideways. What scrolls inside its own box, as chips do, does not move the page. */
export function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.scrollingElement!.scrollWidth <= width) return [];
    return [...document.body.querySelectorAll("*")].filter(element => element.getBoundingClientRect().right > width + 0.5
      && !element.closest(".chips, .tabs, .map, .table-wrap, .unseen, .skip")).slice(0, 5).map(element => element.outerHTML.slice(0, 160));
  });
}

/** Words that do not fit what holds them: cut off, or run over its edge. */
export function cut(page: Page): Promise<string[]> {
  return page.getByRole("main").locator("button, a.button, .chip, .tabs a, .tag, td, th, dt, dd, label, h1, h2, h3").filter({ visible: true })
    .evaluateAll(all => all.filter(one => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== "inline"
      // A badge reaches further than it is drawn, for thumbs.
      && !one.closest(".map, .table-wrap, .unseen, .badge")).slice(0, 5).map(one => one.outerHTML.slice(0, 160)));
}
