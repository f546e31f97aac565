/** What a gateway told that does not go together with what is known: money that a person has to find the place of. */
import type { Database } from 'better-sqlite3'
import { raise } from '../exceptions/raise.ts'
import type { Json } from '../store/command.ts'
import { homeOf } from '../workspace/home.ts'
import type { FundRecord } from './request.ts'

export type Claim = Readonly<{
  gateway: string
  /** The reference as the gateway quoted it. */
  reference: string
  payment: string
  amount: number
  currency: string
}>

/** Somebody paid for something that we never asked for, or that nobody can find any more. */
export function raiseUnknown(raw: Database, at: number, claim: Claim): void {
  const { gateway, payment } = claim
  raise(raw, at, {
    code: 'FUND_UNKNOWN',
    scope: 'engine',
    cause: `${gateway} ${payment}`,
    ...common(raw, claim),
    client: null,
    detail: detailOf(claim),
  })
}

export function raiseAmountDiffers(raw: Database, at: number, request: FundRecord, claim: Claim): void {
  raise(raw, at, {
    code: 'FUND_AMOUNT_DIFFERS',
    scope: 'client',
    cause: `fund:${request.id} ${claim.payment}`,
    ...common(raw, claim),
    client: request.client,
    detail: { ...detailOf(claim), request: request.id, expected: request.amount, expectedCurrency: request.currency },
  })
}

/** `why`: paid twice, the same number with another content, gone back twice, or paid for a wallet that is closed. */
export type Contradiction = 'paid_twice' | 'event_changed' | 'undone_twice' | 'wallet_closed'

export function raiseContradicted(
  raw: Database,
  at: number,
  request: FundRecord | null,
  claim: Claim & Readonly<{ why: Contradiction }>,
): void {
  const { why, gateway, payment } = claim
  raise(
    raw,
    at,
    {
      code: 'FUND_CONTRADICTED',
      scope: request === null ? 'engine' : 'client',
      cause: `${request === null ? gateway : `fund:${request.id}`} ${payment} ${why}`,
      ...common(raw, claim),
      client: request?.client ?? null,
      detail: { ...detailOf(claim), why, ...(request === null ? {} : { request: request.id }) },
    },
    { anew: true },
  )
}

// The money at stake of an exception is in the workspace's own currency; in another one nobody knows what it comes to.
const common = (raw: Database, { amount, currency }: Claim) => ({
  producer: null,
  batch: null,
  rows: 0,
  amount: currency === homeOf(raw).currency ? amount : null,
  line: null,
  found: null,
  facts: [],
})

const detailOf = ({ gateway, reference, payment, amount, currency }: Claim): Readonly<Record<string, Json>> => ({
  gateway,
  reference,
  payment,
  found: amount,
  foundCurrency: currency,
})
