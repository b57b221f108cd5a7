//! How every page looks: at five widths, by day and by night, with large words, in few colors, without motion.
//
// What can be judged by a program is judged here; the rest is for eyes: `SCREENS=1` keeps a picture of each in docs/screens/all.
import { type Page } from "@playwright/test";
import { eachPage, keep, settled, tooWide } from "./every_page.ts";
import { expect, test } from "./house.ts";
import { importRecord, PLACE } from "./town.ts";

test.beforeEach(() => test.skip(test.info().project.name !== "desktop", "the widths are set here"));

const WIDTHS = [[320, 640], [390, 844], [768, 1024], [1280, 800], [1920, 1080]] as const;

/** At each width, by day and by night: nothing reaches out of the page. */
async function fits(page: Page, name: string): Promise<void> {
  for (const [width, height] of WIDTHS) {
    await page.setViewportSize({ width, height });
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      const suffix = colorScheme === "dark" ? "-dark" : "";
      await keep(page, `${name}-${width}${suffix}`);
      expect.soft(await tooWide(page), `${name} at ${width}, ${colorScheme}`).toEqual([]);
    }
  }
  await page.emulateMedia({ colorScheme: null });
}

test("every page fits every width, from the smallest phone to a wall, by day and by night", async ({ page, house }) => {
  test.setTimeout(900_000);
  await eachPage(page, house, name => fits(page, name));
});

test("pages full of the public record fit every width as well", async ({ page, house }) => {
  test.setTimeout(120_000);
  importRecord(house);
  for (const [name, address] of [
    ["feed-full", `/?place=${PLACE}&within=3`], ["feed-full-record", `/?place=${PLACE}&kind=public_record&within=3`],
    ["activity-full", `/activity?place=${PLACE}&within=3`],
  ] as const) {
    await page.goto(address);
    await settled(page);
    const more = page.getByRole("button", { name: "Show more" });
    for (let pages = 0; pages < 3 && await more.isVisible(); pages++) {
      const count = await page.getByRole("article").count();
      await more.click();
      await expect.poll(() => page.getByRole("article").count()).toBeGreaterThan(count);
    }
    await fits(page, name);
  }
});

test("words of twice the size lose nothing", async ({ page, house }) => {
  test.setTimeout(900_000);
  // A browser at 200 %: half as many pixels of CSS, each twice as large.
  await page.setViewportSize({ width: 640, height: 400 });
  await eachPage(page, house, async name => {
    expect.soft(await tooWide(page), `${name} at 200 %`).toEqual([]);
    await keep(page, `${name}-zoomed`);
  });
});

test("few colors and no motion: edges are drawn, and nothing moves by itself", async ({ page, house }) => {
  test.setTimeout(900_000);
  await page.emulateMedia({ forcedColors: "active", reducedMotion: "reduce" });
  await eachPage(page, house, async name => {
    const moving = await page.evaluate(() => document.getAnimations()
      .filter(animation => animation.playState === "running" && (animation.effect?.getComputedTiming().duration as number) > 10)
      .map(animation => (animation.effect as KeyframeEffect).target?.outerHTML.slice(0, 120)));
    expect.soft(moving, `${name} with reduced motion`).toEqual([]);
    const bare = await page.getByRole("main").getByRole("button").filter({ visible: true }).evaluateAll(buttons => buttons
      // A field of files is seen as the label that holds it.
      .map(button => button.matches(".unseen") ? button.closest("label") ?? button : button)
      .filter(button => !button.closest(".map, .seal, .popover") && !button.matches(".button--bare, .button--quiet, .act, .badge, .link")
        && getComputedStyle(button).borderTopWidth === "0px").map(button => button.outerHTML.slice(0, 160)));
    expect.soft(bare, `${name} in forced colors`).toEqual([]);
    await keep(page, `${name}-forced`);
  });
});
