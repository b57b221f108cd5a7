//! Every page, seen by everyone: by day and by night, large and small, and on a phone of 320 pixels.
import { type Page } from "@playwright/test";
import { ADDRESSES, eachPage, jumps, pages, settled, tooWide } from "./every_page.ts";
import { expect, test } from "./house.ts";

/** What a thumb presses by itself. A link in a sentence is as high as its line. */
const CONTROLS = "button, a.button, .chip, .tabs a, .segments a, .tabs-bar a, .bar a, select, input, summary";

/** Controls that end nearer to their middle than a thumb misses it: 20 pixels each way. Some reach further than they are drawn. */
function tooSmall(page: Page): Promise<string[]> {
  // A cell of a map is as large as the map is enlarged; its twin in the list is of full size.
  return page.locator(CONTROLS).and(page.locator(":not(.hex-mark__button)")).filter({ visible: true }).evaluateAll(all => all
    .filter(one => !one.closest(".unseen, .skip, [hidden]") && !one.matches(":disabled"))
    .filter(one => {
      one.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
      // A box to tick is pressed by its words, too.
      const label = one instanceof HTMLInputElement && ["checkbox", "radio", "file"].includes(one.type) ? one.labels?.[0] : null;
      const { x, y, width, height } = (label ?? one).getBoundingClientRect();
      return [[0, 0], [-20, 0], [20, 0], [0, -20], [0, 20]].some(([right, down]) => {
        const hit = document.elementFromPoint(x + width / 2 + right!, y + height / 2 + down!);
        return !hit || !(one.contains(hit) || label?.contains(hit));
      });
    }).map(one => one.outerHTML.slice(0, 160)));
}

test("these stories know every page there is", async ({ house }) => {
  const known = (await pages(house)).map(([, address]) => address.split(/[?#]/)[0]!);
  const at = (pattern: string) => new RegExp(`^${pattern.replace(/:\w+/g, "[^/]+")}$`);
  expect(ADDRESSES.filter(pattern => !known.some(address => at(pattern).test(address)))).toEqual([]);
});

test("nobody is shut out: no page has a finding of WCAG 2.2 AA, by day or by night", async ({ page, house }) => {
  test.setTimeout(900_000);
  const size = test.info().project.name;
  await eachPage(page, house, async name => {
    await house.axe(page);
    // Judging takes a while: what comes late has come.
    expect.soft(await jumps(page), `${name} after a while`).toEqual([]);
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
  test.setTimeout(900_000);
  await page.setViewportSize({ width: 320, height: 640 });
  await eachPage(page, house, async name => {
    expect.soft(await tooWide(page), name).toEqual([]);
    expect.soft(await tooSmall(page), name).toEqual([]);
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
