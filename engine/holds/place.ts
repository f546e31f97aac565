/** Setting money aside: nothing is posted, but what is set aside can't be spent. */
import type { Database } from 'better-sqlite3'
import type { z } from 'zod'
import type { HoldReceipt, operationContent } from '../contract/operations.ts'
import { invariant } from '../invariant.ts'
import { availableOn } from '../ledger/account.ts'
import { Books } from '../ledger/books.ts'
import { Consequences } from '../ledger/consequences.ts'
import { admit } from '../operations/admit.ts'
import { Desk } from '../operations/desk.ts'
import type { Initiator } from '../operations/initiator.ts'
import { contentHash, onlyOnce } from '../operations/keys.ts'
import { noteSpent } from '../operations/limits.ts'
import { balanceOf } from '../operations/perform.ts'
import { isRefusal, type Refusal } from '../operations/refusal.ts'
import { settingInForce } from '../settings/in-force.ts'
import { command } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { expireDue } from './expire.ts'
import { findHold, holdOf } from './hold.ts'
import { type HoldOutcome, recordOf } from './record.ts'

export type HoldContent = Readonly<z.infer<typeof operationContent.hold>>
export type HoldAsking = Readonly<{
  content: HoldContent
  initiator: Initiator
  expectedVersion?: number | undefined
  reason?: string | undefined
}>

export const placeHold = command({
  topics: ['clients', 'ledger'],
  record: ({ content, initiator, key }: HoldAsking & Readonly<{ key: string }>, outcome: HoldOutcome) =>
    recordOf('holds.place', { subject: `client:${content.client}`, key, initiator, amount: content.amount }, outcome),
  run: (context, { key, ...asking }): HoldOutcome => {
    const { content, initiator, expectedVersion, reason } = asking
    const asked = { kind: 'hold', content, expectedVersion, reason, onBehalfOf: initiator.onBehalfOf }
    return onlyOnce(context, { caller: initiator.caller, key, content: contentHash(asked) }, () =>
      setAside(context, asking, null),
    )
  },
})

export function setAside(
  { raw, at }: Readonly<{ raw: Database; at: number }>,
  { content, initiator, expectedVersion, reason }: HoldAsking,
  proposal: number | null,
): HoldReceipt | Refusal {
  const books = new Books(raw, at)
  const desk = new Desk(raw, books)
  const consequences = new Consequences(raw, { books, dayOf: (each) => desk.home.zone.dayOf(each) })
  const { client, amount, producer, orderId, reference, hours } = content
  const wallet = desk.wallet(client, content.currency)
  if (isRefusal(wallet)) return wallet
  const seller = desk.seller(producer, wallet.currency)
  if (isRefusal(seller)) return seller
  expireDue(raw, books, wallet, consequences)
  const { currency } = wallet
  const asked = {
    kind: 'hold',
    currency,
    amount,
    subject: wallet,
    mustWork: [wallet],
    counts: 'hold',
    legs: [],
  } as const
  const said = { expectedVersion, initiator, proposal, occurredAt: at, bankTransactionId: undefined }
  const refusal = admit(raw, desk, { ...asked, ...said })
  if (refusal !== null) return refusal
  const available = availableOn(wallet)
  if (amount > available) return { status: 'insufficient_funds', client, available, shortfall: amount - available }

  books.setAside(wallet, amount)
  const lasts = hours ?? settingInForce(raw, 'holds').value.expireAfterHours
  const { lastInsertRowid } = statementsOf(raw).insert.run({
    wallet: wallet.id,
    amount,
    producer: producer ?? null,
    orderId: orderId ?? null,
    reference: reference ?? null,
    reason: reason ?? null,
    proposal,
    initiator: initiator.name,
    initiatedBy: initiator.onBehalfOf,
    at,
    expiresAt: at + lasts * 3_600_000,
  })
  consequences.moneyWent(wallet)
  noteSpent(raw, { operation: 'hold', currency, amount, subject: wallet, day: desk.today() }, initiator.caller)
  books.close()
  const hold = findHold(raw, Number(lastInsertRowid))
  invariant(hold !== null, 'a hold that was placed is not there')
  return { hold: holdOf(hold), wallet: balanceOf(wallet), heldPosted: consequences.heldPosted, transaction: null }
}

const statementsOf = perConnection((raw) => ({
  insert: raw.prepare(`
    INSERT INTO hold (wallet, amount, state, producer_id, order_id, reference, reason, proposal, initiator, initiated_by,
      placed_at, expires_at)
    VALUES (@wallet, @amount, 'open', @producer, @orderId, @reference, @reason, @proposal, @initiator, @initiatedBy,
      @at, @expiresAt)`),
}))
