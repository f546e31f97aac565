/**
 * Which expected payment a bank's line is: by our reference, by the caller's of a withdrawal, or, where the line is of
 * somebody whom an agreement names, by the amount of the only settlement that it could be.
 */
import type { Database } from 'better-sqlite3'
import { type ExpectedRecord, expectedColumns, expectedOfReference, isOpen, leftOf } from '../../expected/record.ts'
import { agreementInForce } from '../../producers/agreements.ts'
import { perConnection } from '../../store/compiled.ts'
import { normalReference } from '../references/reference-key.ts'

export type SaidByLine = Readonly<{
  currency: string
  amount: number
  /** What it is called by, its references first. */
  names: readonly string[]
  /** Names and account numbers of whoever stands on the other side. */
  parties: readonly string[]
}>

/** Asked once for many lines: mostly nothing is expected, and then no line is looked at. */
export const isAnyExpected = (raw: Database): boolean => statementsOf(raw).any.get() !== undefined

export function expectedByLine(raw: Database, said: SaidByLine): number | null {
  for (const name of said.names) {
    const record = expectedOfReference(raw, name)
    if (record !== null) return isPaidBy(record, said) ? record.id : null
  }
  return withdrawalOfCaller(raw, said) ?? settlementOfParty(raw, said)
}

const isPaidBy = (record: ExpectedRecord, { currency, amount }: Pick<SaidByLine, 'currency' | 'amount'>): boolean =>
  isOpen(record) && record.currency === currency && leftOf(record) === amount

function withdrawalOfCaller(raw: Database, said: SaidByLine): number | null {
  if (said.amount > 0) return null
  for (const name of said.names) {
    const records = statementsOf(raw).ofCaller.all(name) as ExpectedRecord[]
    const open = records.filter((record) => isPaidBy(record, said))
    if (open.length === 1) return open[0]?.id ?? null
  }
  return null
}

function settlementOfParty(raw: Database, { currency, amount, parties }: SaidByLine): number | null {
  const said = new Set(parties.map(normalReference).filter((party) => party !== ''))
  if (said.size === 0) return null
  const records = statementsOf(raw).ofAmount.all({ currency, amount }) as ExpectedRecord[]
  const known = records.filter(({ producer }) => {
    const terms = producer === null ? null : agreementInForce({ raw }, { producer }).agreement.settlement
    return (terms?.knownAs ?? []).some((name) => said.has(normalReference(name)))
  })
  return known.length === 1 ? (known[0]?.id ?? null) : null
}

const statementsOf = perConnection((raw) => ({
  any: raw.prepare(`SELECT 1 FROM expected_payment WHERE state IN ('requested', 'pending', 'paid', 'failed') LIMIT 1`),
  ofCaller: raw.prepare(`
    SELECT ${expectedColumns} FROM entry JOIN expected_payment ON expected_payment.withdrawal = entry.id
    WHERE entry.reference = ? AND entry.kind = 'withdrawal'`),
  ofAmount: raw.prepare(`
    SELECT ${expectedColumns} FROM expected_payment
    WHERE kind = 'settlement' AND state IN ('requested', 'pending', 'paid') AND currency = @currency AND amount = @amount`),
}))
