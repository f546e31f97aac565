/**
 * Finds the Electron to test with: the distribution that ELECTRON_OVERRIDE_DIST_PATH names, else the one that was
 * installed with the package. Nothing is downloaded, so `require('electron')` is not asked: that would.
 */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const project = fileURLToPath(new URL('../../', import.meta.url))

/** Where a Linux distribution is laid out with our app in it; see `prepare-runtime.ts`. */
export const laidOut = path.join(project, 'node_modules', '.cache', 'desktop-runtime')

export type Runtime =
  | Readonly<{ found: true; executable: string; args: readonly string[] }>
  | Readonly<{ found: false; why: string }>

export function findDistribution(): string | null {
  const named = process.env.ELECTRON_OVERRIDE_DIST_PATH
  if (named !== undefined && named !== '') return existsSync(executableIn(named)) ? named : null
  const installed = path.join(project, 'node_modules', 'electron', 'dist')
  return existsSync(executableIn(installed)) ? installed : null
}

export function findRuntime(): Runtime {
  const distribution = findDistribution()
  if (distribution === null) return { found: false, why: 'no Electron binary: set ELECTRON_OVERRIDE_DIST_PATH' }
  if (!existsSync(path.join(project, 'out', 'main', 'main.js')))
    return { found: false, why: 'not built: npm run build' }
  if (process.platform === 'linux') return { found: true, executable: executableIn(laidOut), args: [] }
  return { found: true, executable: executableIn(distribution), args: [project] }
}

export function executableIn(distribution: string): string {
  switch (process.platform) {
    case 'darwin':
      return path.join(distribution, 'Electron.app', 'Contents', 'MacOS', 'Electron')
    case 'win32':
      return path.join(distribution, 'electron.exe')
    default:
      return path.join(distribution, 'electron')
  }
}

/** Which Electron it is, for the report. */
export function versionOf(distribution: string): string {
  const file = path.join(distribution, 'version')
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : 'unknown'
}
