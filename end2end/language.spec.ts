//! Two languages: the browser's at first, the reader's from then on, on every page, the consent word for word.
import { type Page } from "@playwright/test";
import { Camera } from "./camera.ts";
import { cut, eachPage, keep, tooWide } from "./every_page.ts";
import { expect, test } from "./house.ts";
import { confirmHome, ROSA } from "./sharing.ts";
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

  test("someone who lives outside is told so in Spanish, with a way out", async ({ page, house }) => {
    const resident = house.account("resident", "outside");
    const request = await requestAround(house, house.account("resident", "inside").home_cell!);
    await house.signIn(page, resident);
    await confirmHome(page, resident.home_cell!);
    await page.goto(`/assistance-requests/${request.id}`);
    await expect(page.getByText("Usted vive fuera de esta zona.")).toBeVisible();
    await expect(page.getByText("Solo quienes viven dentro pueden compartir aquí.")).toBeVisible();
  });

  test("the whole consent stands in Spanish, with the values, as it will be sealed", async ({ page, house }) => {
    const camera = new Camera();
    const resident = house.account("resident", "inside");
    const request = await requestAround(house, resident.home_cell!);
    const photo = camera.photo("porche.jpg", new Date(Date.parse(request.window.from) + 180_000), "marca");
    await house.signIn(page, resident);
    await confirmHome(page, resident.home_cell!);
    await page.goto(`/assistance-requests/${request.id}/help`);
    await expect(page.getByRole("heading", { level: 1, name: "¿Cómo quiere responder?" })).toBeVisible();
    for (const choice of [/^Revisar y elegir/, /^Ahora no/, /^No recibir más solicitudes/]) {
      await expect(page.getByRole("button", { name: choice })).toBeVisible();
    }
    await page.getByRole("button", { name: /^Compartir todas las grabaciones pertinentes/ }).click();
    await page.locator("input[type=file]").setInputFiles([photo]);
    await page.getByRole("button", { name: "Seguir a sus datos" }).click();
    await page.getByLabel("Nombre", { exact: true }).fill(ROSA.name);
    await page.getByLabel("Dirección de correo electrónico").fill(ROSA.email);
    await page.getByLabel("Domicilio").fill(ROSA.address);
    await page.getByRole("button", { name: "Seguir al consentimiento" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Lea esto antes de compartir" })).toBeVisible();
    await expect(page.getByText(new RegExp(`recibirá esta.* junto con su nombre \\(${ROSA.name}\\), su dirección de correo electrónico \\(${ROSA.email}\\) y su domicilio \\(${ROSA.address}\\)\\.$`))).toBeVisible();
    for (const words of [
      `Solo ${request.agency.name} puede abrirlo.`, "Se guarda 60 días, hasta el", "Puede retirarlo en cualquier momento.",
      "Una copia ya descargada no puede recuperarse.", "Una orden judicial es algo aparte.", `Acepta la versión ${request.version} de la solicitud.`,
    ]) await expect(page.getByText(words)).toBeVisible();
    for (const tick of [/^M(i|is) .*grabaci/, /^Mi nombre/, /^Mi dirección de correo electrónico/, /^Mi domicilio/]) {
      await expect(page.getByRole("checkbox", { name: tick })).not.toBeChecked();
    }
    await house.axe(page);
    await house.shot(page, `share-3-consent-spanish-${test.info().project.name}`);
    camera.end();
  });

  test("a listed agency is told of in Spanish; only what the source's editors wrote stays English, and says so", async ({ page }) => {
    await page.goto("/agencies/wall-township-police-department-nj");
    const main = page.getByRole("main");
    await expect(main).toContainText("Participó en el programa Neighbors de Ring desde");
    await expect(main).not.toContainText(/programme|Took part|Corrected/);
    await expect(main.locator("[lang=en]")).toHaveText(/^state: .* is in New Jersey\.$/);
  });

  test("Spanish fits, from the smallest phone to a wall: nothing sideways, no word cut", async ({ page, house, isMobile }) => {
    test.setTimeout(900_000);
    const widths = isMobile ? [320] : [390, 768, 1280, 1920];
    await page.setViewportSize({ width: widths[0]!, height: 800 });
    await eachPage(page, house, async name => {
      for (const width of widths) {
        await page.setViewportSize({ width, height: 800 });
        expect.soft(await tooWide(page), `${name} in Spanish at ${width}`).toEqual([]);
        expect.soft(await cut(page), `${name} in Spanish at ${width}`).toEqual([]);
        await keep(page, `${name}-${width}-es`);
      }
    });
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
