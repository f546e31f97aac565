/** The fifth law for messages: asked again with the same key, nothing is written a second time. */
import type { Database } from 'better-sqlite3'
import { contentHash, onlyOnce } from '../operations/keys.ts'
import type { RefusalOf } from '../operations/refusal.ts'

export type Written = Readonly<{ message: number }>
export type WrittenOnce = Readonly<{ status: 'done' | 'replayed'; message: number }>
export type KeyReused = RefusalOf<'key_reused_with_other_content'>

type Asked = Readonly<{ user: number; procedure: string; key: string; content: unknown }>

export function writtenOnce<R extends Readonly<{ status: string }>>(
  context: Readonly<{ raw: Database; at: number }>,
  { user, procedure, key, content }: Asked,
  act: () => Written | R,
): WrittenOnce | R | KeyReused {
  const asked = { caller: `user:${user}`, key, content: contentHash({ procedure, content }) }
  const outcome: Once | R | KeyReused = onlyOnce<Written | R>(context, asked, act) as Once | R | KeyReused
  return isOnce(outcome) ? { status: outcome.status, ...outcome.answer } : outcome
}

type Once = Readonly<{ status: 'done' | 'replayed'; answer: Written }>

const isOnce = (outcome: Readonly<{ status: string }>): outcome is Once => 'answer' in outcome
