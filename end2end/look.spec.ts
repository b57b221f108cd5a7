//! How every page looks: at five widths, by day and by night, with large words, in few colors, without motion.
//
// What can be judged by a program is judged here; the rest is for eyes: `SCREENS=1` keeps a picture of each in docs/screens/all.
import { eachPage, keep, tooWide } from "./every_page.ts";
import { expect, test } from "./house.ts";

test.beforeEach(() => test.skip(test.info().project.name !== "desktop", "the widths are set here"));

test("every page fits every width, from the smallest phone to a wall", async ({ page, house }) => {
  test.setTimeout(300_000);
  await eachPage(page, house, async name => {
    for (const [width, height] of [[320, 640], [390, 844], [768, 1024], [1280, 800], [1920, 1080]] as const) {
      await page.setViewportSize({ width, height });
      await keep(page, `${name}-${width}`);
      expect.soft(await tooWide(page), `${name} at ${width}`).toEqual([]);
    }
    for (const [width, height] of [[390, 844], [1280, 800]] as const) {
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme: "dark" });
      await keep(page, `${name}-${width}-dark`);
      await page.emulateMedia({ colorScheme: null });
    }
  });
});

test("words of twice the size lose nothing", async ({ page, house }) => {
  test.setTimeout(240_000);
  // A browser at 200 %: half as many pixels of CSS, each twice as large.
  await page.setViewportSize({ width: 640, height: 400 });
  await eachPage(page, house, async name => {
    expect.soft(await tooWide(page), `${name} at 200 %`).toEqual([]);
    await keep(page, `${name}-zoomed`);
  });
});

test("few colors and no motion: edges are drawn, and nothing moves by itself", async ({ page, house }) => {
  test.setTimeout(240_000);
  await page.emulateMedia({ forcedColors: "active", reducedMotion: "reduce" });
  await eachPage(page, house, async name => {
    const moving = await page.evaluate(() => document.getAnimations()
      .filter(animation => animation.playState === "running" && (animation.effect?.getComputedTiming().duration as number) > 10)
      .map(animation => (animation.effect as KeyframeEffect).target?.outerHTML.slice(0, 120)));
    expect.soft(moving, `${name} with reduced motion`).toEqual([]);
    const bare = await page.getByRole("main").getByRole("button").filter({ visible: true }).evaluateAll(buttons => buttons
      .filter(button => !button.closest(".map, .seal, .popover") && !button.matches(".button--bare, .button--quiet, .badge, .link")
        && getComputedStyle(button).borderTopWidth === "0px").map(button => button.outerHTML.slice(0, 160)));
    expect.soft(bare, `${name} in forced colors`).toEqual([]);
    await keep(page, `${name}-forced`);
  });
});
