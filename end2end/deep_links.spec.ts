//! Every address of the house, opened by itself, as from a bookmark or a link in a message.
import { type Page } from "@playwright/test";
import { ADDRESSES } from "./every_page.ts";
import { expect, type House, test } from "./house.ts";
import { feed, requests } from "./town.ts";

/** The heading a visitor finds there; a new page without a line here fails. */
const HEADINGS: Record<string, RegExp> = {
  "/": /^What happened nearby$/,
  "/activity": /^How much happened where$/,
  "/posts/:id": /./,
  "/compose": /^What happened\?$/,
  "/assistance-requests/:id": /./,
  "/assistance-requests/:id/help": /./,
  "/agencies": /^Agencies$/,
  "/agencies/:slug": /^Cedar Flats Police Department/,
  "/shares": /^My shares$/,
  "/shares/:id": /^Sign in to see this receipt$/,
  "/sign-in": /^Sign in$/,
  "/join": /^Join Neighbors$/,
  "/confirm": /^How do you want to sign in\?$/,
  "/recover": /^A new password$/,
  "/confirm-email": /^Another email address$/,
  "/settings": /^Settings$/,
  "/settings/home": /^Your home$/,
  "/notices": /^Notices$/,
  "/settings/moderation": /^Notices about what you wrote$/,
  "/moderation": /^Moderation$/,
  "/moderation-log": /^Moderation log$/,
  "/rules": /^The rules, with their numbers$/,
  "/privacy": /^Privacy$/,
  "/credits": /^Credits$/,
  "/about": /^About$/,
  "/how-it-works": /^How agencies work here$/,
  "/portal": /^Sign in to the portal$/,
  "/portal/sign-in": /^Sign in to the portal$/,
  "/portal/shares/:id": /^Sign in to the portal$/,
  "/portal/requests": /^Sign in to the portal$/,
  "/portal/requests/drafts/:id": /^Sign in to the portal$/,
  "/portal/requests/:id/amend": /^Sign in to the portal$/,
  "/portal/join": /^This link is not whole$/,
  "/portal/officers": /^Sign in to the portal$/,
  "/portal/agency": /^Sign in to the portal$/,
  "/portal/keys": /^Sign in to the portal$/,
  "/portal/account": /^Sign in to the portal$/,
  "/portal/feed": /^Sign in to the portal$/,
  "/portal/posts/:id": /^Sign in to the portal$/,
  "/portal/requests/:id": /^Sign in to the portal$/,
  "/portal/announce": /^Sign in to the portal$/,
  "/review": /^Reviews are for reviewers$/,
  "/review/:id": /^Reviews are for reviewers$/,
};

/** What belongs to an officer or a reviewer asks a visitor to sign in, in the same words. */
const ALIKE = [
  "/portal", "/portal/officers", "/portal/agency", "/portal/keys", "/portal/account", "/portal/feed", "/portal/posts/:id", "/portal/announce", "/portal/shares/:id", "/portal/requests", "/portal/requests/:id", "/portal/requests/drafts/:id", "/portal/requests/:id/amend",
  "/review/:id",
];

async function open(house: House, pattern: string): Promise<string> {
  if (pattern === "/agencies/:slug") return "/agencies/cedar-flats-police-department";
  const post = (await feed(house)).find(item => item.item === "post")!;
  const [request] = await requests(house);
  const id = pattern.startsWith("/posts") ? post.id
    : pattern.startsWith("/assistance-requests") ? request!.id
    : "00000000-0000-4000-8000-000000000000";
  return pattern.replace(":id", id);
}

async function arrived(page: Page): Promise<void> {
  await expect(page.locator("#shell")).toHaveCount(0);
  await expect(page.getByRole("status", { name: /^Loading/ })).toHaveCount(0);
  await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
}

test("this story knows every address there is", () => {
  expect(ADDRESSES.length).toBeGreaterThan(14);
  expect(Object.keys(HEADINGS).sort()).toEqual([...ADDRESSES].sort());
});

test("a visitor opens each address directly: one heading, a title of its own, and the same after a reload", async ({ page, house }) => {
  test.setTimeout(600_000);
  const titles = new Map<string, string>();
  for (const pattern of ADDRESSES) {
    const address = await open(house, pattern);
    for (const again of [false, true]) {
      const answer = again ? await page.reload() : await page.goto(address);
      expect(answer?.status(), address).toBe(200);
      await arrived(page);
      await expect(page.getByRole("heading", { level: 1 }), address).toHaveText(HEADINGS[pattern]!);
    }
    const title = await page.title();
    expect(title, address).toMatch(/^.+ · Neighbors/);
    titles.set(pattern, title);
  }
  const own = ADDRESSES.filter(pattern => !ALIKE.includes(pattern));
  expect(new Set(own.map(pattern => titles.get(pattern))).size, [...titles.values()].join("\n")).toBe(own.length);
});

test("someone who follows a mistyped address is told so with status 404, and finds the feed", async ({ page, house }) => {
  house.watch.expect(/404/);
  for (const address of ["/no-such-page", "/agencies/x/y", "/posts/", "/shares/1/2"]) {
    const answer = await page.goto(address);
    expect(answer?.status(), address).toBe(404);
    await expect(page.getByRole("heading", { level: 1, name: "There is no page here" })).toBeVisible();
  }
  await page.getByRole("link", { name: "Go to the feed" }).click();
  await expect(page).toHaveURL(`${house.url}/`);
  await expect(page.getByRole("article").first()).toBeVisible();
});

test("someone who follows the address of a post that never was is told so", async ({ page, house }) => {
  house.watch.expect(/404/);
  for (const kind of ["posts", "assistance-requests", "agencies"]) {
    await page.goto(`/${kind}/00000000-0000-4000-8000-000000000000`);
    await expect(page.getByRole("heading", { level: 1, name: "There is no page here" })).toBeVisible();
  }
});

test("a program that calls an address the server does not have is answered in its own terms", async ({ request, house }) => {
  const answer = await request.get(`${house.url}/api/nope`);
  expect(answer.status()).toBe(404);
  expect(answer.headers()["content-type"]).toMatch(/^application\/json/);
  expect(await answer.json()).toEqual({ error: "not_found" });
  const wrong = await request.delete(`${house.url}/api/feed`, { headers: { "x-neighbors": "1" } });
  expect(wrong.status()).toBe(405);
  expect(await wrong.json()).toEqual({ error: "wrong_method" });
});

test("someone who hears the page jumps over the bar, and after each step starts at the heading", async ({ page }) => {
  await page.goto("/rules");
  await arrived(page);
  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: "Skip to the content" });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toBeFocused();

  const main = page.getByRole("navigation", { name: "Main" }).filter({ visible: true });
  for (const [link, heading, title] of [
    ["Agencies", "Agencies", "Agencies · Neighbors"],
    ["Feed", "What happened near", /Capitol Hill, Denver · Neighbors$/],
    ["Shares", "My shares", "My shares · Neighbors"],
  ] as const) {
    await main.getByRole("link", { name: link }).press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: heading })).toBeFocused();
    await expect(page).toHaveTitle(title);
  }
  await page.goBack();
  await expect(page.getByRole("heading", { level: 1, name: "What happened near" })).toBeVisible();
  await expect(page).toHaveTitle(/Capitol Hill, Denver · Neighbors$/);
});
