// Draws the icons of the installed app from public/favicon.svg into public/icons/. Run by hand when the brand changes.
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "../end2end/node_modules/@playwright/test/index.mjs";

const at = join(import.meta.dirname, "../public");
const mark = readFileSync(join(at, "favicon.svg"), "utf8").replace(/ color="[^"]*"/, "");
const [PAPER, LAKE] = ["#f5f4ef", "#0b5a78"]; // as card.png: one brand, whatever the reader's scheme

// A system cuts a maskable icon into its own shape: what lies in the middle four fifths is always seen, so the mark is
// smaller there and the paper reaches every edge. A plain one is shown as it is: round corners of its own.
const icons = [
  ["icon-192", 192, false], ["icon-512", 512, false],
  ["maskable-192", 192, true], ["maskable-512", 512, true],
  ["../apple-touch-icon", 180, true],
];

mkdirSync(join(at, "icons"), { recursive: true });
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] });
for (const [name, size, whole] of icons) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const [radius, width] = whole ? [0, 0.56] : [0.2, 0.72];
  await page.setContent(`<!doctype html><style>
    body { margin: 0; width: ${size}px; height: ${size}px; display: grid; place-items: center; background: ${whole ? PAPER : "transparent"}; }
    div { width: 100%; height: 100%; display: grid; place-items: center; background: ${PAPER}; border-radius: ${radius * size}px; }
    svg { width: ${width * size}px; height: ${width * size}px; color: ${LAKE}; }
  </style><div>${mark}</div>`);
  await page.screenshot({ path: join(at, "icons", `${name}.png`), omitBackground: true });
  await page.close();
}
await browser.close();
