/** The fifth law: the same caller and key give the same answer and one entry; other content under it is refused. */
import { hash } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import { perConnection } from '../store/compiled.ts'
import { withoutTrace } from '../store/savepoint.ts'
import type { RefusalOf } from './refusal.ts'

export type Asked = Readonly<{ caller: string; key: string; content: Uint8Array }>

/** What a key is bound to: everything that was asked but the key itself. Fields may come in any order. */
export const contentHash = (content: unknown): Uint8Array => hash('sha256', canonical(content), 'buffer')

/** An answer has no status; whatever has one was refused. */
type Refused<O> = Extract<O, Readonly<{ status: string }>>
type Answer<O> = Exclude<O, Readonly<{ status: string }>>

const isRefused = (outcome: object): boolean => 'status' in outcome

/**
 * Does what was asked unless it was done before. A refusal leaves nothing behind, not even an account that was opened on
 * the way, and binds nothing: the same key may be used again once the reason is gone.
 */
export function onlyOnce<O extends object>(
  { raw, at }: Readonly<{ raw: Database; at: number }>,
  asked: Asked,
  act: () => O,
):
  | Readonly<{ status: 'done' | 'replayed'; answer: Answer<O> }>
  | Refused<O>
  | RefusalOf<'key_reused_with_other_content'> {
  const earlier = earlierAnswer<Answer<O>>(raw, asked)
  if (earlier !== null) return 'answer' in earlier ? { status: 'replayed', answer: earlier.answer } : earlier
  const outcome = withoutTrace(raw, act, isRefused)
  if (isRefused(outcome)) return outcome as Refused<O>
  const answer = outcome as Answer<O>
  statementsOf(raw).bind.run(asked.caller, asked.key, asked.content, JSON.stringify(answer), at)
  return { status: 'done', answer }
}

function earlierAnswer<T>(
  raw: Database,
  { caller, key, content }: Asked,
): Readonly<{ answer: T }> | RefusalOf<'key_reused_with_other_content'> | null {
  const row = statementsOf(raw).find.get(caller, key) as { content: Buffer; answer: string } | undefined
  if (row === undefined) return null
  if (!row.content.equals(content)) return { status: 'key_reused_with_other_content', key }
  return { answer: JSON.parse(row.answer) as T }
}

/** One text for one content: keys in order, and what is not said is left out. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`).join()}}`
}

const statementsOf = perConnection((raw) => ({
  find: raw.prepare('SELECT content, answer FROM operation_key WHERE caller = ? AND key = ?'),
  bind: raw.prepare('INSERT INTO operation_key (caller, key, content, answer, at) VALUES (?, ?, ?, ?, ?)'),
}))
