/**
 * The intake thread's work: taking a file into the archive, checking a batch, and reading it again piece by piece for
 * posting. It reads the store on a connection of its own to know which identities somebody has claimed.
 */
import type { MessagePort } from 'node:worker_threads'
import type { Database } from 'better-sqlite3'
import type { Mapping } from '../contract/agreements.ts'
import { invariant } from '../invariant.ts'
import { StatementCalls } from '../statements/intake/thread-calls.ts'
import { connect } from '../store/connection.ts'
import { announceStart, answerCalls, Handed } from '../threads/call.ts'
import type { ArchiveKey } from './archive.ts'
import { archivedFile } from './archived-file.ts'
import { findContext, findLine } from './archived-line.ts'
import { type CheckStep, FileCheck } from './check/check-file.ts'
import type { FileToRead } from './file-to-read.ts'
import { type FileFrom, OpenFiles } from './open-files.ts'
import { memoryOf } from './posting/piece.ts'
import { RowsToPost } from './posting/rows-to-post.ts'
import { findRows } from './rows/find-rows.ts'
import { type TakeInput, takeFiles } from './take-file.ts'
import { type CompareInput, OpenComparisons } from './verify/open-comparisons.ts'

export type LineInput = Readonly<{ archive: string; line: number; mapping: Mapping; name: string }>
export type ContextInput = LineInput & Readonly<{ around: number }>
export type RowsInput = Readonly<{ file: FileToRead; lines: readonly number[] }>
export type PostFrom = Readonly<{ afterLine: number }>

export type IntakeOptions = Readonly<{ keys: readonly ArchiveKey[]; file: string; key: Uint8Array }>

export function runIntake(port: MessagePort, { keys, file, key }: IntakeOptions): void {
  void announceStart(port, () => {
    const raw = connect({ file, key, mode: 'read' })
    const reading = new Reading(raw, keys)
    const files = new OpenFiles(keys)
    const comparisons = new OpenComparisons(raw, keys)
    const statements = new StatementCalls(keys, newest(keys))
    answerCalls(port, ({ name, input }) => {
      switch (name) {
        case 'take':
          return takeFiles(input as readonly TakeInput[], newest(keys))
        case 'check':
          return reading.check(input as FileToRead)
        case 'checkNext':
          return reading.checkNext()
        case 'rows':
          return reading.rows(input as PostFrom)
        case 'rowsNext':
          return reading.rowsNext()
        case 'line': {
          const { archive, line, ...file } = input as LineInput
          return findLine(archivedFile(archive, keys), line, file)
        }
        case 'context': {
          const { archive, ...asked } = input as ContextInput
          return findContext(archivedFile(archive, keys), asked)
        }
        case 'rowsAgain': {
          const { file, lines } = input as RowsInput
          return findRows(archivedFile(file.archive, keys), file, lines)
        }
        case 'fileOpen':
          return files.open(input as FileFrom)
        case 'fileNext':
          return files.next(input as number)
        case 'fileClose':
          return files.close(input as number)
        case 'compareBegin':
          return comparisons.begin(input as CompareInput)
        case 'compareNext':
          return comparisons.next(input as number)
        case 'compareClose':
          return comparisons.close(input as number)
        case 'compareStrays':
          return comparisons.strays(input as { anew: boolean })
        default: {
          const answer = statements.answer(name, input)
          if (answer === undefined) throw new RangeError(`no such call: ${name}`)
          return answer
        }
      }
    })
    port.once('close', () => raw.close())
  })
}

function newest(keys: readonly ArchiveKey[]): ArchiveKey {
  const key = keys.toSorted((a, b) => b.generation - a.generation)[0]
  invariant(key !== undefined, 'the intake has no archive key')
  return key
}

/** The batch that is being read. One at a time: batches of one workspace post one after another. */
class Reading {
  readonly #raw: Database
  readonly #keys: readonly ArchiveKey[]
  #file: FileToRead | undefined
  #check: FileCheck | undefined
  #rows: RowsToPost | undefined

  constructor(raw: Database, keys: readonly ArchiveKey[]) {
    this.#raw = raw
    this.#keys = keys
  }

  async check(file: FileToRead): Promise<null> {
    await this.#rows?.end()
    this.#file = file
    this.#check = new FileCheck(this.#raw, file, archivedFile(file.archive, this.#keys))
    return null
  }

  async checkNext(): Promise<CheckStep> {
    invariant(this.#check !== undefined, 'no batch is being checked')
    return this.#check.next()
  }

  /** Only of the batch that was checked last: which rows are suspect is known from there. */
  async rows({ afterLine }: PostFrom): Promise<null> {
    const [file, check] = [this.#file, this.#check]
    const suspects = check?.suspects ?? null
    invariant(file !== undefined && suspects !== null, 'a batch is posted that was not checked')
    const chunks = archivedFile(file.archive, this.#keys)
    this.#rows = new RowsToPost(file, { chunks, suspects, afterLine })
    return null
  }

  async rowsNext(): Promise<Handed | null> {
    invariant(this.#rows !== undefined, 'no batch is being read')
    const piece = await this.#rows.next()
    return piece === null ? null : new Handed(piece, memoryOf(piece))
  }
}
