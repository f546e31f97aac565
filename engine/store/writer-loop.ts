/**
 * The writer thread's work: commands one after another, each in its own transaction with its audit record. Nothing else
 * in the process may write to the store.
 */

import type { MessagePort } from 'node:worker_threads'
import type { Database } from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import { appendRecord, type ChainKey } from '../audit/append.ts'
import { proveHead } from '../audit/prove-head.ts'
import { now } from '../calendar/instant.ts'
import { invariant } from '../invariant.ts'
import { announceStart, answerCalls, type CallRequest } from '../threads/call.ts'
import { Checkpoints } from './checkpoint.ts'
import type { CommandContext, CommandMap } from './command.ts'
import { connect, rekey } from './connection.ts'
import { migrations } from './migrations/migrations.ts'
import type { Tables, Writer } from './tables.ts'
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
}>

export function runWriter(port: MessagePort, commands: CommandMap, options: WriterOptions): void {
  void announceStart(port, () => {
    const raw = openForWriting(options)
    proveHead({ raw, at: now() }, options.chainKey, options.earlierChainKeys)
    const execute = executorOf(raw, commands, options.chainKey)
    const checkpoints = new Checkpoints(raw)
    const answer = async (request: CallRequest): Promise<unknown> => {
      const outcome = await execute(request)
      checkpoints.afterCommand()
      return outcome
    }
    answerCalls(port, answer, () => checkpoints.whenIdle())
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
): (request: Pick<CallRequest, 'name' | 'input' | 'actor'>) => Promise<unknown> {
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: raw }) }) as Writer
  return async ({ name, input, actor }) => {
    const command = commands[name]
    invariant(command !== undefined, 'no such command', { name })
    const context: CommandContext = { db, raw, at: now(), actor }
    raw.exec('BEGIN IMMEDIATE')
    try {
      const outcome = await command.run(context, input as never)
      if (command.record !== null) {
        appendRecord(context, chainKey, command.record(input as never, outcome as never))
      }
      raw.exec('COMMIT')
      return outcome
    } catch (error) {
      // SQLite itself has already rolled back after some failures, a full disk for one.
      if (raw.inTransaction) raw.exec('ROLLBACK')
      throw error
    }
  }
}
