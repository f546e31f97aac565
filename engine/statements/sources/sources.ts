/** Who sends statements, as the setting in force says, and which account of the ledger each of their accounts is. */
import type { Database } from 'better-sqlite3'
import type { SourceAccount, StatementSource } from '../../contract/statement-sources.ts'
import { isHouseAccount } from '../../ledger/account.ts'
import { Books } from '../../ledger/books.ts'
import { settingInForce } from '../../settings/in-force.ts'
import type { QueryContext } from '../../store/command.ts'
import { perConnection } from '../../store/compiled.ts'

export type Sources = Readonly<{ version: number; sources: readonly StatementSource[] }>

export function sourcesInForce({ raw }: Pick<QueryContext, 'raw'>, _: null = null): Sources {
  const { version, value } = settingInForce(raw, 'statements')
  return { version, sources: value.sources }
}

export const findSource = (raw: Database, code: string): StatementSource | undefined =>
  sourcesInForce({ raw }).sources.find((source) => source.code === code)

/** Blanks in an IBAN are for people, and so are its capitals. */
export const asSaid = (account: string): string => account.replace(/\s/g, '').toUpperCase()

/** One that is named before one that stands for whatever is said. */
export function ownAccountOf(
  source: StatementSource | undefined,
  { said, currency }: Readonly<{ said: string; currency: string | null }>,
): SourceAccount | undefined {
  const inCurrency = source?.accounts.filter((account) => account.currency === currency) ?? []
  const named = inCurrency.find((account) => account.said !== null && asSaid(account.said) === asSaid(said))
  return named ?? inCurrency.find((account) => account.said === null)
}

/**
 * The account's number; null where there is none such. What there is one of in each currency opens when it is first needed,
 * and so does the clearing account of a producer in a further currency.
 */
export function ledgerAccount(
  { raw, at }: Readonly<{ raw: Database; at: number }>,
  { account: code, currency }: SourceAccount,
): number | null {
  const { account, currency: known, producer } = statementsOf(raw)
  const found = account.get(code, currency) as number | undefined
  if (found !== undefined || known.get(currency) === undefined) return found ?? null
  if (isHouseAccount(code)) return new Books(raw, at).house(code, currency).id
  const sender = producer.get(code) as Readonly<{ id: number; code: string }> | undefined
  return sender === undefined ? null : new Books(raw, at).clearing(sender, currency).id
}

const statementsOf = perConnection((raw) => ({
  account: raw.prepare('SELECT id FROM account WHERE code = ? AND currency = ?').pluck(),
  currency: raw.prepare('SELECT 1 FROM currency WHERE code = ?').pluck(),
  producer: raw.prepare(`SELECT id, code FROM producer WHERE 'clearing:' || code = ?`),
}))
