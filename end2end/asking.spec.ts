//! An officer asks for assistance at a desk: from the first word to the open, and what comes back from review.
import { answer, draft, read } from "./drafting.ts";
import { unlock } from "./hand.ts";
import { expect, test } from "./house.ts";

test.skip(({ isMobile }) => isMobile, "officers and reviewers work at a desk");

test("an officer paints, writes and sends a request; a reviewer publishes it; it is amended, resolved, and gets its outcome", async ({ page, house, browser }) => {
  test.slow();
  const title = "Blue cargo bicycle taken from a rack";
  await test.step("the rules stand beside the form from the start, and a draft outlives a reload", async () => {
    await draft(page, house, title);
    const rules = page.getByRole("complementary", { name: "Rules, checked as you type" });
    await expect(rules.getByText("Ready")).toBeVisible();
    await expect(page.getByText(/^Draft, saved/)).toBeVisible();
    await page.reload();
    await expect(page.getByLabel("Title", { exact: true })).toHaveValue(title);
    await expect(page.getByText("7 of 10 cells")).toBeVisible();
  });
  await test.step("a limit is felt: twelve hours and a minute, and an eleventh cell", async () => {
    const rules = page.getByRole("complementary", { name: "Rules, checked as you type" });
    await page.getByLabel("From", { exact: true }).fill("2026-10-20T22:59");
    await expect(rules.getByText("1 to mend")).toBeVisible();
    await expect(page.getByRole("button", { name: "Send to review" })).toHaveAttribute("aria-disabled", "true");
    await page.getByLabel("From", { exact: true }).fill("2026-10-21T09:30");
    await page.getByText("Cells as a list").first().click();
    const boxes = page.getByRole("group", { name: "Cells as a list" }).getByRole("checkbox");
    for (const box of (await boxes.all())) if (!(await box.isChecked())) await box.click();
    await expect(page.getByText("10 of 10 cells")).toBeVisible();
    await expect(page.getByText("The area has 11 cells. The most is 10: remove 1.")).toBeVisible();
    await house.axe(page);
    await house.shot(page, "portal-draft-desktop");
  });
  await test.step("it is sent once, and waits in the queue", async () => {
    await page.getByRole("button", { name: "Send to review" }).click();
    await expect(page.getByText("What an officer says is signed. Unlock your key first.")).toBeVisible();
    await unlock(page, house.account("officer", "Maya Ortega"));
    await page.getByRole("button", { name: "Send to review" }).click();
    await expect(page).toHaveURL(/\/portal\/requests$/);
    await expect(page.getByText("Number 2 in the queue of all agencies.")).toBeVisible();
    await expect(page.getByRole("heading", { name: "Drafts" })).toHaveCount(0);
    await house.axe(page);
  });
  const desk = await (await browser.newContext({ baseURL: house.url, viewport: { width: 1280, height: 900 } })).newPage();
  await desk.clock.setFixedTime("2026-10-21T18:31:00-06:00");
  await test.step("a reviewer answers every question and publishes it", async () => {
    await read(desk, house, title);
    await desk.getByRole("radio", { name: /^Approve/ }).check();
    await desk.getByRole("button", { name: "Approve" }).click();
    await expect(desk.getByText("0 of 8 questions are answered. Answer every one of them.")).toBeVisible();
    await answer(desk, "Yes");
    await house.axe(desk);
    await house.shot(desk, "review-desktop");
    await desk.getByRole("button", { name: "Approve" }).click();
    await expect(desk).toHaveURL(/\/review$/);
  });
  await test.step("the officer narrows it, and the reviewer reads what changes", async () => {
    await page.reload();
    const item = page.getByRole("article").filter({ hasText: title });
    await item.getByRole("link", { name: "Amend" }).click();
    const send = page.getByRole("button", { name: "Send to review" });
    await expect(page.getByText("Nothing is changed.")).toBeVisible();
    await page.getByLabel("To", { exact: true }).fill("2026-10-21T11:01");
    await expect(page.getByText("An amendment may not widen the window. Keep both ends inside the published one.")).toBeVisible();
    await expect(send).toHaveAttribute("aria-disabled", "true");
    await page.getByLabel("To", { exact: true }).fill("2026-10-21T10:30");
    await unlock(page, house.account("officer", "Maya Ortega"));
    await send.click();
    await expect(page.getByText("Amendment, version 2")).toBeVisible();
    await desk.goto("/review");
    await desk.getByRole("link", { name: title }).click();
    await expect(desk.getByRole("heading", { name: "What the amendment changes" })).toBeVisible();
    await answer(desk, "Yes");
    await desk.getByRole("radio", { name: /^Approve/ }).check();
    await desk.getByRole("button", { name: "Approve" }).click();
    await expect(desk).toHaveURL(/\/review$/);
  });
  await test.step("it is resolved, and what came of it is said once", async () => {
    await page.reload();
    const item = page.getByRole("article").filter({ hasText: title });
    await expect(item.getByText("version 2")).toBeVisible();
    await item.getByRole("button", { name: "Resolve" }).click();
    await item.getByRole("button", { name: "Resolve" }).click();
    await item.getByRole("button", { name: "Used", exact: true }).click();
    await expect(item.getByText("Resolved")).toBeVisible();
    await expect(item.getByText("Used", { exact: true })).toBeVisible();
    await house.shot(page, "portal-requests-desktop");
  });
  await desk.context().close();
});

