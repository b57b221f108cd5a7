//! The whole way by keyboard alone: sign in, find the request, say where one lives, share.
import { Camera } from "./camera.ts";
import { expect, test } from "./house.ts";
import { press, reach, type } from "./keys.ts";
import { ROSA, TICKS } from "./sharing.ts";
import { address, PLACE, requestAround } from "./town.ts";

test.skip(({ isMobile }) => isMobile, "a phone has no keyboard");

test("a resident who uses no mouse signs in, confirms the home, and shares a recording", async ({ page, house }) => {
  test.slow();
  const resident = house.account("resident", "inside");
  const request = await requestAround(house, resident.home_cell!);
  const camera = new Camera();
  const film = camera.film("alley.mp4", new Date(Date.parse(request.window.from) + 60_000));
  const main = page.getByRole("main");

  await page.goto(`/?place=${PLACE}&kind=assistance_request`);
  await press(page, main.getByRole("link", { name: request.title }));
  await expect(page.getByRole("heading", { level: 1, name: request.title })).toBeFocused();
  const act = page.getByRole("region", { name: "Your choice" });
  await press(page, act.getByRole("link", { name: "Sign in" }));
  await type(page, page.getByLabel("Email address"), resident.email);
  await type(page, page.getByLabel("Password"), resident.password);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(house.url + address(request));
  await expect(page.getByRole("heading", { level: 1, name: request.title })).toBeFocused();

  await press(page, act.getByRole("link", { name: "Confirm my home" }));
  const mine = page.getByRole("radio").and(page.locator(`[value="${resident.home_cell}"]`));
  await reach(page, page.getByRole("radio").first());
  for (let step = 0; step < 60 && !await mine.isChecked(); step++) await page.keyboard.press("ArrowDown");
  await expect(mine).toBeChecked();
  await press(page, page.getByRole("button", { name: "This is my home" }));
  await expect(page.getByText("That is your home.")).toBeVisible();
  await press(page, page.getByRole("link", { name: "Go back to where you were" }));

  await press(page, act.getByRole("link", { name: "Tap here to help" }));
  await press(page, page.getByRole("button", { name: /^Share all relevant recordings/ }), " ");
  await expect(page.getByRole("heading", { level: 1, name: "Choose recordings" })).toBeFocused();
  const chooser = page.waitForEvent("filechooser");
  await press(page, page.getByLabel("Add files"));
  await (await chooser).setFiles(film);
  await expect(page.getByText("1 of 1 chosen")).toBeVisible(); // a film is read before it counts
  await press(page, page.getByRole("button", { name: "Go on to your details" }));
  await expect(page.getByRole("heading", { level: 1, name: "Say who they come from" })).toBeFocused();
  await type(page, page.getByLabel("Name", { exact: true }), ROSA.name);
  await reach(page, page.getByLabel("Email address")); // Tab selects what stands there already
  await page.keyboard.type(ROSA.email);
  await type(page, page.getByLabel("Home address"), ROSA.address);
  await press(page, page.getByRole("button", { name: "Go on to consent" }));
  await expect(page.getByRole("heading", { level: 1, name: "Read this before you share" })).toBeFocused();
  for (const name of TICKS) await press(page, page.getByRole("checkbox", { name }), " ");
  for (const name of TICKS) await expect(page.getByRole("checkbox", { name })).toBeChecked();
  await press(page, page.getByRole("button", { name: /^Share with / }));
  await expect(page).toHaveURL(/\/shares\/[0-9a-f-]{36}$/);
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();

  await press(page, page.getByRole("button", { name: "Withdraw" }));
  const dialog = page.getByRole("dialog", { name: "Withdraw this share?" });
  await expect(dialog).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("button", { name: "Withdraw" })).toBeFocused();
  camera.end();
});

test("a visitor who uses no mouse opens a badge, closes it, and walks the cells of the map", async ({ page }) => {
  await page.goto(`/?place=${PLACE}&kind=agencies`);
  const badge = page.getByRole("button", { name: /^Verified officer/ }).first();
  await press(page, badge);
  const proof = page.getByRole("dialog").filter({ visible: true });
  await expect(proof).toHaveCount(1);
  await press(page, proof.getByRole("button", { name: "Close" }));
  await expect(proof).toHaveCount(0);
  await expect(badge).toBeFocused();

  await page.goto(`/?place=${PLACE}`);
  const cells = page.getByRole("application", { name: /^Map of posts near / }).getByRole("button", { name: /: \d+ / });
  await expect(cells.first()).toBeVisible();
  await expect(cells.first()).toHaveAccessibleName(/: \d+ (post|request)/);
  await press(page, cells.first());
  await expect(page).toHaveURL(/#item-/);
  // The entry itself, not one like it in a list loaded anew.
  await expect(page.locator("article:target")).toHaveCount(1);
});
