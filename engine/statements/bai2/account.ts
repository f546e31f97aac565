import type { StatementFault } from '../statement.ts'
import { readFunds, readUnits } from './amounts.ts'
import { type Bai2Record, fieldsOf } from './records.ts'

/** `03`: an account, its balances and its summaries. */

export type Account = Readonly<{
  account: string
  currency: string
  /** By type code; of a code that comes twice, the first. */
  balances: ReadonlyMap<string, number>
  /** Of all amounts as written, which its trailer counts. */
  sum: bigint
}>

export type Unread = Readonly<{ code: StatementFault['code']; field: string; found: string }>

export function readAccount(record: Bai2Record, groupCurrency: string): Account | Unread {
  const fields = fieldsOf(record)
  const [account = '', currency = ''] = fields
  if (account === '') return { code: 'field_missing', field: 'account', found: '' }
  const balances = new Map<string, number>()
  let sum = 0n
  let at = 2
  while (at < fields.length) {
    const type = fields[at] ?? ''
    const amount = readUnits(fields[at + 1] ?? '')
    if (amount === undefined) return { code: 'amount_unreadable', field: type, found: fields[at + 1] ?? '' }
    if (!/^(?:\d{3})?$/.test(type)) return { code: 'field_unreadable', field: 'type', found: type }
    const funds = readFunds(fields, at + 3)
    if (funds === null) return { code: 'field_unreadable', field: 'funds', found: fields[at + 3] ?? '' }
    sum += BigInt(amount ?? 0)
    if (amount !== null && !balances.has(type)) balances.set(type, amount)
    at = funds.next
  }
  return { account, currency: currency || groupCurrency, balances, sum }
}
