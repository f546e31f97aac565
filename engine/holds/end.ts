/** The end of a hold: its money moves, whole or in part, or is free again. */
import type { Database } from 'better-sqlite3'
import type { HoldReceipt } from '../contract/operations.ts'
import { invariant } from '../invariant.ts'
import { isWallet, type Wallet } from '../ledger/account.ts'
import { Books } from '../ledger/books.ts'
import { Consequences } from '../ledger/consequences.ts'
import { admit } from '../operations/admit.ts'
import { Desk } from '../operations/desk.ts'
import type { Initiator } from '../operations/initiator.ts'
import { contentHash, onlyOnce } from '../operations/keys.ts'
import { balanceOf } from '../operations/perform.ts'
import { isRefusal, type Refusal } from '../operations/refusal.ts'
import { command } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { findHold, type HoldRecord, holdOf } from './hold.ts'
import { type HoldOutcome, recordOf } from './record.ts'

type Ending = Readonly<{
  hold: number
  key: string
  initiator: Initiator
  expectedVersion?: number | undefined
  reason?: string | undefined
}>
export type Capture = Ending &
  Readonly<{
    amount?: number | undefined
    keepRest: boolean
    reference?: string | undefined
    bankTransactionId?: string | undefined
    occurredAt?: string | undefined
  }>

export const captureHold = command({
  topics: ['clients', 'ledger'],
  record: ({ hold, key, initiator, amount }: Capture, outcome: HoldOutcome) =>
    recordOf('holds.capture', { subject: `hold:${hold}`, key, initiator, amount: amount ?? null }, outcome),
  run: (context, asking): HoldOutcome => onlyOnce(context, askedOf('capture', asking), () => capture(context, asking)),
})

export const releaseHold = command({
  topics: ['clients', 'ledger'],
  record: ({ hold, key, initiator, reason }: Ending, outcome: HoldOutcome) => {
    const record = recordOf('holds.release', { subject: `hold:${hold}`, key, initiator, amount: null }, outcome)
    return reason === undefined ? record : { ...record, detail: { ...record.detail, reason } }
  },
  run: (context, asking): HoldOutcome => onlyOnce(context, askedOf('release', asking), () => release(context, asking)),
})

function askedOf(kind: string, { key, initiator, ...content }: Ending) {
  const { caller, onBehalfOf } = initiator
  return { caller, key, content: contentHash({ kind, ...content, onBehalfOf }) }
}

type At = Readonly<{ raw: Database; at: number }>
type Open = Readonly<{
  hold: HoldRecord
  wallet: Wallet
  books: Books
  desk: Desk
  consequences: Consequences
}>

function capture({ raw, at }: At, asking: Capture): HoldReceipt | Refusal {
  const open = findOpen({ raw, at }, asking.hold)
  if (isRefusal(open)) return open
  const { hold, wallet, books, desk, consequences } = open
  const left = hold.amount - hold.captured
  const amount = asking.amount ?? left
  if (amount > left) return { status: 'exceeds_left', left }
  const seller = desk.seller(hold.producer ?? undefined, hold.currency)
  if (isRefusal(seller)) return seller
  const occurredAt = asking.occurredAt === undefined ? at : Date.parse(asking.occurredAt)
  const { initiator, expectedVersion, bankTransactionId } = asking
  const legs = [{ debit: wallet, credit: seller, amount }]
  const entry = { kind: 'capture', currency: hold.currency, amount, legs }
  // The wallet can pay for it: the money is what was set aside, so it is free for this posting and nothing else.
  const captured = hold.captured + amount
  const goesOn = asking.keepRest && captured < hold.amount
  books.setAside(wallet, goesOn ? -amount : -left)
  const admission = { ...entry, subject: wallet, mustWork: [wallet], counts: null, proposal: null }
  const refusal = admit(raw, desk, { ...admission, expectedVersion, occurredAt, bankTransactionId, initiator })
  if (refusal !== null) return refusal

  statementsOf(raw).capture.run({ id: hold.id, captured, state: goesOn ? 'open' : 'captured', at: goesOn ? null : at })
  const transaction = books.postEntry({
    ...entry,
    hold: hold.id,
    orderId: hold.orderId ?? undefined,
    reference: asking.reference ?? hold.reference ?? undefined,
    bankTransactionId,
    reason: asking.reason,
    initiator: initiator.name,
    initiatedBy: initiator.onBehalfOf ?? undefined,
    occurredAt,
    day: desk.home.zone.dayOf(occurredAt),
  })
  // What is left over of the hold is free again, which may be what a held payment waits for.
  if (!goesOn && amount < left) consequences.moneyCame(wallet)
  else consequences.moneyWent(wallet)
  return receiptOf(raw, open, transaction)
}

function release({ raw, at }: At, { hold: id, expectedVersion }: Ending): HoldReceipt | Refusal {
  const open = findOpen({ raw, at }, id)
  if (isRefusal(open)) return open
  const { hold, wallet, books, consequences } = open
  const found = wallet.version
  if (expectedVersion !== undefined && expectedVersion !== found)
    return { status: 'version_moved', client: wallet.client, expected: expectedVersion, found }
  statementsOf(raw).release.run({ id, at })
  books.setAside(wallet, hold.captured - hold.amount)
  consequences.moneyCame(wallet)
  return receiptOf(raw, open, null)
}

/** A hold past its time is no longer there to be captured, whether or not anybody has noticed yet. */
function findOpen({ raw, at }: At, id: number): Open | Refusal {
  const hold = findHold(raw, id)
  if (hold === null) return { status: 'hold_unknown', hold: id }
  const expired = hold.state === 'open' && hold.expiresAt <= at
  if (hold.state !== 'open' || expired)
    return { status: 'hold_ended', hold: id, state: expired ? 'expired' : hold.state }
  const books = new Books(raw, at)
  const desk = new Desk(raw, books)
  const consequences = new Consequences(raw, { books, dayOf: (each) => desk.home.zone.dayOf(each) })
  const wallet = books.get(hold.wallet)
  invariant(isWallet(wallet), 'money was set aside on an account that is no wallet', { hold: id })
  return { hold, wallet, books, desk, consequences }
}

function receiptOf(
  raw: Database,
  { hold, wallet, books, consequences }: Open,
  transaction: number | null,
): HoldReceipt {
  books.close()
  const ended = findHold(raw, hold.id)
  invariant(ended !== null, 'a hold is gone', { hold: hold.id })
  return { hold: holdOf(ended), wallet: balanceOf(wallet), heldPosted: consequences.heldPosted, transaction }
}

const statementsOf = perConnection((raw) => ({
  capture: raw.prepare('UPDATE hold SET captured = @captured, state = @state, ended_at = @at WHERE id = @id'),
  release: raw.prepare(`
    UPDATE hold SET state = iif(captured > 0, 'captured', 'released'), ended_at = @at WHERE id = @id`),
}))
