//! Every page, seen by everyone: by day and by night, large and small, and on a phone of 320 pixels.
import { eachPage, settled } from "./every_page.ts";
import { expect, test } from "./house.ts";

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
