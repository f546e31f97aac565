/**
 * Lines of a bank that say by themselves what they are, and that nobody has posted: a transfer to an account number of a
 * wallet, a fund request that came to the bank, a gateway's payout of many, and a settlement or withdrawal that is expected.
 */
import type { Database } from 'better-sqlite3'
import { expectedOfReference } from '../../expected/record.ts'
import { type FundRecord, findFundRequest } from '../../funding/request.ts'
import { settingInForce } from '../../settings/in-force.ts'
import type { QueryContext } from '../../store/command.ts'
import { perConnection } from '../../store/compiled.ts'
import { type Item, sides } from '../items/open-items.ts'
import { keyOfReference, referencesInText } from '../references/reference-key.ts'
import { expectedByLine, isAnyExpected } from './expected-line.ts'
import { findPayout, type Payout } from './payout.ts'

export type Booking = Readonly<{ line: Item; reference: string | null }> &
  (
    | Readonly<{ kind: 'transfer'; number: string }>
    | Readonly<{ kind: 'fund'; request: number; received: number; fee: number }>
    | Readonly<{ kind: 'payout'; payout: Payout }>
    | Readonly<{ kind: 'expected'; expected: number }>
    /** The producer says in its own file that it has paid: nothing moves yet. */
    | Readonly<{ kind: 'told'; expected: number }>
  )

export type BookableAsked = Readonly<{ account: number; isWhole: boolean; statements: readonly number[] }>

type LineRow = Readonly<{
  id: number
  day: number
  amount: number
  refs: string
  name: string | null
  number: string | null
  text: string
  rest: string | null
}>

export function bookableLines(
  { raw }: Pick<QueryContext, 'raw'>,
  { account, isWhole, statements }: BookableAsked,
): readonly Booking[] {
  const { code, kind, currency } = statementsOf(raw).account.get(account) as {
    code: string
    kind: string
    currency: string
  }
  const isExpecting = isAnyExpected(raw)
  const isBank = kind === 'omnibus'
  if (!isBank && !(isExpecting && kind === 'clearing')) return []
  const rows = isWhole
    ? (statementsOf(raw).allOpen.all({ account }) as LineRow[])
    : statements.flatMap((statement) => statementsOf(raw).openOf.all({ account, statement }) as LineRow[])
  const bank = { account, code, currency, isExpecting }
  return rows.flatMap((row) => (isBank ? bookingOf(raw, bank, row) : toldBy(raw, account, row)) ?? [])
}

type Bank = Readonly<{ account: number; code: string; currency: string; isExpecting: boolean }>

/** A producer's own file sees its side of the account: what it paid us, it takes off there. */
function toldBy(raw: Database, account: number, row: LineRow): Booking | null {
  const line: Item = { side: sides.line, item: row.id, day: row.day, amount: row.amount }
  for (const name of namesOf(row)) {
    const record = expectedOfReference(raw, name)
    const isNews = record?.state === 'requested' || record?.state === 'pending'
    if (record !== null && isNews && record.account === account && record.amount === 0 - row.amount)
      return { line, reference: name, kind: 'told', expected: record.id }
  }
  return null
}

function bookingOf(raw: Database, bank: Bank, row: LineRow): Booking | null {
  const line: Item = { side: sides.line, item: row.id, day: row.day, amount: row.amount }
  const names = namesOf(row)
  const of = { line, reference: names[0] ?? null }
  for (const name of row.amount > 0 ? names : []) {
    const number = statementsOf(raw).virtual.get({ account: bank.account, number: name.replaceAll(' ', '') })
    if (number !== undefined) return { ...of, kind: 'transfer', number: number as string }
    const request = findFundRequest(raw, name)
    const settled = request === null ? null : settledBy(raw, request, bank.currency, row.amount)
    if (settled !== null) return { ...of, kind: 'fund', ...settled }
    const key = keyOfReference(name)
    const payout = key === null ? null : findPayout(raw, bank.currency, key, row.amount)
    if (payout !== null) return { ...of, reference: name, kind: 'payout', payout }
  }
  // What a person took apart is for people.
  if (!bank.isExpecting || statementsOf(raw).apart.get(bank.account, row.id) !== undefined) return null
  const expected = expectedByLine(raw, { ...bank, amount: row.amount, names, parties: partiesOf(row) })
  return expected === null ? null : { ...of, kind: 'expected', expected }
}

/** All of it, or all but what the gateway usually keeps; anything else a person looks at. */
function settledBy(raw: Database, request: FundRecord, currency: string, received: number) {
  if (request.settledAt !== null || request.currency !== currency) return null
  const fee = request.amount - received
  const agreed = settingInForce(raw, 'gateways').value.gateways.find(({ name }) => name === request.gateway)
  const usual =
    Math.floor((request.amount * (agreed?.feePercentBasisPoints ?? 0) + 5_000) / 10_000) + (agreed?.feeFixed ?? 0)
  return fee === 0 || (fee > 0 && fee === usual) ? { request: request.id, received, fee } : null
}

type Rest = Readonly<{
  details?: readonly Readonly<{
    references?: readonly Readonly<{ value: string }>[]
    party?: Readonly<{ name: string | null; account: string | null }> | null
    text?: string
  }>[]
}>

const partiesOf = ({ name, number, rest }: LineRow): readonly string[] => [
  ...[name, number].flatMap((party) => party ?? []),
  ...(rest === null ? [] : ((JSON.parse(rest) as Rest).details ?? [])).flatMap(({ party }) =>
    [party?.name, party?.account].flatMap((one) => one ?? []),
  ),
]

/** What it is called by, its references first. */
function namesOf({ refs, text, rest }: LineRow): readonly string[] {
  const details = rest === null ? [] : ((JSON.parse(rest) as Rest).details ?? [])
  return [
    ...(JSON.parse(refs) as readonly (readonly [string, string])[]).map(([, value]) => value),
    ...details.flatMap(({ references = [] }) => references.map(({ value }) => value)),
    ...referencesInText(text),
    ...details.flatMap((detail) => referencesInText(detail.text ?? '')),
  ]
}

const lineColumns = `
  line.id, line.day, line.amount, line.refs, line.party_name AS name, line.party_account AS number, line.text, line.rest`
const isOpen = `
  open_item AS open ON open.account = @account AND open.side = 0 AND open.day = line.day AND open.amount = line.amount
    AND open.item = line.id`

const statementsOf = perConnection((raw) => ({
  account: raw.prepare('SELECT code, kind, currency FROM account WHERE id = ?'),
  apart: raw.prepare('SELECT 1 FROM kept_apart WHERE account = ? AND line = ? LIMIT 1'),
  virtual: raw
    .prepare(`
      SELECT number FROM virtual_account WHERE number = @number AND omnibus = @account AND state = 'active'`)
    .pluck(),
  allOpen: raw.prepare(`
    SELECT ${lineColumns} FROM open_item AS open CROSS JOIN statement_line AS line ON line.id = open.item
    WHERE open.account = @account AND open.side = 0`),
  openOf: raw.prepare(`
    SELECT ${lineColumns} FROM statement CROSS JOIN statement_line AS line ON line.id BETWEEN first_line AND last_line
    CROSS JOIN ${isOpen} WHERE statement.id = @statement`),
}))
