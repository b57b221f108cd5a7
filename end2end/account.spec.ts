//! An account from its first day to its last: joining, a home, a lost password, where one is signed in, going.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join as path } from "node:path";
import { type Page } from "@playwright/test";
import { expect, type House, test } from "./house.ts";
import { link, mail } from "./mailbox.ts";
import { feed, type PostCard } from "./town.ts";
import { NOW } from "./world.ts";

const ROBIN = { email: "robin.ash@example.org", password: "gravel lantern opposite tin" };

async function join(page: Page, house: House): Promise<void> {
  await page.goto("/join");
  await page.getByLabel("Email address").fill(ROBIN.email);
  await page.getByLabel("I am 18 or older").check();
  await page.getByRole("button", { name: "Send me the link" }).click();
  await expect(page.getByText(`Look into the mailbox of ${ROBIN.email}`)).toBeVisible();
  await page.goto(link(house, await mail(house, ROBIN.email)));
  await page.getByLabel("New password").fill(ROBIN.password);
  await page.getByRole("button", { name: "Make my account" }).click();
  await expect(page).toHaveURL(`${house.url}/settings/home`);
}

/** One of the folded parts of the settings, opened. */
async function unfold(page: Page, name: string): Promise<void> {
  await page.goto("/settings");
  await page.locator("summary").filter({ hasText: name }).click();
}

async function postWithPhoto(page: Page, house: House): Promise<void> {
  const send = async (path: string, options: object, headers = {}) => {
    const sent = await page.context().request.post(house.url + path, { headers: { "x-neighbors": "1", ...headers }, ...options });
    expect(sent.status(), await sent.text()).toBe(201);
    return await sent.json() as { id: string };
  };
  const { id } = await send("/api/media", { data: readFileSync(path(import.meta.dirname, "footage/photo.jpg")) }, { "content-type": "image/jpeg" });
  const near = (await feed(house)).find(item => item.item === "post") as PostCard;
  await send("/api/posts", { data: {
    category: "safety", title: "The light in the alley is out", text: "It has been since August.", cell: near.place.cell,
    media: [{ id, alt: "A dark alley." }],
  } }, { "idempotency-key": "a-key-of-this-story" });
}

const sessions = (page: Page) => page.getByRole("listitem").filter({ hasText: "last used" });

