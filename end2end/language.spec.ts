//! Two languages: the browser's at first, the reader's from then on, on every page, the consent word for word.
import { type Page } from "@playwright/test";
import { expect, test } from "./house.ts";
import { requestAround } from "./town.ts";

const language = (page: Page) => page.evaluate(() => document.documentElement.lang);

test.describe("in a browser that wants Spanish", () => {
  test.use({ locale: "es-US" });

  test("a reader reads Spanish from the first page on, dates and numbers too", async ({ page }) => {
    await page.goto("/agencies");
    await expect(page.getByRole("heading", { level: 1, name: "Agencias" })).toBeVisible();
    expect(await language(page)).toBe("es");
    await expect(page.getByRole("heading", { level: 2, name: /^[\d,.]+ agencias$/ })).toBeVisible();
    await page.goto("/rules");
    await expect(page.getByRole("heading", { level: 1, name: "Las reglas, con sus números" })).toBeVisible();
    await expect(page.getByText("como máximo 45 días", { exact: true })).toBeVisible();
  });

  test("a link into the middle speaks Spanish: a request, its rules and its window", async ({ page, house }) => {
    const request = await requestAround(house, house.account("resident", "inside").home_cell!);
    await page.goto(`/assistance-requests/${request.id}`);
    await expect(page.getByText("Solicitud de colaboración").first()).toBeVisible();
    await expect(page.getByRole("heading", { name: "Reglas que cumple" })).toBeVisible();
    await expect(page.getByText(/^Cumplida: Primera solicitud del caso/)).toBeVisible();
    await expect(page.locator(".when__end").first()).toContainText(/(lun|mar|mié|jue|vie|sáb|dom)/);
    await expect(page.locator("main")).not.toContainText(/Passed|Open until|Agency keeps|Lead investigator/);
  });

  test("the portal speaks it too", async ({ page }) => {
    await page.goto("/portal/sign-in");
    await expect(page.getByRole("heading", { level: 1, name: "Iniciar sesión en el portal" })).toBeVisible();
  });
});

test("the other language is one press away on every page, and stays", async ({ page }) => {
  await page.goto("/agencies?q=denver");
  await expect(page.getByRole("heading", { level: 1, name: "Agencies" })).toBeVisible();
  await page.getByRole("button", { name: "Español" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Agencias" })).toBeVisible();
  expect(new URL(page.url()).search).toBe("?q=denver");
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1, name: "Qué pasó cerca" })).toBeAttached();
  await page.getByRole("button", { name: "English" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "What happened nearby" })).toBeAttached();
  expect(await language(page)).toBe("en");
});
