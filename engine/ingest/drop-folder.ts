/**
 * Which files in the drop folders are complete. A file is taken only when two looks at least the settle time apart saw the
 * same size and time, or its `.done` marker is there. What is not a plain file in a producer's own folder is never touched.
 */
import { lstat, readdir } from 'node:fs/promises'
import path from 'node:path'

export type DropFile = Readonly<{
  path: string
  name: string
  folder: string
  inode: string
  size: number
  mtimeMs: number
}>

export type Look = Readonly<{
  files: readonly DropFile[]
  markers: ReadonlySet<string>
  troubles: readonly FolderTrouble[]
}>
export type FolderTrouble = Readonly<{ path: string; code: string }>

/** Whether a name is one of a file that is taken, and not of a marker or of one that somebody is still writing. */
export const isEverTaken = (name: string): boolean => !neverRead.test(name)

const neverRead = /^\.|\.(?:tmp|part|filepart|done)$|\.control\.json$/i

/** One look through the folders of the known producers. */
export async function lookThrough(drop: string, codes: readonly string[]): Promise<Look> {
  const files: DropFile[] = []
  const markers = new Set<string>()
  const troubles: FolderTrouble[] = []
  for (const code of codes) {
    const folder = path.join(drop, code)
    try {
      for (const name of await readdir(folder)) {
        if (name.endsWith('.done')) markers.add(path.join(folder, name.slice(0, -'.done'.length)))
        if (!isEverTaken(name)) continue
        const file = await plainFile(path.join(folder, name), name, code)
        if (file !== null) files.push(file)
      }
    } catch (error) {
      const { code: problem } = error as NodeJS.ErrnoException
      troubles.push({ path: folder, code: problem === 'ENOENT' ? 'folder_missing' : 'folder_unreadable' })
    }
  }
  return { files, markers, troubles }
}

/** Links are not followed: they could point at any file of the machine. */
async function plainFile(file: string, name: string, folder: string): Promise<DropFile | null> {
  const found = await lstat(file).catch(() => null)
  if (found === null || !found.isFile()) return null
  return { path: file, name, folder, inode: String(found.ino), size: found.size, mtimeMs: found.mtimeMs }
}

/** The order in which files are taken; a folder lists them in any. */
const oldestFirst = (files: readonly DropFile[]): readonly DropFile[] =>
  files.toSorted((a, b) => a.mtimeMs - b.mtimeMs || (a.path < b.path ? -1 : 1))

type Seen = Readonly<{ size: number; mtimeMs: number; inode: string; folder: string; since: number }>

export type SettleBy = Readonly<{ at: number; settleMsOf: (folder: string) => number }>

/** Remembers what earlier looks saw, and says which files have come to rest. */
export class Settling {
  #seen = new Map<string, Seen>()

  /** `at` is a clock that only goes forward, so that setting the machine's clock neither hurries nor blocks a file. */
  complete({ files, markers }: Look, { at, settleMsOf }: SettleBy): readonly DropFile[] {
    const seen = new Map<string, Seen>()
    const complete: DropFile[] = []
    for (const file of files) {
      const before = this.#seen.get(file.path)
      const same =
        before !== undefined &&
        before.size === file.size &&
        before.mtimeMs === file.mtimeMs &&
        before.inode === file.inode
      const since = same ? before.since : at
      // A complete one is not remembered: if it can't be taken after all, it has to come to rest anew.
      if (markers.has(file.path) || (same && at - since >= settleMsOf(file.folder))) complete.push(file)
      else
        seen.set(file.path, { size: file.size, mtimeMs: file.mtimeMs, inode: file.inode, folder: file.folder, since })
    }
    this.#seen = seen
    return oldestFirst(complete)
  }

  /** All of them, because somebody says that they are complete; none of them waits any more. */
  release({ files }: Look): readonly DropFile[] {
    this.#seen = new Map()
    return oldestFirst(files)
  }

  /** When the first of those that wait is complete, if nobody touches it; never when none waits. */
  nextAt(settleMsOf: SettleBy['settleMsOf']): number {
    let next = Number.POSITIVE_INFINITY
    for (const { since, folder } of this.#seen.values()) next = Math.min(next, since + settleMsOf(folder))
    return next
  }

  /** Files that were seen and are not complete yet. */
  get waiting(): number {
    return this.#seen.size
  }
}
