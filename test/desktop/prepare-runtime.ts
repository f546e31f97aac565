/**
 * Makes the Electron that was found ready to be started. On Linux it lays the distribution out with our app in
 * `resources/app`, where Electron itself loads it as it loads an installed one. Started by path it goes through a small
 * default app instead, which not every distribution has, and which may load an ES module too late for what must happen
 * before `ready`.
 */
import { copyFileSync, linkSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { executableIn, findDistribution, findRuntime, laidOut, project, type Runtime } from './runtime.ts'

let prepared: Runtime | null = null

/** Once in each process that runs tests. */
export function prepareRuntime(): Runtime {
  if (prepared !== null) return prepared
  const distribution = findDistribution()
  if (distribution !== null && process.platform === 'linux') layOut(distribution)
  prepared = findRuntime()
  return prepared
}

function layOut(distribution: string): void {
  rmSync(laidOut, { recursive: true, force: true })
  mkdirSync(path.join(laidOut, 'resources'), { recursive: true })
  const executable = path.basename(executableIn(distribution))
  for (const name of readdirSync(distribution)) {
    if (name === 'resources' || name === executable) continue
    symlinkSync(path.join(distribution, name), path.join(laidOut, name))
  }
  // Electron looks for its app beside where its own file really is, so that one file may not be a symbolic link.
  linkOrCopy(executableIn(distribution), executableIn(laidOut))
  symlinkSync(project, path.join(laidOut, 'resources', 'app'))
}

/** A hard link can't cross file systems. */
function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to)
  } catch {
    copyFileSync(from, to)
  }
}
