import { defineConfig } from '@playwright/test'

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: '../../test-results/desktop',
  reporter: [['list'], ['./closing-line.ts']],
  // One display and one focus: tests that bring windows to the front can't share them.
  workers: 1,
  // Generous, because a slow machine is no fault; a test that passes never waits for it.
  timeout: 120_000,
  expect: { timeout: 15_000 },
})
