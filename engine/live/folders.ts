/**
 * What waits in the drop folders now. The intake does not look again while it posts a large file, and files that came
 * meanwhile wait all the same, so this is a look of its own. It reads names and sizes, and never a file.
 */
import { lstat, opendir } from 'node:fs/promises'
import path from 'node:path'
import { isoOf } from '../calendar/instant.ts'
import { filesInFolderMax, type LiveFolder } from '../contract/live.ts'
import { isEverTaken } from '../ingest/drop-folder.ts'

export type FolderLook = Pick<LiveFolder, 'folder' | 'waiting'>

const nothing: LiveFolder['waiting'] = { files: 0, bytes: 0, isMore: false, oldestAt: null }

/** `left`: files that were taken and could not be removed; they are told of as troubles and do not wait. */
export async function lookAtFolder(folder: string, left: ReadonlySet<string>): Promise<FolderLook> {
  let [files, bytes, oldest, isMore] = [0, 0, Number.POSITIVE_INFINITY, false]
  try {
    for await (const { name } of await opendir(folder)) {
      const file = path.join(folder, name)
      if (!isEverTaken(name) || left.has(file)) continue
      if (files >= filesInFolderMax) {
        isMore = true
        break
      }
      // It may be taken, and gone, between its name and this look.
      const found = await lstat(file).catch(() => null)
      if (found === null || !found.isFile()) continue
      files += 1
      bytes += found.size
      // The time of its last change is the sender's where it was moved here; this one is when it came.
      oldest = Math.min(oldest, found.ctimeMs)
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    return { folder: code === 'ENOENT' ? 'missing' : 'unreadable', waiting: nothing }
  }
  const oldestAt = files === 0 ? null : isoOf(Math.floor(oldest))
  return { folder: 'open', waiting: { files, bytes, isMore, oldestAt } }
}

/** Those that need somebody come first, so that a bound cuts off none of them before it must. */
export function inOrderOfNeed(folders: readonly LiveFolder[]): readonly LiveFolder[] {
  return folders.toSorted((a, b) => needOf(b) - needOf(a))
}

const needOf = ({ folder, state, waiting }: LiveFolder): number =>
  folder !== 'open' ? 3 : state === 'suspended' ? 2 : waiting.files > 0 ? 1 : 0
