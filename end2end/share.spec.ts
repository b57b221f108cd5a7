//! A resident shares two recordings from a phone, and one officer at a desk is the only one who can open them.
import { type Page } from "@playwright/test";
import { readFileSync } from "node:fs";
import { Camera } from "./camera.ts";
import { type Account, expect, type House } from "./house.ts";
import { confirmHome, consent, describe, pick, ROSA, sayHome, TICKS, toConsent } from "./sharing.ts";
import { address, requestAround, type Summary } from "./town.ts";
import { wired, type Wire } from "./wire.ts";

const AGE = "age-encryption.org/v1\n";
const MARKS = { photo: "mark-of-the-photo-7f3a", film: "mark-of-the-film-91c2" };
const SECRETS = [ROSA.name, ROSA.email, ROSA.address, ...Object.values(MARKS)];

const test = wired.extend<{ camera: Camera }>({
  camera: async ({}, use) => {
    const camera = new Camera();
    await use(camera);
    camera.end();
  },
});

test.skip(({ isMobile }) => !isMobile, "told on a phone; keyboard.spec.ts shares from a desk");

const minutes = (instant: string, n: number) => new Date(Date.parse(instant) + n * 60_000);

/** The resident who lives inside, signed in on this device, and the request around them. */
async function inside(page: Page, house: House): Promise<{ resident: Account; request: Summary; help: string }> {
  const resident = house.account("resident", "inside");
  const request = await requestAround(house, resident.home_cell!);
  await house.signIn(page, resident);
  await confirmHome(page, resident.home_cell!);
  return { resident, request, help: `${address(request)}/help` };
}

const arrived = (page: Page) => expect(page).toHaveURL(/\/shares\/[0-9a-f-]{36}$/);

/** Everything that ever left: uploads are sealed files, the rest says nothing of the person. */
function onlySealed(wire: Wire, files: number): void {
  const uploads = wire.to("/api/uploads");
  expect(uploads).toHaveLength(files);
  for (const { body } of uploads) expect(body.subarray(0, AGE.length).toString("latin1")).toBe(AGE);
  expect(wire.leaks(SECRETS)).toEqual([]);
}

