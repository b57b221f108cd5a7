// Draws public/card.png: what a message shows beside a link to any page. Run by hand when the brand changes.
import { join } from "node:path";
import { chromium } from "../end2end/node_modules/@playwright/test/index.mjs";

const [WIDTH, HEIGHT, SIDE] = [1200, 630, 74]; // pixels; the side of one cell
const points = (x, y) => [...Array(6).keys()].map(n => {
  const angle = Math.PI / 6 + n * Math.PI / 3;
  return `${(x + SIDE * Math.cos(angle)).toFixed(1)},${(y + SIDE * Math.sin(angle)).toFixed(1)}`;
}).join(" ");
// The honeycomb is the motif because it is the truth: places are cells. One of them is meant.
const cells = [];
for (let row = -1; row < 7; row++) {
  for (let column = 0; column < 6; column++) {
    const x = 720 + (column + (row % 2 ? 0.5 : 0)) * SIDE * Math.sqrt(3);
    const around = row === 2 ? column === 0 || column === 2 : (row === 1 || row === 3) && column <= 1;
    const kind = row === 2 && column === 1 ? "here" : around ? "near" : "cell";
    cells.push(`<polygon class="${kind}" points="${points(x, 60 + row * SIDE * 1.5)}"/>`);
  }
}
// What is drawn later lies on top.
const rank = cell => ["cell", "near", "here"].findIndex(kind => cell.includes(`"${kind}"`));
const html = `<!doctype html><style>
  body { margin: 0; width: ${WIDTH}px; height: ${HEIGHT}px; background: #f5f4ef; overflow: hidden; position: relative; }
  svg { position: absolute; inset: 0; } polygon { fill: none; stroke: #cfdce0; stroke-width: 3; }
  .near { fill: #e1eef3; stroke: #a9cbd8; } .here { fill: #2f9cc6; stroke: #0b5a78; stroke-width: 6; }
  p { position: absolute; left: 84px; top: 225px; margin: 0; font: 700 88px system-ui, sans-serif; color: #191d1c; letter-spacing: -2px; }
  .brand { left: 84px; top: 90px; width: 120px; height: 120px; color: #0b5a78; } .brand path { stroke: currentColor; }
</style><svg viewBox="0 0 ${WIDTH} ${HEIGHT}">${cells.sort((one, other) => rank(one) - rank(other)).join("")}</svg>
<svg class="brand" style="inset:auto;left:84px;top:96px" viewBox="0 0 32 32"><path fill="currentColor" stroke="none" d="M16 1.8l5.9 3.4v6.8L16 15.4l-5.9-3.4V5.2z"/><path fill="none" stroke-width="2" stroke-linejoin="round" d="M9 14.7l4.9 2.85v5.7L9 26.1l-4.9-2.85v-5.7zM23 14.7l4.9 2.85v5.7L23 26.1l-4.9-2.85v-5.7z"/></svg>
<p>Neighbors</p>`;

const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] });
const page = await browser.newPage({ viewport: { width: WIDTH, height: HEIGHT } });
await page.setContent(html);
await page.screenshot({ path: join(import.meta.dirname, "../public/card.png") });
await browser.close();
