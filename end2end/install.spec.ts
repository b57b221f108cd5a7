//! The app on a phone's first screen: the browser finds nothing that keeps it from being installed.
import { expect, test } from "./house.ts";

interface Manifest { name: string; start_url: string; icons: { src: string; sizes: string }[]; shortcuts: { url: string }[] }

for (const address of ["/", "/agencies"]) {
  test(`whoever reads ${address} can install the app`, async ({ page, house }) => {
    await page.goto(address);
    await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
    const browser = await page.context().newCDPSession(page);
    const { url, data, errors } = await browser.send("Page.getAppManifest");
    expect(errors).toEqual([]);
    expect(url).toBe(`${house.url}/manifest.webmanifest`);
    const manifest = JSON.parse(data!) as Manifest;
    expect(manifest.name).toBe("Neighbors");

    const { installabilityErrors } = await browser.send("Page.getInstallabilityErrors");
    // Every story reads in a private window of its own, and those install nothing.
    expect(installabilityErrors.map(error => error.errorId).filter(id => id !== "in-incognito")).toEqual([]);

    for (const { src, sizes } of manifest.icons) {
      const drawn = await page.evaluate(async src => {
        const image = new Image();
        image.src = src;
        await image.decode();
        return `${image.naturalWidth}x${image.naturalHeight}`;
      }, src);
      expect(drawn, src).toBe(sizes);
    }
    for (const at of [manifest.start_url, ...manifest.shortcuts.map(({ url }) => url)]) {
      expect((await page.context().request.get(house.url + at)).status(), at).toBe(200);
    }
  });
}
