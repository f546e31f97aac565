import { existsSync } from 'node:fs'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import type { Plugin } from 'vite'
import { fileGroups } from './scripts/file-groups.ts'
import { leanContractPlugin } from './scripts/lean-contract.ts'
import { manualPlugin } from './scripts/manual.ts'

/**
 * Processes and threads of the engine's side. All of them, and the chunks they share, lie in one flat folder, so that
 * `new URL('./writer.js', import.meta.url)` finds a thread's file from whichever of them asks.
 */
const programs: Readonly<Record<string, string>> = {
  main: 'electron/main.ts',
  'engine-process': 'electron/engine-process.ts',
  writer: 'engine/writer.ts',
  reader: 'engine/reader.ts',
  intake: 'engine/intake.ts',
  host: 'engine/host/main.ts',
  cli: 'engine/cli/main.ts',
}

const builtIn = [
  // It requires a package that is an ES module, which Node 20 can't; built in, it needs no `require`.
  '@fastify/static',
  // Each thread of the engine loads them anew, and dozens of small files take longer to find than to run.
  'kysely',
  'zod',
  'croner',
  'intl-messageformat',
  '@orpc/client',
  '@orpc/contract',
  '@orpc/openapi',
  '@orpc/openapi-client',
  '@orpc/server',
  '@orpc/zod',
]

/**
 * Screens have paths of their own, so what a page loads is addressed from the root. electron-vite sets `./` for pages
 * that come from files, over any `base` of ours; a hook that runs last has the last word.
 */
const addressFromRoot: Plugin = {
  name: 'address-from-root',
  enforce: 'post',
  config: (config) => {
    config.base = '/'
  },
}

/** What the end users' pages are made of lies in a folder of its own, which the desktop's protocol does not serve. */
const assetsOf = (name: string): string => (/^wallet\b/.test(name) ? 'wallet/assets' : 'assets')

export default defineConfig({
  main: {
    build: {
      // Node 20.18 is the oldest that runs the engine inside Electron.
      target: 'node20',
      externalizeDeps: { exclude: builtIn },
      lib: {
        entry: Object.fromEntries(Object.entries(programs).filter(([, file]) => existsSync(file))),
        formats: ['es'],
      },
      rolldownOptions: { output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' } },
    },
  },
  preload: {
    // A sandboxed preload script is one CommonJS file that requires nothing but Electron.
    build: {
      externalizeDeps: false,
      lib: { entry: 'electron/preload.ts', formats: ['cjs'] },
      rolldownOptions: { output: { entryFileNames: 'preload.cjs' } },
    },
  },
  renderer: {
    root: 'renderer',
    plugins: [react(), leanContractPlugin(), addressFromRoot, manualPlugin()],
    publicDir: '../resources/public',
    build: {
      minify: true,
      // Every browser that the console is made for knows module preloads.
      modulePreload: { polyfill: false },
      rolldownOptions: {
        input: {
          console: 'renderer/index.html',
          wallet: 'renderer/wallet/index.html',
          'service-worker': 'renderer/wallet/service-worker.ts',
        },
        output: {
          entryFileNames: ({ name }) =>
            name === 'service-worker' ? 'wallet/service-worker.js' : `${assetsOf(name)}/[name]-[hash].js`,
          assetFileNames: ({ names }) => `${assetsOf(names[0] ?? '')}/[name]-[hash][extname]`,
          codeSplitting: { groups: fileGroups },
        },
      },
    },
  },
})