test("a neighbor joins by a link in the mailbox, picks a home on a map, and finds it in the settings", async ({ page, house }) => {
  await page.goto("/sign-in");
  await page.getByRole("link", { name: "Join Neighbors" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Join Neighbors" })).toBeVisible();
  await house.axe(page);
  // Each field has its own sentence, and a reload takes nothing that was typed.
  await page.getByLabel("Email address").fill("robin.ash");
  await page.getByRole("button", { name: "Send me the link" }).click();
  await expect(page.getByText("This does not look like an email address.")).toBeVisible();
  await expect(page.getByText("Tick this if you are 18 or older.")).toBeVisible();
  await expect(page.getByLabel("Email address")).toBeFocused();
  await house.axe(page);
  await page.reload();
  await expect(page.getByLabel("Email address")).toHaveValue("robin.ash");

  await join(page, house);
  await expect(page.getByRole("heading", { level: 1, name: "Your home" })).toBeVisible();
  await expect(page.getByText("A first choice can be corrected for 24 hours")).toBeVisible();
  await house.axe(page);
  await page.getByLabel("Your neighborhood or city").fill("Capitol Hill");
  await page.getByRole("button", { name: "Find" }).click();
  const place = page.getByRole("group", { name: "Places found" }).getByRole("button").first();
  await place.click();
  await expect(place).toHaveAttribute("aria-pressed", "true");
  const chosen = page.getByRole("radio").nth(7);
  const cell = await chosen.getAttribute("value");
  await chosen.check();
  await house.axe(page);
  await page.getByRole("button", { name: "Pick this home" }).click();
  await expect(page.getByText("That is your home now.")).toBeVisible();
  await page.goto("/settings");
  await expect(page.getByText("Confirmed on this device")).toBeVisible();
  await house.axe(page);
  // What was picked is what a new device is asked for.
  const answer = await page.context().request.post(`${house.url}/api/me/home/confirm`, {
    headers: { "x-neighbors": "1" }, data: { cell },
  });
  expect(answer.ok()).toBe(true);
});

test("a password that everybody tries first is refused beside its field, and the link still works", async ({ page, house }) => {
  house.watch.expect(/status of 422/);
  await page.goto("/join");
  await page.getByLabel("Email address").fill(ROBIN.email);
  await page.getByLabel("I am 18 or older").check();
  await page.getByRole("button", { name: "Send me the link" }).click();
  await page.goto(link(house, await mail(house, ROBIN.email)));
  const password = page.getByLabel("New password");
  await password.fill("short");
  await page.getByRole("button", { name: "Make my account" }).click();
  await expect(page.getByText("The password has 5 characters.")).toBeVisible();
  await expect(password).toBeFocused();
  await password.fill("iloveyou2026!");
  await page.getByRole("button", { name: "Make my account" }).click();
  await expect(page.getByText("This is one of the passwords that are tried first.")).toBeVisible();
  await expect(password).toHaveValue("iloveyou2026!");
  await house.axe(page);
  await password.fill(ROBIN.password);
  await page.getByRole("button", { name: "Make my account" }).click();
  await expect(page).toHaveURL(`${house.url}/settings/home`);
});

test("an address that has an account reads the same page, and only the mail says so", async ({ page, house }) => {
  const resident = house.account("resident", "inside");
  await page.goto("/join");
  await page.getByLabel("Email address").fill(resident.email);
  await page.getByLabel("I am 18 or older").check();
  await page.getByRole("button", { name: "Send me the link" }).click();
  await expect(page.getByText(`Look into the mailbox of ${resident.email}`)).toBeVisible();
  const text = await mail(house, resident.email);
  expect(text).toContain("It has an account already.");
  expect(text).not.toMatch(/#[0-9a-f]{64}/);
});

test("a lost password comes back a day later, and whoever is signed in is warned and can stop it", async ({ page, desk, house }) => {
  const resident = house.account("resident", "inside");
  await house.signIn(desk, resident);
  const choose = async () => {
    await page.goto("/sign-in");
    await page.getByRole("link", { name: "I forgot my password" }).click();
    await page.getByLabel("Email address of your account").fill(resident.email);
    await page.getByRole("button", { name: "Send me the link" }).click();
    await expect(page.getByText(`Look into the mailbox of ${resident.email}`)).toBeVisible();
    await page.goto(link(house, await mail(house, resident.email, "Choose a new password")));
    await page.getByLabel("New password").fill(ROBIN.password);
    await page.getByRole("button", { name: "Use this password from tomorrow" }).click();
    await expect(page.getByText("It takes effect on")).toBeVisible();
  };
  await choose();
  await house.axe(page);
  await desk.goto("/settings");
  await expect(desk.getByText("A new password takes effect on")).toBeVisible();
  await house.axe(desk);
  await desk.getByRole("button", { name: "Stop it" }).click();
  await expect(desk.getByText("A new password takes effect on")).toHaveCount(0);

  await choose();
  await house.setClock(new Date(Date.parse(NOW) + 25 * 3600_000).toISOString());
  await page.goto("/sign-in");
  await page.getByLabel("Email address").fill(resident.email);
  await page.getByLabel("Password", { exact: true }).fill(ROBIN.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(`${house.url}/`);
  // The old sessions are over.
  await desk.goto("/settings");
  await expect(desk.getByText("Settings belong to an account.")).toBeVisible();
});

test("a resident sees where they are signed in, ends one, and signs out everywhere", async ({ page, desk, house }) => {
  const resident = house.account("resident", "inside");
  await house.signIn(page, resident);
  await house.signIn(desk, resident);
  await unfold(page, "Where you are signed in");
  await expect(sessions(page)).toHaveCount(2);
  await expect(sessions(page).filter({ hasText: "This browser" })).toHaveCount(1);
  // Judged where the page begins, not with a link half under the bar.
  await page.evaluate(() => scrollTo({ top: 0, behavior: "instant" }));
  await house.axe(page);
  await sessions(page).filter({ hasNotText: "This browser" }).getByRole("button").click();
  await expect(sessions(page)).toHaveCount(1);
  await desk.goto("/settings");
  await expect(desk.getByText("Settings belong to an account.")).toBeVisible();
  await page.getByRole("button", { name: "Sign out everywhere, here too" }).click();
  await expect(page).toHaveURL(`${house.url}/sign-in`);
});

test("a resident keeps their details in this browser, and deletes them", async ({ page, house }) => {
  await house.signIn(page, house.account("resident", "inside"));
  const called: string[] = [];
  page.on("request", request => called.push(`${request.url()} ${request.postData() ?? ""}`));
  await unfold(page, "Name, email and home address for sharing");
  await page.getByLabel("Name", { exact: true }).fill("Rosa Delgado-Whitfield");
  await page.getByLabel("Email address", { exact: true }).fill("rosa.porchlight@mail.example");
  await page.getByLabel("Home address", { exact: true }).fill("418 West Third Avenue, Denver");
  await page.getByRole("button", { name: "Save in this browser" }).click();
  await expect(page.getByText("Saved in this browser.")).toBeVisible();
  await house.axe(page);
  await unfold(page, "Name, email and home address for sharing");
  await expect(page.getByLabel("Home address", { exact: true })).toHaveValue("418 West Third Avenue, Denver");
  await page.getByRole("button", { name: "Delete from this browser" }).click();
  await expect(page.getByLabel("Home address", { exact: true })).toHaveValue("");
  expect(await page.evaluate(() => localStorage.getItem("neighbors-my-details"))).toBeNull();
  expect(called.filter(call => /Third|porchlight|Whitfield/.test(call)), "nothing of it leaves the browser").toEqual([]);
});

test("a resident takes everything along, and deletes the account by typing its address", async ({ page, house }) => {
  house.watch.expect(/status of (422|401)/);
  const resident = house.account("resident", "inside");
  await house.signIn(page, resident);
  await postWithPhoto(page, house);
  await page.goto("/settings");
  const saved = page.waitForEvent("download");
  await page.getByRole("link", { name: "Export" }).click();
  const file = await saved;
  expect(file.suggestedFilename()).toBe("neighbors-export.zip");
  // Opened with a tool everybody has, which also checks that nothing is cut off.
  const folder = mkdtempSync(path(tmpdir(), "neighbors-export-"));
  execFileSync("python3", ["-m", "zipfile", "-e", await file.path(), folder]);
  const held = JSON.parse(readFileSync(path(folder, "neighbors-export.json"), "utf8"));
  // The photo of the post is the one everybody sees, to the byte.
  expect(held.posts.map((own: { title: string }) => own.title)).toEqual(["The light in the alley is out"]);
  const [photo] = held.posts[0].media;
  const seen = await (await page.request.get(`${house.url}/media/${photo.id}`)).body();
  expect(readFileSync(path(folder, photo.file)).equals(seen)).toBe(true);
  expect(execFileSync("exiftool", ["-s3", "-ImageSize", path(folder, photo.file)]).toString().trim()).toMatch(/^\d+x\d+$/);
  rmSync(folder, { recursive: true });
  expect(held.email).toBe(resident.email);
  expect(Object.keys(held.home)).toEqual(["region", "set_at", "first_at"]);

  await unfold(page, "Delete the account");
  await expect(page.getByText("within 24 hours, one by one in random order")).toBeVisible();
  const typed = page.getByLabel("Type your email address to confirm");
  const password = page.getByLabel("Present password").last();
  await typed.fill("delete");
  await password.fill(resident.password);
  await page.getByRole("button", { name: "Delete my account now" }).click();
  await expect(page.getByText("This is not the email address of this account.")).toBeVisible();
  await expect(typed).toBeFocused();
  await house.axe(page);
  await typed.fill(resident.email);
  await password.fill("not the password");
  await page.getByRole("button", { name: "Delete my account now" }).click();
  await expect(page.getByText("This is not the password of this account.")).toBeVisible();
  await password.fill(resident.password);
  await page.getByRole("button", { name: "Delete my account now" }).click();
  await expect(page).toHaveURL(`${house.url}/join`);
  await mail(house, resident.email, "Your account at Neighbors is gone.");
  const again = await page.context().request.post(`${house.url}/api/session`, {
    headers: { "x-neighbors": "1" }, data: { email: resident.email, password: resident.password },
  });
  expect(again.status()).toBe(401);
});

test("someone who uses no mouse joins and picks a home", async ({ page, house, isMobile }) => {
  test.skip(isMobile, "a phone has no keyboard");
  await page.goto("/join");
  await page.getByLabel("Email address").focus();
  await page.keyboard.type(ROBIN.email);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByText(`Look into the mailbox of ${ROBIN.email}`)).toBeVisible();
  await page.goto(link(house, await mail(house, ROBIN.email)));
  await page.getByLabel("New password").focus();
  await page.keyboard.type(ROBIN.password);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Your home" })).toBeFocused();
  await page.getByLabel("Your neighborhood or city").focus();
  await page.keyboard.type("Capitol Hill");
  await page.keyboard.press("Enter");
  const places = page.getByRole("group", { name: "Places found" }).getByRole("button");
  await places.first().focus();
  await page.keyboard.press("Enter");
  await page.getByRole("radio").first().focus();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("radio").nth(1)).toBeChecked();
  await page.getByRole("button", { name: "Pick this home" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByText("That is your home now.")).toBeVisible();
});
