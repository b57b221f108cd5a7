//! Someone without an account reads what happened near a place.
import { expect, test } from "./house.ts";
import { feed, type Item, PLACE, requests } from "./town.ts";

const QUARTER = 15 * 60_000; // residents' times are shown to it, so that is how exactly the order can be seen

const titleOf = (item: Item) => (item.item === "incident" ? item.what : item.title) ?? "Removed by its author";
const when = (item: Item) => item.item === "post" ? item.at : item.item === "incident" ? item.reported_at : item.published_at;
const timeOf = (item: Item) => Math.floor(Date.parse(when(item)) / QUARTER);

test("a visitor reads what happened near Capitol Hill, newest first, as soon as the page is there", async ({ page, house }) => {
  const asked: string[] = [];
  page.on("request", request => { if (request.url().includes("/api/feed")) asked.push(request.url()); });
  await page.goto(`/?place=${PLACE}`);
  await expect(page.getByRole("article").first()).toBeVisible();
  expect(asked, "the first posts came with the page").toEqual([]);

  const known = await feed(house);
  const shown = await page.getByRole("article").getByRole("heading", { level: 3 }).allInnerTexts();
  expect(shown.length).toBeGreaterThan(5);
  expect(shown).toEqual(known.slice(0, shown.length).map(titleOf));
  const times = known.map(timeOf);
  expect(times).toEqual([...times].sort((a, b) => b - a));
  await expect(page.getByRole("status", { name: "Loading the posts" })).toHaveCount(0);
  await expect(page.getByText("In an emergency call 911.")).toBeVisible();
  await house.axe(page);
});

test("a visitor who chooses sees the shape of what comes before it is there", async ({ page }) => {
  let answer = () => {};
  const asked = new Promise<void>(resolve => answer = resolve);
  await page.route("**/api/feed?*", async route => {
    await asked;
    await route.continue();
  });
  await page.goto(`/?place=${PLACE}`);
  await expect(page.getByRole("article").first()).toBeVisible();
  await page.getByRole("navigation", { name: "Filter by kind" }).getByRole("link", { name: "Pets" }).click();
  await expect(page.getByRole("status", { name: "Loading the posts" })).toBeVisible();
  await expect(page.getByRole("article")).toHaveCount(0);
  answer();
  await expect(page.getByRole("article").first()).toBeVisible();
});

test("a visitor asks an officer's badge who this is, and goes on reading where they were", async ({ page, house }) => {
  const post = (await feed(house)).find(item => item.item === "post" && item.author.officer);
  if (post?.item !== "post" || !post.author.officer) throw new Error("the demo world has no post of an officer here");
  await page.goto(`/?place=${PLACE}&kind=agencies`);
  const entry = page.getByRole("article").filter({ hasText: post.title! });
  const badge = entry.getByRole("button", { name: /^Verified officer/ });
  const proof = page.getByRole("dialog", { name: "What stands behind the badge" });
  await expect(proof).toBeHidden();
  await badge.click();
  const open = proof.filter({ visible: true });
  await expect(open).toContainText(post.author.officer.badge.name);
  await expect(open).toContainText("Certified since");
  await expect(open).toContainText("Valid now");
  await house.axe(page);
  await page.keyboard.press("Escape");
  await expect(open).toHaveCount(0);
  await expect(badge).toBeFocused();
});

