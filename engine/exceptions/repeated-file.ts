/**
 * A producer's program that sends one file again and again is one matter, as long as nobody has decided about it: each copy
 * joins the exception of the first, which counts them.
 */
import type { Database } from 'better-sqlite3'
import type { RuleFact } from '../contract/rule-facts.ts'
import { perConnection } from '../store/compiled.ts'
import { raise } from './raise.ts'

export type Copy = Readonly<{ batch: number; producer: number; sha256: Buffer }>

/** Answers whether there was an exception to join. */
export function joinRepeated(raw: Database, at: number, { batch, producer, sha256 }: Copy): boolean {
  const open = statementsOf(raw).open.get(producer, sha256) as Open | undefined
  if (open === undefined) return false
  const { facts = [], copies = 1 } = JSON.parse(open.detail) as Detail
  raise(
    raw,
    at,
    {
      code: 'FILE_REPEATED',
      scope: 'batch',
      producer,
      batch: open.batch,
      cause: '',
      rows: open.rows,
      amount: null,
      client: null,
      line: null,
      found: null,
      facts,
      detail: { copies: copies + 1, lastCopy: batch },
    },
    { told: { batch } },
  )
  return true
}

type Open = Readonly<{ batch: number; rows: number; detail: string }>
type Detail = Readonly<{ facts?: readonly RuleFact[]; copies?: number }>

const statementsOf = perConnection((raw) => ({
  open: raw.prepare(`
    SELECT batch.id AS batch, exception.rows, exception.detail FROM batch
    JOIN exception ON exception.batch_id = batch.id AND exception.code = 'FILE_REPEATED'
    WHERE batch.producer_id = ? AND batch.sha256 = ? AND exception.status <> 'resolved'
    ORDER BY batch.id LIMIT 1`),
}))