test("a resident shares from a phone, an officer opens it at a desk, and the resident sees that and withdraws", async ({ page, house, desk, wire, camera }) => {
  test.slow();
  const resident = house.account("resident", "inside");
  const request = await requestAround(house, resident.home_cell!);
  const agency = request.agency.name;
  const officer = house.account("officer", agency);
  const { from, until } = request.window;
  const photo = camera.photo("porch.jpg", minutes(from, 3), MARKS.photo);
  const film = camera.film("ALLEY_224311.mp4", minutes(from, 6), MARKS.film);
  const tooEarly = camera.film("GX010440.mp4", minutes(from, -130), "not-to-be-shared");
  const crossing = camera.film("GX010442.mp4", new Date(Date.parse(until) - 1_000), "not-to-be-shared");

  await test.step("signs in, and says on this phone which cell is the home", async () => {
    await page.goto(address(request));
    await page.getByRole("region", { name: "Your choice" }).getByRole("link", { name: "Sign in" }).tap();
    await page.getByLabel("Email address").fill(resident.email);
    await page.getByLabel("Password").fill(resident.password);
    await page.getByRole("button", { name: "Sign in" }).tap();
    await expect(page).toHaveURL(house.url + address(request));
    expect(wire.leaks([resident.password]), "the wire hears what is sent").toHaveLength(1);
    await page.getByRole("link", { name: "Confirm my home" }).tap();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your home");
    await sayHome(page, resident.home_cell!);
    await page.getByRole("link", { name: "Go back to where you were" }).tap();
    await expect(page.getByText("You live inside this area.")).toBeVisible();
  });

  await test.step("has four choices of equal weight, none of them made already", async () => {
    await page.getByRole("link", { name: "Tap here to help" }).tap();
    const choices = page.getByRole("button", { name: /^(Share all relevant recordings|Review and select|Not now|Opt out of all future requests)/ });
    await expect(choices).toHaveText([/^Share all relevant recordings/, /^Review and select/, /^Not now/, /^Opt out of all future requests/]);
    // The finger that tapped the link rests nowhere now: a choice under it would look hovered.
    await page.mouse.move(0, 0);
    await page.waitForTimeout(400);
    const looks = await choices.evaluateAll(all => all.map(one => {
      const { backgroundColor, color, borderColor, fontWeight, fontSize } = getComputedStyle(one);
      const { width, height } = one.getBoundingClientRect();
      return JSON.stringify({ backgroundColor, color, borderColor, fontWeight, fontSize, width, tall: height >= 44 });
    }));
    expect(new Set(looks).size, looks.join("\n")).toBe(1);
    await expect(page.locator(":checked, [aria-checked=true], [aria-pressed=true], [aria-selected=true]")).toHaveCount(0);
    await house.axe(page);
    await house.shot(page, "share-1-choices-phone");
    wire.clear();
  });

  await test.step("picks four files; the two outside the window are out, each with its reason", async () => {
    await page.getByRole("button", { name: /^Share all relevant recordings/ }).tap();
    await pick(page, [photo, film, tooEarly, crossing]);
    const inside = page.getByRole("region", { name: "Inside the window" });
    const out = page.getByRole("region", { name: "Cannot be shared here" });
    await expect(inside.getByRole("listitem")).toHaveCount(2);
    await expect(inside).toContainText("2 of 2 chosen");
    await expect(inside.getByRole("listitem").filter({ hasText: "porch.jpg" })).toContainText("The file carries no time: this is its date on your device");
    await expect(inside.getByRole("listitem").filter({ hasText: "ALLEY_224311.mp4" })).not.toContainText("carries no time");
    await expect(out.getByRole("listitem").filter({ hasText: "GX010440.mp4" })).toContainText("It lies outside the window: it ends 2 h 9 min before the window begins.");
    await expect(out.getByRole("listitem").filter({ hasText: "GX010442.mp4" })).toContainText("The last 1 s lie outside the window.");
    await house.axe(page);
    await house.shot(page, "share-2-recordings-phone");
  });

  await test.step("reads in full what is disclosed, with the values, and nothing ticked", async () => {
    await describe(page);
    await expect(page.getByText("will receive these")).toHaveText(new RegExp(
      `^${agency}( demo)? will receive these 2 recordings, along with your name \\(${ROSA.name}\\), `
      + `email address \\(${ROSA.email}\\) and home address \\(${ROSA.address}\\)\\.$`));
    await expect(page.getByRole("checkbox")).toHaveCount(4);
    for (const name of TICKS) await expect(page.getByRole("checkbox", { name })).not.toBeChecked();
    for (const value of [ROSA.name, ROSA.email, ROSA.address]) await expect(page.getByRole("group").getByText(value, { exact: true })).toBeVisible();
    for (const words of [
      `Only ${agency} can open it.`, "It is kept for 60 days, until Sun, Dec 20, 2026.",
      "Withdraw at any time. Before anyone opens it, everything is deleted.", "A copy already downloaded cannot be called back.",
      "A warrant or court order is something separate.", "You can use the tip line instead.", `You agree to version ${request.version} of the request.`,
    ]) await expect(page.getByText(words)).toBeVisible();
    await house.axe(page);
    await house.shot(page, "share-3-consent-phone");
  });

  const share = page.getByRole("button", { name: `Share with ${agency}` });
  await test.step("cannot share with three ticks; a change clears all of them", async () => {
    await expect(share).toHaveAttribute("aria-disabled", "true");
    await expect(share).toHaveAccessibleDescription("Tick all four to share, or choose “Not now”.");
    for (const name of TICKS.slice(0, 3)) await page.getByRole("checkbox", { name }).check();
    await share.tap({ force: true });
    await expect(page.getByRole("heading", { level: 1, name: "Read this before you share" })).toBeVisible();
    await page.getByRole("button", { name: "Change something" }).tap();
    await page.getByRole("button", { name: "Go on to consent" }).tap();
    for (const name of TICKS) await expect(page.getByRole("checkbox", { name })).not.toBeChecked();
    for (const name of TICKS) await page.getByRole("checkbox", { name }).check();
    await expect(share).not.toHaveAttribute("aria-disabled");
    await page.getByRole("checkbox", { name: TICKS[1]! }).uncheck();
    await expect(share).toHaveAttribute("aria-disabled", "true");
    await page.getByRole("checkbox", { name: TICKS[1]! }).check();
  });

  await test.step("until then not one byte about the share has left the phone", () => {
    expect(wire.sent.filter(sent => sent.method !== "GET")).toEqual([]);
    expect(wire.to("/api/uploads")).toEqual([]);
    expect(wire.leaks([...SECRETS, "porch.jpg", "ALLEY_224311", "not-to-be-shared", resident.home_cell!])).toEqual([]);
  });

  await test.step("shares: only sealed files leave, and what travels beside them names nobody", async () => {
    await share.tap();
    await arrived(page);
    onlySealed(wire, 3);
    const [commit, ...more] = wire.sent.filter(sent => sent.method !== "GET" && !sent.path.startsWith("/api/uploads"));
    expect(more).toEqual([]);
    expect(commit!.path).toBe(`/api${address(request)}/shares`);
    expect(Object.keys(JSON.parse(commit!.body.toString())).sort()).toEqual(["home", "idempotency_key", "kept_days", "manifest", "recordings", "version"]);
    expect(wire.leaks(["porch.jpg", "ALLEY_224311", "not-to-be-shared"])).toEqual([]);
  });

  const receipt = new URL(page.url()).pathname;
  await test.step("holds a receipt", async () => {
    await expect(page.getByRole("heading", { level: 1 })).toContainText(agency);
    await expect(page.getByText(/^NR-[0-9A-Z]{4}-[0-9A-Z]{4}$/)).toBeVisible();
    await expect(page.getByRole("main")).toContainText("Sun, Dec 20, 2026");
    await expect(page.getByRole("main")).not.toContainText("Opened by");
    await house.axe(page);
    await house.shot(page, "share-5-receipt-phone");
  });

  await test.step("the officer signs in at a desk and opens it with the passphrase of the key", async () => {
    await desk.goto("/portal");
    await desk.getByRole("link", { name: "Sign in as an officer" }).click();
    await desk.getByLabel("Email address").fill(officer.email);
    await desk.getByLabel("Password").fill(officer.password);
    await desk.getByRole("button", { name: "Sign in" }).click();
    // One more thing is asked for, once the password is right: the server says so with a 401.
    house.watch.expect(/401 .*\/api\/session/);
    await desk.getByLabel("Six digits from your authenticator app").fill(house.codes(officer)[0]!);
    await desk.getByRole("button", { name: "Sign in" }).click();
    await expect(desk.getByRole("heading", { level: 1, name: "Shares" })).toBeVisible();
    const inbox = desk.getByRole("navigation", { name: "Shares for your requests" });
    const entry = inbox.getByRole("link", { name: /^Share 1/ }).filter({ hasText: "New" });
    await expect(entry).toContainText("2 recordings");
    await house.axe(desk);
    await entry.click();
    const passphrase = desk.getByLabel("Key passphrase");
    await passphrase.fill("not-the-passphrase-of-this-key");
    await desk.getByRole("button", { name: "Unlock" }).click();
    await expect(passphrase).toHaveAccessibleDescription(/passphrase/);
    await expect(passphrase).toHaveAttribute("aria-invalid", "true");
    await house.axe(desk);
    await passphrase.fill(officer.key_passphrase!);
    await desk.getByRole("button", { name: "Unlock" }).click();
    await desk.getByRole("button", { name: "Open this share" }).click();
    const sharer = desk.getByRole("complementary", { name: "The sharer" });
    for (const value of Object.values(ROSA)) await expect(sharer.getByText(value, { exact: true })).toBeVisible();
    await expect(sharer).toContainText("the resident’s own statement");
    await sharer.getByText("What they agreed to").click();
    await expect(sharer).toContainText(`will receive these 2 recordings, along with your name (${ROSA.name})`);
    await house.axe(desk);
  });

  await test.step("the officer sees the recordings, byte for byte", async () => {
    for (const file of [photo, film]) {
      const name = file.split("/").at(-1)!;
      const recording = desk.getByRole("article", { name });
      await recording.getByRole("button", { name: `Open the recording ${name}` }).click();
      const saved = desk.waitForEvent("download");
      await recording.getByRole("button", { name: `Download ${name}` }).click();
      const download = await saved;
      expect(download.suggestedFilename()).toBe(name);
      expect(readFileSync(await download.path()).equals(readFileSync(file)), name).toBe(true);
    }
    await expect.poll(() => desk.getByRole("img", { name: "porch.jpg" }).evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(8);
    await expect.poll(() => desk.locator("video").evaluate((video: HTMLVideoElement) => video.videoWidth)).toBe(32);
    await house.axe(desk);
    await house.shot(desk, "portal-share-desktop");
  });

  await test.step("the resident reads by whom it was opened and downloaded, and withdraws", async () => {
    await page.goto(receipt);
    await expect(page.getByText(/^Opened by an officer: .+, badge \d+/)).toBeVisible();
    await expect(page.getByText(/^Recording [12] downloaded by an officer: .+, badge \d+/)).toHaveCount(2);
    await page.getByRole("button", { name: "Withdraw" }).tap();
    const dialog = page.getByRole("dialog", { name: "Withdraw this share?" });
    await expect(dialog).toContainText("a downloaded copy cannot be called back");
    await house.axe(page);
    await dialog.getByRole("button", { name: "Withdraw" }).tap();
    await expect(dialog).toBeHidden();
    await expect(page.getByText("You withdrew it")).toBeVisible();
    await expect(page.getByRole("button", { name: "Withdraw" })).toHaveCount(0);
    await desk.goto("/portal");
    await expect(desk.getByRole("link", { name: /^Share 1/ }).filter({ hasText: "Withdrawn by the sharer" })).toBeVisible();
    expect(wire.leaks(SECRETS)).toEqual([]);
  });
});

test("a resident withdraws before anyone has looked, and the agency's inbox is as if nothing had been", async ({ page, house, desk, camera }) => {
  const { request, help } = await inside(page, house);
  await house.signIn(desk, house.account("officer", request.agency.name));
  await desk.goto("/portal");
  const inbox = desk.getByRole("navigation", { name: "Shares for your requests" });
  await expect(desk.getByRole("heading", { level: 1, name: "Shares" })).toBeVisible();
  await expect(inbox).toContainText(request.case_number);
  const before = await inbox.innerText();
  await toConsent(page, help, [camera.photo("porch.jpg", minutes(request.window.from, 5))]);
  await consent(page);
  await arrived(page);
  await page.getByRole("button", { name: "Withdraw" }).tap();
  const dialog = page.getByRole("dialog", { name: "Withdraw this share?" });
  await expect(dialog).toContainText("Nobody has opened it.");
  await dialog.getByRole("button", { name: "Withdraw" }).tap();
  await expect(page.getByText("You withdrew it")).toBeVisible();
  await desk.reload();
  await expect(inbox).toContainText(request.case_number);
  await expect(inbox).toHaveText(before, { useInnerText: true });
});

test("a resident reviews and selects: what is not ticked stays on the phone", async ({ page, house, wire, camera }) => {
  const { request, help } = await inside(page, house);
  await page.goto(help);
  await page.getByRole("button", { name: /^Review and select/ }).tap();
  await pick(page, [
    camera.photo("porch.jpg", minutes(request.window.from, 5), MARKS.photo),
    camera.film("alley.mp4", minutes(request.window.from, 7), MARKS.film),
  ]);
  await expect(page.getByText("0 of 2 chosen")).toBeVisible();
  await expect(page.getByRole("button", { name: "Go on to your details" })).toHaveAttribute("aria-disabled", "true");
  await page.getByRole("checkbox", { name: "alley.mp4" }).check();
  await describe(page);
  await expect(page.getByRole("checkbox", { name: "My 1 recording" })).not.toBeChecked();
  await expect(page.getByRole("main")).not.toContainText("porch.jpg");
  await consent(page);
  await arrived(page);
  onlySealed(wire, 2);
});

test("a resident who left a field empty is told beside it, and what was typed stays", async ({ page, house, camera }) => {
  const { request, help } = await inside(page, house);
  await page.goto(help);
  await page.getByRole("button", { name: /^Share all relevant/ }).tap();
  await pick(page, [camera.photo("porch.jpg", minutes(request.window.from, 5))]);
  await page.getByRole("button", { name: "Go on to your details" }).tap();
  await page.getByLabel("Name", { exact: true }).fill(ROSA.name);
  await page.getByLabel("Email address").fill("rosa.at.example");
  await page.getByRole("button", { name: "Go on to consent" }).tap();
  await expect(page.getByLabel("Email address")).toBeFocused();
  await expect(page.getByLabel("Email address")).toHaveAccessibleDescription(/It needs a name, an @ and a domain\./);
  await expect(page.getByLabel("Home address")).toHaveAccessibleDescription(/Your home address is missing\. The agency will see it\./);
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue(ROSA.name);
  await house.axe(page);
});

test("a resident whose upload breaks off tries again and sends only what is missing", async ({ page, house, wire, camera }) => {
  house.watch.expect(/ERR_|Failed to load resource/);
  const { request, help } = await inside(page, house);
  await toConsent(page, help, [
    camera.photo("porch.jpg", minutes(request.window.from, 5), MARKS.photo),
    camera.film("alley.mp4", minutes(request.window.from, 7), MARKS.film),
  ]);
  let uploads = 0;
  await page.route("**/api/uploads", route => ++uploads === 2 ? route.abort("connectionreset") : route.continue());
  await consent(page);
  const failed = page.getByRole("alert").filter({ hasText: "Sending stopped." });
  await expect(failed).toContainText("What has arrived stays arrived; nothing is delivered yet.");
  await house.axe(page);
  await failed.getByRole("button", { name: "Try again" }).tap();
  await arrived(page);
  onlySealed(wire, 3); // two recordings and the details, each once; the one broken off never reached the wire
});

test("a resident whose session ended while choosing signs in elsewhere and loses nothing", async ({ page, context, house, wire, camera }) => {
  house.watch.expect(/401/);
  const { resident, request, help } = await inside(page, house);
  await toConsent(page, help, [camera.photo("porch.jpg", minutes(request.window.from, 5), MARKS.photo)]);
  const gone = await context.request.delete(`${house.url}/api/session`, { headers: { "x-neighbors": "1" } });
  expect(gone.ok()).toBe(true);
  await consent(page);
  const failed = page.getByRole("alert").filter({ hasText: "Sending stopped." });
  await expect(failed).toContainText("Sign in first. Nothing you wrote is lost.");
  // In another tab: the cookie is the browser's, the choice stays in this one.
  await house.signIn(page, resident);
  await failed.getByRole("button", { name: "Try again" }).tap();
  await arrived(page);
  expect(wire.leaks(SECRETS)).toEqual([]);
});

test("a resident who agreed to another version is asked again, and nothing is delivered before", async ({ page, house, camera }) => {
  house.watch.expect(/409/);
  const { request, help } = await inside(page, house);
  await toConsent(page, help, [camera.photo("porch.jpg", minutes(request.window.from, 5))]);
  // As if the request had been amended meanwhile: what was agreed to is no longer what stands there.
  await page.route(`**/api${address(request)}/shares`, async route => {
    const draft = route.request().postDataJSON();
    await route.continue({ postData: JSON.stringify({ ...draft, version: request.version - 1 }) });
  }, { times: 1 });
  await consent(page);
  await expect(page.getByRole("alert")).toContainText(`The request changed to version ${request.version} while you were choosing.`);
  await expect(page.getByRole("heading", { level: 1, name: "Read this before you share" })).toBeFocused();
  for (const name of TICKS) await expect(page.getByRole("checkbox", { name })).not.toBeChecked();
  await house.axe(page);
  await consent(page);
  await arrived(page);
  await page.goto("/shares");
  await expect(page.getByRole("article")).toHaveCount(1);
});

test("a server that names a key of its own gets nothing: the phone asks the public record first", async ({ page, house, wire, camera }) => {
  const { request, help } = await inside(page, house);
  // Everything of the page is as it was, but for the key that the recordings would be sealed to.
  const own = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";
  await page.route(`**/api${address(request)}`, async route => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, json: { ...await answer.json(), recipient: own } });
  });
  await toConsent(page, help, [camera.photo("porch.jpg", minutes(request.window.from, 5), MARKS.photo)]);
  await consent(page);
  const refused = page.getByRole("alert").filter({ hasText: "This request is not proved: nothing was sealed to it." });
  await expect(refused).toContainText("Other words were signed than are shown here.");
  await expect(refused.getByRole("link", { name: "Help without your name" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Try again" })).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Stop and delete" })).toBeHidden();
  expect(wire.to("/api/uploads")).toEqual([]);
  expect(wire.leaks(SECRETS)).toEqual([]);
  await house.axe(page);
  await house.shot(page, "share-unproved");
});

