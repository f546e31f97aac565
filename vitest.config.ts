import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { builtThreads } from './test/built-programs.ts'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    // Each file gets a process of its own: tests take workspace locks, kill children and mount small disks.
    pool: 'forks',
    // A file waits for disks and threads as often as for a processor.
    maxWorkers: 2,
    globalSetup: './test/built-programs.ts',
    env: builtThreads,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // Generous, because a slow machine is no fault; what is there already is not waited for.
    expect: { poll: { timeout: 20_000 } },
    alias: { electron: fileURLToPath(new URL('./test/fakes/electron.ts', import.meta.url)) },
    coverage: { provider: 'v8', include: ['engine/**', 'electron/**'], reporter: ['text'] },
  },
})