test("a visitor meets a request for assistance among the posts, with its agency and both ends of its window", async ({ page, house }) => {
  const request = (await requests(house)).find(request => request.state === "open")!;
  await page.goto(`/?place=${PLACE}&kind=assistance_request`);
  const card = page.getByRole("article").filter({ hasText: request.title });
  await expect(card).toContainText("Request for assistance");
  await expect(card).toContainText(request.agency.name);
  for (const end of ["From", "To"]) await expect(card.getByRole("term").getByText(end, { exact: true })).toBeVisible();
  // Weekday, date, time and zone at both ends.
  await expect(card.getByRole("definition")).toHaveText([/^\w{3}, \w{3} \d+, \d+:\d\d [AP]M M[DS]T$/, /^\w{3}, \w{3} \d+, \d+:\d\d [AP]M M[DS]T$/]);
  await card.getByRole("link", { name: "Read the request" }).click();
  await expect(page).toHaveURL(`${house.url}/assistance-requests/${request.id}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(request.title);
});

test("a visitor looks at pets only, finds it in the address, and comes back with the back button", async ({ page, house }) => {
  await page.goto(`/?place=${PLACE}`);
  await expect(page.getByRole("article").first()).toBeVisible();
  const kinds = page.getByRole("navigation", { name: "Filter by kind" });
  await kinds.getByRole("link", { name: "Pets" }).click();
  await expect(page).toHaveURL(`${house.url}/?place=${PLACE}&kind=pets`);
  await expect(kinds.getByRole("link", { name: "Pets" })).toHaveAttribute("aria-current", "true");
  const titles = page.getByRole("article").getByRole("heading", { level: 3 });
  await expect(titles).toHaveText((await feed(house, "pets")).slice(0, 20).map(titleOf));
  for (const entry of await page.getByRole("article").all()) await expect(entry).toContainText(/Lost pet|Found animal/);
  await page.goBack();
  await expect(page).toHaveURL(`${house.url}/?place=${PLACE}`);
  await expect(titles).toHaveText((await feed(house)).slice(0, 20).map(titleOf));
});

test("a visitor asks for more until the end and sees nothing twice", async ({ page, house }) => {
  await page.goto(`/?place=${PLACE}`);
  const titles = page.getByRole("article").getByRole("heading", { level: 3 });
  const links = titles.getByRole("link");
  const more = page.getByRole("button", { name: "Show more" });
  const known = await feed(house);
  expect(known.length, "the demo world fills more than one page").toBeGreaterThan(20);
  for (let shown = 20; shown < known.length; shown += 20) {
    await expect(titles).toHaveCount(shown);
    await more.click();
  }
  await expect(titles).toHaveText(known.map(titleOf));
  await expect(more).toHaveCount(0);
  const addresses = await links.evaluateAll(links => links.map(link => link.getAttribute("href")));
  expect(new Set(addresses).size).toBe(known.length);
});

test("a visitor types another place and reads what happened there", async ({ page, house }) => {
  await page.goto("/");
  const place = page.getByLabel(/^Place/);
  await expect(place).toHaveValue("Capitol Hill, Denver");
  await place.fill("Five Points");
  await place.press("Enter");
  await expect(page).toHaveURL(/\?place=five-points-denver$/);
  await expect(place).toHaveValue("Five Points, Denver");
  await place.fill("Erewhon Sands");
  await place.press("Enter");
  await expect(page.getByText("No place of this name is known here.")).toBeVisible();
  await expect(place).toHaveAttribute("aria-invalid", "true");
  await expect(place).toHaveValue("Erewhon Sands");
  await expect(page).toHaveURL(/\?place=five-points-denver$/);
  await house.axe(page);
});

test("a visitor of a quiet place is told so, in words and with a way on", async ({ page, house }) => {
  await page.goto("/?place=dia-denver");
  await expect(page.getByRole("heading", { name: "Quiet here" })).toBeVisible();
  await expect(page.getByText("No posts within 2 miles of DIA, Denver.")).toBeVisible();
  await house.axe(page);
  await page.getByRole("navigation", { name: "Filter by kind" }).getByRole("link", { name: "Pets" }).click();
  await expect(page.getByRole("heading", { name: "Nothing of this kind here" })).toBeVisible();
  await expect(page.getByText("Nothing under “Pets” within 2 miles of DIA, Denver.")).toBeVisible();
  await page.getByRole("link", { name: "Show all kinds" }).click();
  await expect(page).toHaveURL(/\?place=dia-denver$/);
  await expect(page.getByRole("heading", { name: "Quiet here" })).toBeVisible();
});

test("a visitor whose connection fails is told why, tries again and reads", async ({ page, house }) => {
  house.watch.expect(/ERR_CONNECTION_RESET/);
  await page.route("**/api/feed?*", route => route.abort("connectionreset"));
  await page.goto(`/?place=${PLACE}`);
  await page.getByRole("navigation", { name: "Filter by kind" }).getByRole("link", { name: "Pets" }).click();
  const failed = page.getByRole("alert").filter({ hasText: "We could not load the posts" });
  await expect(failed).toContainText("The server cannot be reached.");
  await house.axe(page);
  await page.unroute("**/api/feed?*");
  await failed.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("article").first()).toBeVisible();
  await expect(failed).toHaveCount(0);
});
