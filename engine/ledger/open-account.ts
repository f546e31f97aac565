/** Opening an account for a gateway or a bank: where clients' money is outside. */
import { Desk } from '../operations/desk.ts'
import type { RefusalOf } from '../operations/refusal.ts'
import { command } from '../store/command.ts'
import type { Account } from './account.ts'
import { Books } from './books.ts'

type Opening = Readonly<{ kind: 'gateway' | 'omnibus'; name: string; currency?: string | undefined }>
type Opened =
  | Readonly<{ status: 'done'; account: Account }>
  | Readonly<{ status: 'account_exists'; account: string }>
  | RefusalOf<'currency_unknown'>

export const openAccount = command({
  topics: ['ledger'],
  record: ({ kind, name, currency }: Opening, { status }: Opened) => ({
    action: 'accounts.open',
    subject: `account:${kind}:${name}`,
    outcome: status,
    detail: { currency: currency ?? null },
  }),
  run: ({ raw, at }, { kind, name, currency: said }): Opened => {
    const books = new Books(raw, at)
    const desk = new Desk(raw, books)
    const currency = desk.currency(said)
    if (typeof currency !== 'string') return currency
    const code = `${kind}:${name}`
    if (books.find(code, currency) !== null) return { status: 'account_exists', account: code }
    return { status: 'done', account: books.openNamed(kind, code, currency) }
  },
})
