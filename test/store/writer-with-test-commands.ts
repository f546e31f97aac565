/** Entry of a writer thread like the engine's own, with commands that misbehave in the ways a command can. */
import { parentPort, workerData } from 'node:worker_threads'
import type { Database } from 'better-sqlite3'
import { Failure } from '../../engine/failure.ts'
import { invariant } from '../../engine/invariant.ts'
import { type AuditNote, command } from '../../engine/store/command.ts'
import { connect } from '../../engine/store/connection.ts'
import { runWriter, type WriterOptions } from '../../engine/store/writer-loop.ts'

export type Word = Readonly<{ code: string }>

const record = ({ code }: Word): AuditNote => ({ action: 'word.add', subject: code, outcome: 'done' })

const insert = `INSERT INTO currency (code, digits) VALUES (?, 2)`

export const testCommands = {
  add: command({
    topics: ['workspace'],
    record,
    run: ({ raw }, { code }: Word) => raw.prepare(insert).run(code).changes,
  }),
  addAndThrow: command({
    topics: [],
    record,
    run: ({ raw }, { code }: Word): null => {
      raw.prepare(insert).run(code)
      throw new TypeError('a bug after the first write')
    },
  }),
  addAndRecordNothing: command({
    topics: [],
    record: (): AuditNote => {
      throw new TypeError('a bug in the record')
    },
    run: ({ raw }, { code }: Word) => raw.prepare(insert).run(code).changes,
  }),
  addAndAnswerAFunction: command({
    topics: [],
    record,
    run: ({ raw }, { code }: Word) => {
      raw.prepare(insert).run(code)
      return () => code
    },
  }),
  /** Reads, waits, and writes what it read plus one: two of these at once would lose one. */
  countSlowly: command({
    topics: [],
    record: () => ({ action: 'count', subject: 'digits', outcome: 'done' }),
    run: async ({ db }, { code }: Word) => {
      const { digits } = await db
        .selectFrom('currency')
        .select('digits')
        .where('code', '=', code)
        .executeTakeFirstOrThrow()
      await new Promise((resolve) => setTimeout(resolve, 2))
      await db
        .updateTable('currency')
        .set({ digits: (digits + 1) % 5 })
        .where('code', '=', code)
        .execute()
      return digits
    },
  }),
  /** A refusal is an outcome like any other: it is recorded, and what it wrote before would stay. */
  refuse: command({
    topics: [],
    record: ({ code }: Word, outcome: Readonly<{ status: string }>): AuditNote => ({
      action: 'word.add',
      subject: code,
      outcome: outcome.status,
    }),
    run: (_, { code }: Word) => ({ status: 'code_unwanted', code }),
  }),
  addAndFail: command({
    topics: [],
    record,
    run: ({ raw }, { code }: Word): null => {
      raw.prepare(insert).run(code)
      throw new Failure('directory_unusable', { code })
    },
  }),
  /** What SQLite does by itself after some failures, a full disk for one: all of the transaction is gone. */
  addAndLoseAll: command({
    topics: [],
    record,
    run: ({ raw }, { code }: Word): null => {
      raw.prepare(insert).run(code)
      raw.exec('ROLLBACK')
      throw new Failure('disk_full', { code })
    },
  }),
  /** Nothing refuses it until the commit: its reference is only looked at then. */
  addWhatCanNotBeCommitted: command({
    topics: [],
    record,
    run: ({ raw }, { code }: Word) => {
      raw.prepare(insert).run(code)
      raw
        .prepare(
          `INSERT INTO account (code, kind, currency, client_id) VALUES ('wallet:nobody', 'wallet', ?, 'nobody')`,
        )
        .run(code)
      return null
    },
  }),
  /** How many currencies it sees itself, and how many are durable, so that anybody else sees them. */
  look: command({
    topics: [],
    record: null,
    run: ({ raw }) => ({ inside: countOf(raw), outside: countOutside() }),
  }),
  lookAtLength: command({
    topics: [],
    record: null,
    isLong: true,
    run: ({ raw }) => ({ inside: countOf(raw), outside: countOutside() }),
  }),
  /** What is asked while this one works waits together. */
  pause: command({
    topics: [],
    record: null,
    isLong: true,
    run: async () => {
      await new Promise((resolve) => setTimeout(resolve, 120))
      return null
    },
  }),
  /** Works longer than a group may. */
  addSlowly: command({
    topics: [],
    record,
    run: async ({ raw }, { code }: Word) => {
      await new Promise((resolve) => setTimeout(resolve, 120))
      return raw.prepare(insert).run(code).changes
    },
  }),
  die: command({ topics: [], record: null, run: (): null => process.exit(3) }),
  dieOfABug: command({
    topics: [],
    record: null,
    run: async () => {
      queueMicrotask(() => {
        throw new TypeError('thrown where nobody catches')
      })
      await new Promise((resolve) => setTimeout(resolve, 5_000))
      return null
    },
  }),
  hang: command({ topics: [], record: null, run: () => new Promise<null>(() => undefined) }),
}

const countOf = (raw: Database): unknown => raw.prepare('SELECT count(*) FROM currency').pluck().get()

function countOutside(): unknown {
  invariant(isWriterOptions(workerData), 'looking is for a thread')
  const other = connect({ file: workerData.file, key: workerData.key, mode: 'read' })
  try {
    return countOf(other)
  } finally {
    other.close()
  }
}

// The test reads the names of the commands from this file too, and it is no thread.
if (parentPort !== null && isWriterOptions(workerData)) {
  invariant(parentPort !== null, 'the writer runs as a thread')
  runWriter(parentPort, testCommands, workerData)
}

function isWriterOptions(data: unknown): data is WriterOptions {
  return typeof data === 'object' && data !== null && 'chainKey' in data
}
