/** Appends a record to the chain, in the transaction of what it records. */
import type { Database, Statement } from 'better-sqlite3'
import type { AuditNote, CommandContext } from '../store/command.ts'
import { beforeFirst, type ChainKey, hashOf, macOfHead } from './chain.ts'

export type { ChainKey } from './chain.ts'

type Head = Readonly<{ seq: number; hash: Buffer }>
type Statements = Readonly<{ head: Statement; insert: Statement; moveHead: Statement }>

// Compiled once per connection: appending happens in every command.
const compiled = new WeakMap<Database, Statements>()

export function appendRecord(
  { raw, at, actor }: Pick<CommandContext, 'raw' | 'at' | 'actor'>,
  key: ChainKey,
  { action, subject, outcome, detail = {} }: AuditNote,
): void {
  const statements = compiled.get(raw) ?? compile(raw)
  const head = (statements.head.get() as Head | undefined) ?? { seq: 0, hash: beforeFirst }
  const seq = head.seq + 1
  const fields = { seq, at, ...storable({ actor, action, subject, outcome }), detail: JSON.stringify(detail) }
  const hash = hashOf(head.hash, fields)
  statements.insert.run({ ...fields, prev: head.hash, hash })
  statements.moveHead.run({ seq, hash, mac: macOfHead(key, seq, hash) })
}

/** Half a surrogate pair can't be stored: the hash is over the text as it will be read back, or it would never fit again. */
function storable<T extends Readonly<Record<string, string>>>(texts: T): T {
  const entries = Object.entries(texts).map(([name, text]) => [name, Buffer.from(text).toString()])
  return Object.fromEntries(entries) as T
}

function compile(raw: Database): Statements {
  const statements: Statements = {
    head: raw.prepare('SELECT seq, hash FROM audit_head WHERE id = 1'),
    insert: raw.prepare(`
      INSERT INTO audit_record (seq, at, actor, action, subject, outcome, detail, prev, hash)
      VALUES (@seq, @at, @actor, @action, @subject, @outcome, @detail, @prev, @hash)`),
    moveHead: raw.prepare(`
      INSERT INTO audit_head (id, seq, hash, mac) VALUES (1, @seq, @hash, @mac)
      ON CONFLICT (id) DO UPDATE SET seq = @seq, hash = @hash, mac = @mac`),
  }
  compiled.set(raw, statements)
  return statements
}
