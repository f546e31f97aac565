/**
 * A core dump of the engine holds its keys. Node can't set a process's limits, and in the desktop Chromium's zygote was
 * forked before our first line ran, so each process that may hold secrets asks Linux's `prlimit` for itself. macOS starts programs of
 * the desktop with that limit at zero; Windows writes dumps only where an administrator configured it.
 */
import { spawnSync } from 'node:child_process'

/** False when this machine has no such tool: not worth refusing to start over, and said in the log. */
export function forbidCoreDumps(platform: NodeJS.Platform, processId: number): boolean {
  if (platform !== 'linux') return true
  const { status } = spawnSync('prlimit', ['--pid', String(processId), '--core=0:0'], { stdio: 'ignore' })
  return status === 0
}
