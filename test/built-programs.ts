/**
 * The engine's threads and programs, built once before the tests. From the sources each of an engine's four threads reads
 * and strips hundreds of files, half a second of a processor's time; built they take a tenth of it, and tests open
 * thousands of engines.
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { build } from 'vite'

const root = path.resolve(import.meta.dirname, '..')

// A folder of each run's own, so that two of them at once do not take each other's programs away.
const folder =
  process.env.COUNTINGHOUSE_BUILT_THREADS ?? path.join(root, 'node_modules', '.cache', `test-programs-${process.pid}`)

/** Processes that tests kill, by dozens. */
const toKill = path.join(root, 'test/faults/programs')

const entries: Readonly<Record<string, string>> = {
  writer: path.join(root, 'engine/writer.ts'),
  reader: path.join(root, 'engine/reader.ts'),
  intake: path.join(root, 'engine/intake.ts'),
  cli: path.join(root, 'engine/cli/main.ts'),
  ...Object.fromEntries(readdirSync(toKill).map((file) => [path.parse(file).name, path.join(toKill, file)])),
}

export const builtProgram = (name: string): string => path.join(folder, `${name}.js`)

/**
 * What threads of the engine under test are started from (engine/threads/thread-file.ts), and where Node keeps what it
 * compiled of them: to compile it each time would be a good part of most tests.
 */
export const builtThreads = {
  COUNTINGHOUSE_BUILT_THREADS: folder,
  NODE_COMPILE_CACHE: path.join(folder, 'compiled'),
} as const

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
        input: entries,
        output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  })
  // Without it Node reads each file twice, to find out what kind of module it is.
  writeFileSync(path.join(folder, 'package.json'), '{ "type": "module" }\n')
}

/** Called by vitest when the run is over. */
export function teardown(): void {
  rmSync(folder, { recursive: true, force: true })
}
