/** What a receipt says in words: what was posted, what the wallets have now, and what else it set off. Pure. */
import type { HoldReceipt, Receipt, WalletBalance } from '../../engine/contract/operations.ts'
import { type Text, textOfCode } from '../messages/use-text.ts'
import type { Formats } from '../workspace/workspace-context.ts'

type Words = Readonly<{ text: Text; formats: Pick<Formats, 'money' | 'instant'> }>

export type Said = Readonly<{
  lines: readonly string[]
  /** Where it can be looked at; null where nothing was posted. */
  transaction: number | null
}>

export function receiptWords(receipt: Receipt, { text, formats }: Words): Said {
  const { transaction, kind, currency, amount, wallets, heldPosted, autoTopUp, late, businessDay } = receipt
  const money = `${currency} ${formats.money(amount, currency)}`
  return {
    lines: [
      text('receipt.posted', { kind: textOfCode(text, 'posting', kind), money }),
      ...wallets.map((wallet) => walletWords(wallet, { text, formats })),
      ...heldWords(heldPosted, text),
      ...(autoTopUp === null ? [] : [text('receipt.auto_top_up', { transaction: String(autoTopUp) })]),
      ...(late ? [text('receipt.late', { day: businessDay })] : []),
    ],
    transaction,
  }
}

/** `what` is what was done to the hold: placed, captured or released. */
export function holdWords(receipt: HoldReceipt, what: 'placed' | 'captured' | 'released', words: Words): Said {
  const { text, formats } = words
  const { hold, wallet, heldPosted, transaction } = receipt
  const shown = (minor: number): string => `${hold.currency} ${formats.money(minor, hold.currency)}`
  return {
    lines: [
      text(`receipt.hold.${what}`, { hold: String(hold.id) }),
      text('receipt.hold.money', {
        amount: shown(hold.amount),
        captured: shown(hold.captured),
        left: shown(hold.left),
      }),
      walletWords(wallet, words),
      ...heldWords(heldPosted, text),
    ],
    transaction,
  }
}

const walletWords = ({ client, currency, balance, available }: WalletBalance, { text, formats }: Words): string =>
  text('receipt.wallet', {
    client,
    balance: `${currency} ${formats.money(balance, currency)}`,
    available: `${currency} ${formats.money(available, currency)}`,
  })

const heldWords = (heldPosted: number, text: Text): readonly string[] =>
  heldPosted === 0 ? [] : [text('receipt.held_posted', { count: heldPosted })]
