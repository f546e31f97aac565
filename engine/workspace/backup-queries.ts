/** Copies the store, encrypted under its own key, into another file: one snapshot, while the writer goes on. */

import { type ChainHead, readHead } from '../audit/anchor.ts'
import { failureOf } from '../failure.ts'
import type { QueryContext } from '../store/command.ts'

export function copyStore({ raw }: QueryContext, { to }: Readonly<{ to: string }>): ChainHead {
  // VACUUM refuses to run inside the transaction that every query has; it makes a snapshot of its own. The head is read
  // before, so it lies at or before the copy's.
  const head = readHead({ raw }, null)
  raw.exec('COMMIT')
  raw.pragma('query_only = OFF')
  try {
    raw.prepare('VACUUM INTO ?').run(to)
    return head
  } catch (error) {
    throw failureOf(error, { file: to }) ?? error
  } finally {
    raw.pragma('query_only = ON')
  }
}
