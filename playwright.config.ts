import { defineConfig } from '@playwright/test'
import { findChromium } from './scripts/browser.ts'

const executablePath = findChromium()

export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test-results/e2e',
  // Each worker has an engine of its own; more of them would only wait for each other's processors.
  workers: 2,
  // Generous, because a slow machine is no fault; a test that passes never waits for it.
  timeout: 60_000,
  expect: { timeout: 15_000 },
  forbidOnly: process.env.CI !== undefined,
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  use: {
    viewport: { width: 1280, height: 860 },
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: executablePath === undefined ? {} : { executablePath },
  },
})