test("a record that was rewritten since this phone saw it gets nothing", async ({ page, house, wire, camera }) => {
  const { request, help } = await inside(page, house);
  await page.goto("/agencies/cedar-flats-police-department");
  await page.getByRole("button", { name: /^Verified agency/ }).tap();
  await expect(page.getByText("Proved in this browser")).toBeVisible({ timeout: 20_000 });
  await page.evaluate(() => {
    const tree = JSON.parse(localStorage.getItem("neighbors-record-tree")!) as { size: number; root: string };
    localStorage.setItem("neighbors-record-tree", JSON.stringify({ size: tree.size - 1, root: tree.root }));
  });
  await toConsent(page, help, [camera.photo("porch.jpg", minutes(request.window.from, 5))]);
  await consent(page);
  await expect(page.getByRole("alert")).toContainText("The record was rewritten since this browser last saw it.");
  expect(wire.to("/api/uploads")).toEqual([]);
});

test("the next person on this phone finds nothing of the one before", async ({ page, house, camera }) => {
  const { request, help } = await inside(page, house);
  await page.goto(help);
  await page.getByRole("button", { name: /^Share all relevant/ }).tap();
  await pick(page, [camera.photo("porch.jpg", minutes(request.window.from, 5))]);
  await page.getByRole("button", { name: "Go on to your details" }).tap();
  await page.getByLabel("Keep these three on this device, for next time").check();
  await page.getByLabel("Name", { exact: true }).fill(ROSA.name);
  await page.getByLabel("Email address").fill(ROSA.email);
  await page.getByLabel("Home address").fill(ROSA.address);
  await page.getByRole("button", { name: "Go on to consent" }).tap();
  await page.goto("/settings");
  await page.getByRole("button", { name: "Sign out" }).tap();
  await expect(page).toHaveURL(`${house.url}/`);
  // The feed is a page of its own: it has arrived.
  await expect(page.getByRole("article").first()).toBeVisible();
  const left = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
  for (const value of Object.values(ROSA)) expect(left).not.toContain(value);
});
