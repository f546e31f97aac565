import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    // Each file gets a process of its own: tests take workspace locks, kill children and mount small disks.
    pool: 'forks',
    testTimeout: 30_000,
    hookTimeout: 30_000,
    alias: { electron: fileURLToPath(new URL('./test/fakes/electron.ts', import.meta.url)) },
    coverage: { provider: 'v8', include: ['engine/**', 'electron/**'], reporter: ['text'] },
  },
})
