/** What the intake thread does for statements, between the pieces of batches: reading files, and taking those that are sent in. */

import type { ArchiveKey } from '../../ingest/archive.ts'
import { archivedFile } from '../../ingest/archived-file.ts'
import { invariant } from '../../invariant.ts'
import type { Encoding } from '../first-text.ts'
import { type ReadFrom, type ReadStep, ReadSteps } from './read-steps.ts'
import { textAround } from './text-around.ts'
import { type UploadPart, Uploads } from './uploads.ts'

export type Around = Readonly<{ archive: string; place: number; encoding: Encoding | null }>

export class StatementCalls {
  readonly #keys: readonly ArchiveKey[]
  readonly #uploads: Uploads
  /** One file at a time: what one says may decide what the next one means. */
  #steps: ReadSteps | null = null

  constructor(keys: readonly ArchiveKey[], newest: ArchiveKey) {
    this.#keys = keys
    this.#uploads = new Uploads(newest)
  }

  /** Undefined for what is no call of statements. */
  answer(name: string, input: unknown): Promise<unknown> | undefined {
    switch (name) {
      case 'statementOpen':
        return this.#open(input as ReadFrom)
      case 'statementNext':
        return this.#next()
      case 'statementAround': {
        const { archive, place, encoding } = input as Around
        return textAround(archivedFile(archive, this.#keys), place, encoding)
      }
      case 'uploadPart':
        return this.#uploads.add(input as UploadPart)
      case 'uploadEnd':
        return this.#uploads.end(input as string)
      default:
        return undefined
    }
  }

  async #open(from: ReadFrom): Promise<null> {
    await this.#steps?.close()
    this.#steps = new ReadSteps(from, archivedFile(from.archive, this.#keys))
    return null
  }

  async #next(): Promise<ReadStep> {
    invariant(this.#steps !== null, 'no file of statements is being read')
    return this.#steps.next()
  }
}
