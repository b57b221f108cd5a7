//! A reader without a mouse: from control to control with Tab, and the focus can be seen on the way.
import { type Locator, type Page } from "@playwright/test";
import { expect } from "./house.ts";

const MOST_STEPS = 150;

/** Tab by tab to the control, as long as it takes; the focus can be seen on the way. */
export async function reach(page: Page, control: Locator): Promise<void> {
  await expect(control).toBeVisible();
  for (let step = 0; step < MOST_STEPS; step++) {
    if (await control.evaluate(element => element === document.activeElement)) {
      expect(await ringed(control), `the focus on ${control} can be seen`).toBe(true);
      return;
    }
    await page.keyboard.press("Tab");
  }
  throw new Error(`${MOST_STEPS} steps with Tab did not reach ${control}`);
}

/** An outline, around itself or its label; in a drawing, a cell whose edge has grown. */
const ringed = (control: Locator) => control.evaluate(element => {
  const outlined = (element: Element | null) => {
    if (!element) return false;
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
    return (outlineStyle !== "none" && outlineWidth !== "0px") || boxShadow !== "none";
  };
  const cell = element instanceof SVGElement ? element.querySelector("path") : null;
  const edge = cell && parseFloat(getComputedStyle(cell).strokeWidth);
  return outlined(element) || outlined(element.closest("label")) || (edge !== null && edge >= 4);
});

export async function press(page: Page, control: Locator, key = "Enter"): Promise<void> {
  await reach(page, control);
  await page.keyboard.press(key);
}

export async function type(page: Page, control: Locator, text: string): Promise<void> {
  await reach(page, control);
  await page.keyboard.type(text);
}
