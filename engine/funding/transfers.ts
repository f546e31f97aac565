/**
 * Money that came to the bank by itself: to an account number of a wallet, or from somebody whom nobody knows. Called by
 * whoever reads the bank's lines, in their transaction and with a key for each line, so that none is booked twice.
 */
import type { Account } from '../ledger/account.ts'
import { contentHash, onlyOnce } from '../operations/keys.ts'
import { isRefusal, type RefusalOf } from '../operations/refusal.ts'
import { type At, FundDesk } from './fund-postings.ts'

type Line = Readonly<{
  /** What the line is known by among all lines of all accounts; a bank's own reference need not be its only one. */
  key: string
  amount: number
  reference?: string | undefined
  bankReference?: string | undefined
  /** The business day of the bank. */
  day: string
  by: string
}>

export type Transfer = Line & Readonly<{ number: string }>
export type UnknownPayment = Line & Readonly<{ omnibus: string; currency: string }>

/** In the shape of a receipt, because that is what the check holds a key's answer against. */
type Booked = Readonly<{ transaction: number; kind: string; amount: number; currency: string }>

export type BookedLine<R> =
  | Readonly<{ status: 'done' | 'replayed'; answer: Booked }>
  | R
  | RefusalOf<'key_reused_with_other_content'>

/** As the key's owner: lines are nobody's of the staff. */
export const bankLines = 'bank-lines'

type TransferRefusal = RefusalOf<'virtual_account_unknown'>

/** The money is at the bank: a frozen wallet takes it and spends none of it. The numbers of a closed one are nobody's. */
export function postTransferToVirtualAccount(context: At, transfer: Transfer): BookedLine<TransferRefusal> {
  const { key, by: _, ...content } = transfer
  const asked = { caller: bankLines, key, content: contentHash({ transfer: content }) }
  return onlyOnce(context, asked, (): Booked | TransferRefusal => {
    const desk = new FundDesk(context)
    const found = desk.desk.virtualAccount(transfer.number)
    if (isRefusal(found)) return found
    const { wallet, omnibus } = found
    return book(desk, transfer, { kind: 'deposit', debit: omnibus, credit: wallet })
  })
}

type UnknownRefusal = RefusalOf<'account_unknown'> | RefusalOf<'account_not_meant_for_this'>

/** It waits in suspense until somebody finds out whose it is. */
export function postUnknownPayer(context: At, payment: UnknownPayment): BookedLine<UnknownRefusal> {
  const { key, by: _, ...content } = payment
  const asked = { caller: bankLines, key, content: contentHash({ unknown: content }) }
  return onlyOnce(context, asked, (): Booked | UnknownRefusal => {
    const desk = new FundDesk(context)
    const { omnibus: code, currency } = payment
    const omnibus = desk.desk.account(code, currency)
    if (isRefusal(omnibus)) return omnibus
    if (omnibus.kind !== 'omnibus') return { status: 'account_not_meant_for_this', account: code }
    return book(desk, payment, {
      kind: 'unknown_payer',
      debit: omnibus,
      credit: desk.books.house('suspense', currency),
    })
  })
}

type Legs = Readonly<{ kind: string; debit: Account; credit: Account }>

function book(
  desk: FundDesk,
  { amount, reference, bankReference, day, by }: Line,
  { kind, debit, credit }: Legs,
): Booked {
  const { currency } = credit
  const transaction = desk.postEntry({
    kind,
    currency,
    legs: [{ debit, credit, amount }],
    reference,
    bankTransactionId: bankReference,
    initiator: by,
    day,
  })
  desk.books.close()
  return { transaction, kind, amount, currency }
}
