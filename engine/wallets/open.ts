/** Opening wallets, and the account numbers at banks that point to them. */
import { Books } from '../ledger/books.ts'
import { Desk } from '../operations/desk.ts'
import type { RefusalOf } from '../operations/refusal.ts'
import { settingInForce } from '../settings/in-force.ts'
import { type CommandContext, command } from '../store/command.ts'
import { withoutTrace } from '../store/savepoint.ts'
import { type Changed, changedWallet, getWallet, recordOf, takeWallet, type Unchangeable } from './change.ts'

type Opening = Readonly<{ client: string; currency?: string | undefined; tier?: string | undefined }>
type Opened =
  | Changed
  | RefusalOf<'currency_unknown'>
  | RefusalOf<'tier_unknown'>
  | Readonly<{ status: 'wallet_exists'; client: string; currency: string }>

export const openWallet = command({
  topics: ['clients', 'ledger'],
  record: (input: Opening, outcome: Opened) => recordOf('wallets.open', input, outcome, { tier: input.tier ?? null }),
  run: ({ raw, at }, { client, currency: said, tier = 'standard' }): Opened => {
    const books = new Books(raw, at)
    const currency = new Desk(raw, books).currency(said)
    if (typeof currency !== 'string') return currency
    if (!settingInForce(raw, 'tiers').value.names.includes(tier)) return { status: 'tier_unknown', tier }
    if (books.findWallet(client, currency) !== null) return { status: 'wallet_exists', client, currency }
    books.openWallet(client, currency, tier)
    return { status: 'done', wallet: getWallet(raw, client, currency) }
  },
})

type VirtualOpening = Readonly<{ client: string; currency?: string | undefined; number: string; omnibus: string }>
type VirtualOpened =
  | Changed
  | Unchangeable
  | RefusalOf<'account_unknown'>
  | RefusalOf<'account_not_meant_for_this'>
  | Readonly<{ status: 'virtual_account_exists'; virtualAccount: string }>

export const openVirtualAccount = command({
  topics: ['clients'],
  record: (input: VirtualOpening, outcome: VirtualOpened) =>
    recordOf('wallets.open_virtual_account', input, outcome, { number: input.number }),
  // Naming an account of the house opens it; a refusal that comes after leaves none behind.
  run: (context, input): VirtualOpened =>
    withoutTrace(
      context.raw,
      () => openVirtual(context, input),
      ({ status }) => status !== 'done',
    ),
})

/** As part of a command that takes everything back when it is refused. */
export function openVirtual(
  context: Pick<CommandContext, 'raw' | 'at'>,
  { client, currency, number, omnibus: code }: VirtualOpening,
): VirtualOpened {
  const { raw, at } = context
  const taken = takeWallet(context, { client, currency })
  if ('status' in taken) return taken
  const { wallet, books, desk } = taken
  const omnibus = desk.account(code, wallet.currency)
  if ('status' in omnibus) return omnibus
  if (omnibus.kind !== 'omnibus') return { status: 'account_not_meant_for_this', account: code }
  if (raw.prepare('SELECT 1 FROM virtual_account WHERE number = ?').get(number) !== undefined)
    return { status: 'virtual_account_exists', virtualAccount: number }
  raw
    .prepare(`INSERT INTO virtual_account (number, wallet, omnibus, state, opened_at) VALUES (?, ?, ?, 'active', ?)`)
    .run(number, wallet.id, omnibus.id, at)
  books.touch(wallet)
  return changedWallet(raw, taken)
}