test("what a reviewer returns is mended and sent again; what is refused is counted in public without its text", async ({ page, house, browser }) => {
  test.slow();
  const title = "Blue cargo bicycle, sent twice";
  await draft(page, house, title);
  await unlock(page, house.account("officer", "Maya Ortega"));
  await page.getByRole("button", { name: "Send to review" }).click();
  await expect(page.getByText("Waits for review").first()).toBeVisible();
  const desk = await (await browser.newContext({ baseURL: house.url, viewport: { width: 1280, height: 900 } })).newPage();
  await desk.clock.setFixedTime("2026-10-21T18:31:00-06:00");
  const decide = async (choice: string, button: string) => {
    await answer(desk, "No");
    await desk.getByRole("radio", { name: new RegExp(`^${choice}`) }).check();
    await desk.getByLabel("Reason", { exact: true }).selectOption("Window too long for the incident");
    await desk.getByLabel("What to change, or why not").fill("The text speaks of a quarter of an hour, the window of more.");
    await desk.getByRole("button", { name: button, exact: true }).click();
    await expect(desk).toHaveURL(/\/review$/);
  };
  await read(desk, house, title);
  await decide("Return", "Return to the agency");
  await page.reload();
  await expect(page.getByText(/The text speaks of a quarter of an hour/)).toBeVisible();
  await page.getByRole("button", { name: "Mend it and send it again" }).click();
  await expect(page.getByLabel("Title", { exact: true })).toHaveValue(title);
  await unlock(page, house.account("officer", "Maya Ortega"));
  await page.getByRole("button", { name: "Send to review" }).click();
  await expect(page).toHaveURL(/\/portal\/requests$/);
  await desk.goto("/review");
  await desk.getByRole("link", { name: title }).click();
  await decide("Refuse", "Refuse");
  await page.reload();
  await expect(page.getByText("Counted in public with its reason, without the text.")).toBeVisible();
  await page.goto("/agencies/cedar-flats-police-department");
  await expect(page.getByText("Window too long for the incident")).toBeVisible();
  await expect(page.getByText(title)).toHaveCount(0);
  await desk.context().close();
});

test("a reviewer who should not decide hands a case on, and is not offered it again", async ({ page, house }) => {
  await house.signIn(page, house.account("reviewer", "before they are published"));
  await page.goto("/review");
  const first = page.getByRole("listitem").filter({ has: page.getByRole("article") }).first();
  const title = await first.getByRole("heading", { level: 2 }).innerText();
  await first.getByRole("link", { name: title }).click();
  await page.getByRole("button", { name: "Hand it on" }).click();
  await expect(page.getByText(/It waits on for the others/)).toBeVisible();
  await house.axe(page);
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("button", { name: "Hand it on" }).click();
  await page.getByRole("button", { name: "Hand it on now" }).click();
  await expect(page).toHaveURL(/\/review$/);
  await expect(page.getByText(/^You are reviewer/)).toBeVisible();
  await expect(page.getByRole("link", { name: title })).toHaveCount(0);
});

test("a reviewer in training finds the queue shut, with the reason", async ({ page, house }) => {
  house.watch.expect(/403/);
  await house.signIn(page, house.account("reviewer", "in training"));
  await page.goto("/review");
  await expect(page.getByText(/The training record lacks a module/)).toBeVisible();
});
