//! Every page there is, with who reads it: for stories about what all pages have in common.
import { expect, type Page } from "@playwright/test";
import { join } from "node:path";
import { type House, test } from "./house.ts";
import { confirmHome } from "./sharing.ts";
import { feed, requestAround } from "./town.ts";

/** Name of the page, its address, and who reads it. */
export async function pages(house: House): Promise<[name: string, address: string, reader: "visitor" | "resident"][]> {
  const post = (await feed(house)).find(item => item.item === "post")!;
  const request = await requestAround(house, house.account("resident", "inside").home_cell!);
  return [
    ["feed", "/", "visitor"],
    ["post", `/posts/${post.id}`, "visitor"],
    ["assistance-request", `/assistance-requests/${request.id}`, "visitor"],
    ["help-refused", `/assistance-requests/${request.id}/help`, "visitor"],
    ["agencies", "/agencies", "visitor"],
    ["agency", "/agencies/cedar-flats-police-department", "visitor"],
    ["shares-signed-out", "/shares", "visitor"],
    ["sign-in", "/sign-in", "visitor"],
    ["join", "/join", "visitor"],
    ["confirm", `/confirm#${"0".repeat(64)}`, "visitor"],
    ["recover", "/recover", "visitor"],
    ["confirm-email", `/confirm-email#${"0".repeat(64)}`, "visitor"],
    ["rules", "/rules", "visitor"],
    ["privacy", "/privacy", "visitor"],
    ["credits", "/credits", "visitor"],
    ["about", "/about", "visitor"],
    ["portal-sign-in", "/portal/sign-in", "visitor"],
    ["post-signed-in", `/posts/${post.id}`, "resident"],
    ["assistance-request-inside", `/assistance-requests/${request.id}`, "resident"],
    ["help", `/assistance-requests/${request.id}/help`, "resident"],
    ["shares", "/shares", "resident"],
    ["settings", "/settings", "resident"],
    ["home", "/settings/home", "resident"],
  ];
}

export async function settled(page: Page): Promise<void> {
  await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
  await expect(page.getByRole("status", { name: /^(Loading|Cargando)/ })).toHaveCount(0);
  // Not "networkidle": the stream of news stays open for as long as the page.
  await page.waitForLoadState("load");
  await expect(page.locator(".bone")).toHaveCount(0);
}

export async function eachPage(page: Page, house: House, look: (name: string) => Promise<void>): Promise<void> {
  let signedIn = false;
  for (const [name, address, reader] of await pages(house)) {
    if (reader === "resident" && !signedIn) {
      const resident = house.account("resident", "inside");
      await house.signIn(page, resident);
      await confirmHome(page, resident.home_cell!);
      signedIn = true;
    }
    // As somebody who comes from outside: no step from page to page, so no ring around the title.
    if (page.url() !== "about:blank") await page.evaluate(() => sessionStorage.removeItem("neighbors-here"));
    await page.goto(address);
    await settled(page);
    await test.step(name, () => look(name));
  }
}

const ALL = join(import.meta.dirname, "../docs/screens/all");

/** A small picture: there are many. */
export async function keep(page: Page, name: string): Promise<void> {
  if (process.env.SCREENS === "1") await page.screenshot({ path: join(ALL, `${name}.jpg`), type: "jpeg", quality: 55 });
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
