//! Every page, seen by everyone: by day and by night, large and small, and on a phone of 320 pixels.
import { type Page } from "@playwright/test";
import { expect, type House, test } from "./house.ts";
import { confirmHome } from "./sharing.ts";
import { feed, requestAround } from "./town.ts";

/** Name of the page, its address, and who reads it. */
async function pages(house: House): Promise<[name: string, address: string, reader: "visitor" | "resident"][]> {
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

async function settled(page: Page): Promise<void> {
  await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
  await expect(page.getByRole("status", { name: /^Loading/ })).toHaveCount(0);
  await page.waitForLoadState("networkidle");
}

async function eachPage(page: Page, house: House, look: (name: string) => Promise<void>): Promise<void> {
  let signedIn = false;
  for (const [name, address, reader] of await pages(house)) {
    if (reader === "resident" && !signedIn) {
      const resident = house.account("resident", "inside");
      await house.signIn(page, resident);
      await confirmHome(page, resident.home_cell!);
      signedIn = true;
    }
    await page.goto(address);
    await settled(page);
    await test.step(name, () => look(name));
  }
}

test("nobody is shut out: no page has a finding of WCAG 2.2 AA, by day or by night", async ({ page, house }) => {
  test.setTimeout(240_000);
  const size = test.info().project.name;
  await eachPage(page, house, async name => {
    await house.axe(page);
    await house.shot(page, `${name}-${size}`);
    if (["feed", "assistance-request"].includes(name)) {
      await page.emulateMedia({ colorScheme: "dark" });
      await house.shot(page, `${name}-${size}-dark`);
      await page.emulateMedia({ colorScheme: null });
    }
  });
});

test("someone with a phone of 320 pixels never scrolls sideways, and every control is large enough to hit", async ({ page, house, isMobile }) => {
  test.skip(!isMobile, "a phone");
  test.setTimeout(120_000);
  await page.setViewportSize({ width: 320, height: 640 });
  await eachPage(page, house, async () => {
    const wide = await page.evaluate(() => {
      const page = document.scrollingElement!;
      const over = [...document.body.querySelectorAll("*")].filter(element => element.getBoundingClientRect().right > 320.5
        // What scrolls inside its own box, as chips do, does not move the page.
        && !element.closest(".chips, .tabs, .map, .table-wrap, .unseen, .skip"));
      return { width: page.scrollWidth, over: over.slice(0, 5).map(element => element.outerHTML.slice(0, 160)) };
    });
    expect(wide.width, wide.over.join("\n")).toBeLessThanOrEqual(320);
    // As far as a thumb misses the middle: some controls reach further than they are drawn.
    const small = await page.getByRole("button").filter({ visible: true }).evaluateAll(buttons => buttons.filter(button => {
      button.scrollIntoView({ block: "center", behavior: "instant" });
      const { x, y, width, height } = button.getBoundingClientRect();
      return [[0, 0], [-11, 0], [11, 0], [0, -11], [0, 11]].some(([right, down]) =>
        document.elementFromPoint(x + width / 2 + right!, y + height / 2 + down!)?.closest("button") !== button);
    }).map(button => button.outerHTML.slice(0, 160)));
    expect(small).toEqual([]);
  });
});

test("an officer reads the portal without a finding of WCAG 2.2 AA", async ({ page, house }) => {
  await house.signIn(page, house.account("officer", "police"));
  await page.goto("/portal");
  await expect(page.getByRole("heading", { level: 1, name: "Shares" })).toBeVisible();
  await settled(page);
  await house.axe(page);
  await house.shot(page, `portal-${test.info().project.name}`);
});
