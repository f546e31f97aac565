/** Entry of a writer thread like the engine's own, with commands that misbehave in the ways a command can. */
import { parentPort, workerData } from 'node:worker_threads'
import { invariant } from '../../engine/invariant.ts'
import { type AuditNote, command } from '../../engine/store/command.ts'
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

// The test reads the names of the commands from this file too, and it is no thread.
if (parentPort !== null && isWriterOptions(workerData)) {
  invariant(parentPort !== null, 'the writer runs as a thread')
  runWriter(parentPort, testCommands, workerData)
}

function isWriterOptions(data: unknown): data is WriterOptions {
  return typeof data === 'object' && data !== null && 'chainKey' in data
}
