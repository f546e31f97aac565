/** Builds the console when nothing is built yet, or when a source is newer than what was built from it. */
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { ended, root, say, start } from './tools.ts'

const sources = [
  'engine',
  'electron',
  'renderer',
  'resources',
  'docs/manual',
  'docs/pictures',
  'package.json',
  'electron.vite.config.ts',
]
const results = ['out/main/host.js', 'out/main/main.js', 'out/renderer/index.html']

export async function buildIfStale(): Promise<boolean> {
  const built = Math.min(...results.map(modifiedAt))
  const changed = Math.max(...sources.map((source) => newestIn(join(root, source))))
  if (built > changed) return true
  say('Building the console ...')
  const code = await ended(start('electron-vite', ['build', '--logLevel', 'error']))
  if (code !== 0) say('The build failed; what it said stands above.')
  return code === 0
}

const modifiedAt = (file: string): number => statSync(join(root, file), { throwIfNoEntry: false })?.mtimeMs ?? 0

function newestIn(path: string): number {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found === undefined) return 0
  if (!found.isDirectory()) return found.mtimeMs
  return Math.max(found.mtimeMs, ...readdirSync(path).map((name) => newestIn(join(path, name))))
}
