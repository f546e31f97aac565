/**
 * The writer thread's work: commands one after another, each wholly or not at all, together with its audit record. Those
 * that wait together share a commit. Nothing else in the process may write to the store.
 */

import type { MessagePort } from 'node:worker_threads'
import type { Database } from 'better-sqlite3'
import { appendRecord, type ChainKey } from '../audit/append.ts'
import { proveHead } from '../audit/prove-head.ts'
import { now } from '../calendar/instant.ts'
import { invariant } from '../invariant.ts'
import { announceStart, answerCallsInGroups } from '../threads/call.ts'
import { Checkpoints } from './checkpoint.ts'
import type { CommandContext, CommandMap } from './command.ts'
import { connect, rekey } from './connection.ts'
import { kyselyOn } from './kysely-on.ts'
import { migrations } from './migrations/migrations.ts'
import { handOverTopics } from './noted-topics.ts'
import type { Writer } from './tables.ts'
import { type Asked, Transactions } from './transactions.ts'
import { upgrade } from './upgrade.ts'

export type WriterOptions = Readonly<{
  file: string
  key: Uint8Array
  chainKey: ChainKey
  earlierChainKeys?: readonly ChainKey[] | undefined
  /** Where the copy before an upgrade is kept. */
  copies: string
  /** Set when the master key is replaced: the whole store is encrypted anew before the first command. */
  newKey?: Uint8Array | undefined
  /** How many calls the callers have not been answered yet, kept by them. */
  asked?: Int32Array | undefined
  /** What changed beside what each command always changes, told to the callers. */
  noted?: Int32Array | undefined
}>

export function runWriter(port: MessagePort, commands: CommandMap, options: WriterOptions): void {
  void announceStart(port, () => {
    const raw = openForWriting(options)
    proveHead({ raw, at: now() }, options.chainKey, options.earlierChainKeys)
    const { asked } = options
    const othersWait = (): boolean => asked !== undefined && Atomics.load(asked, 0) > 1
    const transactions = transactionsOf(raw, commands, { chainKey: options.chainKey, othersWait })
    const checkpoints = new Checkpoints(raw)
    answerCallsInGroups(port, {
      answerFront: async (waiting) => {
        const ended = await transactions.front(waiting)
        if (options.noted !== undefined) handOverTopics(raw, options.noted)
        checkpoints.afterCommand()
        return ended
      },
      onIdle: () => checkpoints.whenIdle(),
    })
    port.once('close', () => {
      checkpoints.last()
      raw.close()
    })
  })
}

function openForWriting({ file, key, copies, newKey }: WriterOptions): Database {
  upgrade({ file, key, copies, migrations })
  const raw = connect({ file, key, mode: 'write' })
  if (newKey === undefined) return raw
  rekey(raw, newKey)
  raw.close()
  return connect({ file, key: newKey, mode: 'write' })
}

/** Runs named commands on a connection; the writer thread has one, and so have tests that need no thread. */
export function executorOf(
  raw: Database,
  commands: CommandMap,
  chainKey: ChainKey,
): (request: Asked) => Promise<unknown> {
  const transactions = transactionsOf(raw, commands, { chainKey, othersWait: () => false })
  return (request) => transactions.alone(request)
}

type Surroundings = Readonly<{ chainKey: ChainKey; othersWait: () => boolean }>

function transactionsOf(raw: Database, commands: CommandMap, { chainKey, othersWait }: Surroundings): Transactions {
  const db = kyselyOn(raw) as Writer
  const run = async ({ name, input, actor }: Asked): Promise<unknown> => {
    const command = commands[name]
    invariant(command !== undefined, 'no such command', { name })
    const context: CommandContext = { db, raw, at: now(), actor, othersWait }
    const outcome = await command.run(context, input as never)
    const note = command.record?.(input as never, outcome as never) ?? null
    if (note !== null) appendRecord(context, chainKey, note)
    return outcome
  }
  return new Transactions(raw, {
    run,
    isLong: ({ name }) => commands[name]?.isLong === true,
    inBulk: ({ name }) => commands[name]?.inBulk === true,
  })
}
