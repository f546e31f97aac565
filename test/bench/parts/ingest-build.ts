/**
 * Builds what is measured as the product is built: from its sources each of an engine's threads would hold a compiler too,
 * and the memory would not be what anybody sees. The entries of the threads lie beside the one that starts them.
 */
import path from 'node:path'
import { build } from 'vite'

const [outDir = ''] = process.argv.slice(2)
const root = path.join(import.meta.dirname, '..', '..', '..')
const input = {
  ...Object.fromEntries(['writer', 'reader', 'intake'].map((name) => [name, path.join(root, 'engine', `${name}.ts`)])),
  'ingest-child': path.join(import.meta.dirname, 'ingest-child.ts'),
}
const output = { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' }
await build({
  root,
  configFile: false,
  logLevel: 'warn',
  build: { ssr: true, target: 'node20', outDir, emptyOutDir: true, minify: false, rolldownOptions: { input, output } },
})
