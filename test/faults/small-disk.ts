/** A disk of a few MiB that really fills up: a file system in memory, where this machine lets us mount one. */
import { execFileSync } from 'node:child_process'
import { closeSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs'
import path from 'node:path'
import { makeFolder, removeFolder } from '../workspace-fixture.ts'

export type SmallDisk = Readonly<{
  directory: string
  /** Takes all space but so many KiB. */
  fill: (leaveKib?: number) => void
  free: () => void
  resize: (kib: number) => void
  readOnly: (on: boolean) => void
  unmount: () => void
}>

/** Why no disk can be mounted here, or null when one can. */
export function whyNoDisk(): string | null {
  if (process.platform !== 'linux') return `no tmpfs on ${process.platform}`
  if (process.getuid?.() !== 0) return 'mounting needs root'
  const folder = makeFolder()
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder], { stdio: 'pipe' })
    execFileSync('umount', [folder])
    return null
  } catch (error) {
    return `mount failed: ${String((error as { stderr?: unknown }).stderr)}`
  } finally {
    removeFolder(folder)
  }
}

export function mountDisk(kib: number): SmallDisk {
  const directory = makeFolder()
  const mount = (...options: string[]) =>
    execFileSync('mount', ['-t', 'tmpfs', '-o', options.join(), 'tmpfs', directory])
  mount(`size=${kib}k`, 'mode=777')
  const ballast = path.join(directory, 'ballast')
  return {
    directory,
    fill: (leaveKib = 0) => {
      const { bavail, bsize } = statfsSync(directory)
      const bytes = Math.max(0, bavail * bsize - leaveKib * 1024)
      const handle = openSync(ballast, 'a')
      for (let left = bytes; left > 0; ) left -= writeSync(handle, Buffer.alloc(Math.min(left, 2 ** 20), 'x'))
      closeSync(handle)
    },
    free: () => rmSync(ballast, { force: true }),
    resize: (size) => mount('remount', `size=${size}k`),
    readOnly: (on) => mount('remount', on ? 'ro' : 'rw'),
    unmount: () => {
      execFileSync('umount', ['-l', directory])
      removeFolder(directory)
    },
  }
}
