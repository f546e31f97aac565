/** Files leave their folder when they are recorded. One that can't be removed is remembered, and never taken twice. */
import { lstat, unlink } from 'node:fs/promises'
import { failureOf } from '../failure.ts'
import type { DropFile } from './drop-folder.ts'
import { controlFileOf } from './sidecar.ts'
import type { Troubles } from './troubles.ts'

/** `id`: the batch, or the file of statements, that it was recorded as. */
export type TakenFile = Readonly<{ id: number; path: string; inode: string; bytes: number; modifiedAt: number }>

type LeftFile = Readonly<{ id: number; path: string; inode: string; bytes: number; modified_at: number }>

/** Where it is recorded which files are taken and have not left their folder. */
export type FolderRecord = Readonly<{
  left: () => Promise<readonly LeftFile[]>
  noteGone: (ids: readonly number[]) => Promise<unknown>
}>

export class DroppedFiles {
  readonly #record: FolderRecord
  readonly #troubles: Troubles

  constructor(record: FolderRecord, troubles: Troubles) {
    this.#record = record
    this.#troubles = troubles
  }

  async remove(files: readonly TakenFile[]): Promise<void> {
    const removed = await Promise.all(files.map((file) => this.#removeOne(file)))
    const ids = files.flatMap(({ id }, index) => (removed[index] === true ? [id] : []))
    if (ids.length > 0) await this.#record.noteGone(ids)
  }

  async #removeOne(taken: TakenFile): Promise<boolean> {
    const { path: file } = taken
    try {
      // What belongs to it goes first: once the file is gone, a start after a crash would not look for it any more.
      await Promise.all([removeFile(`${file}.done`), removeFile(controlFileOf(file))])
      // Another file may have come under this name since ours was read, and that one nobody has read yet.
      if (await isStillThere(taken)) await removeFile(file)
      this.#troubles.over(file)
      return true
    } catch (error) {
      const failure = failureOf(error)
      if (failure === undefined || failure.code !== 'workspace_unwritable') throw error
      this.#troubles.note(file, 'file_not_removable')
      return false
    }
  }

  /** What could not be removed before is tried again. Answers the files that are still there. */
  async removeLeft(files: readonly DropFile[]): Promise<ReadonlySet<string>> {
    const left = new Set<string>()
    const gone: number[] = []
    for (const row of await this.#record.left()) {
      const file = files.find((each) => each.path === row.path)
      const same = file?.inode === row.inode && file.size === row.bytes && Math.floor(file.mtimeMs) === row.modified_at
      const { id, path, inode, bytes, modified_at: modifiedAt } = row
      // Gone, or replaced by another file under the same name: either way ours is not there any more.
      if (!same) gone.push(id)
      else {
        left.add(path)
        await this.remove([{ id, path, inode, bytes, modifiedAt }])
      }
    }
    if (gone.length > 0) await this.#record.noteGone(gone)
    return left
  }
}

async function isStillThere({ path: file, inode, bytes, modifiedAt }: TakenFile): Promise<boolean> {
  const found = await lstat(file).catch(() => null)
  return (
    found !== null && String(found.ino) === inode && found.size === bytes && Math.floor(found.mtimeMs) === modifiedAt
  )
}

/**
 * By `unlink`, because `rm` takes a file that it may not remove for a folder, and then says that it is none. A name as long
 * as the file system takes leaves no room for a marker, so there is none to remove.
 */
async function removeFile(file: string): Promise<void> {
  await unlink(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT' && error.code !== 'ENAMETOOLONG') throw error
  })
}
