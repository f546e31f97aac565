/**
 * The engine's threads and programs, built once before the tests. From the sources each of an engine's four threads reads
 * and strips hundreds of files, half a second of a processor's time; built they take a tenth of it, and tests open
 * thousands of engines.
 */
import { mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { build } from 'vite'

const root = path.resolve(import.meta.dirname, '..')

// A folder of each run's own, so that two of them at once do not take each other's programs away.
const folder =
  process.env.COUNTINGHOUSE_BUILT_THREADS ?? path.join(root, 'node_modules', '.cache', `test-programs-${process.pid}`)

const entries = {
  writer: 'engine/writer.ts',
  reader: 'engine/reader.ts',
  intake: 'engine/intake.ts',
  cli: 'engine/cli/main.ts',
} as const

export const builtProgram = (name: keyof typeof entries): string => path.join(folder, `${name}.js`)

/** What threads of the engine under test are started from; see engine/threads/thread-file.ts. */
export const builtThreads = { COUNTINGHOUSE_BUILT_THREADS: folder } as const

/** Called by vitest, once for a run. */
export async function setup(): Promise<void> {
  mkdirSync(folder, { recursive: true })
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    ssr: { noExternal: true, external: ['better-sqlite3'] },
    build: {
      ssr: true,
      target: 'node24',
      outDir: folder,
      emptyOutDir: true,
      minify: false,
      rolldownOptions: {
        input: Object.fromEntries(Object.entries(entries).map(([name, file]) => [name, path.join(root, file)])),
        output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  })
}

/** Called by vitest when the run is over. */
export function teardown(): void {
  rmSync(folder, { recursive: true, force: true })
}
