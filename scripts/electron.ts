/** Whether the desktop shell can run on this machine, fetching its runtime once where that is possible. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ended, root, startNode } from './tools.ts'

export type Desktop = Readonly<{ runtime: string }> | Readonly<{ runtime: null; why: string }>

const fetchSecondsMax = 30
const folder = join(root, 'node_modules', 'electron')

export async function findDesktop(): Promise<Desktop> {
  const why = whyNot()
  if (why !== null) return { runtime: null, why }
  const runtime = runtimeFile()
  if (existsSync(runtime)) return { runtime }
  await fetchRuntime()
  return existsSync(runtime)
    ? { runtime }
    : { runtime: null, why: "Electron's runtime is not here and could not be fetched" }
}

/** What no download changes. */
function whyNot(): string | null {
  if (process.platform !== 'linux') return null
  const { DISPLAY, WAYLAND_DISPLAY } = process.env
  if (!DISPLAY && !WAYLAND_DISPLAY) return 'this machine has no display'
  // Electron refuses root unless its sandbox is switched off, and that we never do.
  return process.getuid?.() === 0 ? 'Electron does not run as root with its sandbox on' : null
}

function runtimeFile(): string {
  const given = process.env.ELECTRON_OVERRIDE_DIST_PATH
  return join(given || join(folder, 'dist'), runtimeNames[process.platform] ?? 'electron')
}

const runtimeNames: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  win32: 'electron.exe',
  darwin: join('Electron.app', 'Contents', 'MacOS', 'Electron'),
}

async function fetchRuntime(): Promise<void> {
  const installer = join(folder, 'install.js')
  if (!existsSync(installer)) return
  const child = startNode([installer], { stdio: 'ignore', timeout: fetchSecondsMax * 1_000 })
  await ended(child)
}
