/** Archived files that are being handed out as they were dropped, a part at a time: what the intake thread does of it. */
import { invariant } from '../invariant.ts'
import type { ArchiveKey } from './archive.ts'
import { archivedFile } from './archived-file.ts'

export type FileFrom = Readonly<{ archive: string; offset: number }>
export type FilePart = Readonly<{ bytes: Uint8Array; last: boolean }>

/** Small enough that a part is read between two pieces of a batch without holding it up. */
export const partLength = 2 ** 20

type OpenFile = { readonly chunks: AsyncGenerator<Uint8Array>; skip: number; rest: Uint8Array }

export class OpenFiles {
  readonly #keys: readonly ArchiveKey[]
  readonly #open = new Map<number, OpenFile>()
  #lastId = 0

  constructor(keys: readonly ArchiveKey[]) {
    this.#keys = keys
  }

  /** Each chunk is proven before it is handed on, so what comes before the offset is read and passed over. */
  async open({ archive, offset }: FileFrom): Promise<number> {
    this.#lastId += 1
    this.#open.set(this.#lastId, { chunks: archivedFile(archive, this.#keys), skip: offset, rest: new Uint8Array(0) })
    return this.#lastId
  }

  async next(id: number): Promise<FilePart> {
    const file = this.#open.get(id)
    invariant(file !== undefined, 'no such file is open', { id })
    const parts = [file.rest]
    let length = file.rest.length
    while (length <= partLength) {
      const { value, done } = await file.chunks.next()
      if (done === true) {
        await this.close(id)
        return { bytes: Buffer.concat(parts), last: true }
      }
      const passed = Math.min(file.skip, value.length)
      file.skip -= passed
      parts.push(value.subarray(passed))
      length += value.length - passed
    }
    const bytes = Buffer.concat(parts)
    file.rest = bytes.subarray(partLength)
    return { bytes: bytes.subarray(0, partLength), last: false }
  }

  async close(id: number): Promise<null> {
    const file = this.#open.get(id)
    this.#open.delete(id)
    await file?.chunks.return(undefined)
    return null
  }
}
