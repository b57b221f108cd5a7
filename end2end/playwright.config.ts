//! Two readers for every story: one with a phone, one at a desk. Both in Denver, with the system's Chromium.
import { defineConfig } from "@playwright/test";

export default defineConfig({
  testMatch: "*.spec.ts",
  outputDir: "test-results",
  globalSetup: "./world.ts",
  forbidOnly: true,
  retries: 0, // what fails now and then has a fault; `script/test` tries once more, and names each that needed it
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"]],
  use: {
    browserName: "chromium",
    locale: "en-US",
    timezoneId: "America/Denver",
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: process.env.NEIGHBORS_CHROMIUM ?? "/usr/bin/chromium",
      // The sandbox of the browser needs a user who is not root; in a container there often is no other.
      args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
    },
  },
  projects: [
    { name: "phone", use: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 } },
    { name: "desktop", use: { viewport: { width: 1280, height: 800 } } },
  ],
});
