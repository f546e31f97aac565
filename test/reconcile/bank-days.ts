/** Postings, lines and proofs of one bank, told by how many days after the first they are. */
import type { Database } from 'better-sqlite3'
import { dayOfNumber } from '../../engine/calendar/day.ts'
import type { OmnibusProof } from '../../engine/contract/reconciliation.ts'
import { proveOmnibus } from '../../engine/reconcile/proof/prove.ts'
import type { MadeLine, MadePosting } from './two-sides.ts'

export const firstDay = 20_700

export const posting = (day: number, amount: number, reference: string): MadePosting => ({
  day: firstDay + day,
  amount,
  client: 'anna',
  reference,
  bank: null,
})

export const line = (day: number, amount: number, reference: string): MadeLine => ({
  day: firstDay + day,
  amount,
  refs: [['end_to_end', reference]],
  party: null,
  text: '',
  charge: 0,
})

export function proofOfBank(raw: Database, day: number): OmnibusProof {
  const proven = proveOmnibus({ raw }, { account: 'omnibus:main', day: dayOfNumber(firstDay + day) })
  if (proven.status !== 'proven') throw new Error(proven.status)
  return proven.proof
}
