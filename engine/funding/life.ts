/**
 * The life of a fund request, as one table: what becomes of it when something happens, by how it stands. The same moves are
 * in the database (`fund_move`), which refuses every other one. Pure.
 */
import { type FundState, fundStates, type GatewayEventType } from '../contract/funding.ts'
import { invariant } from '../invariant.ts'

/** What a gateway tells, what a bank or a match tells, and what we do ourselves. */
export type FundHappening = GatewayEventType | 'settled' | 'reconciled' | 'unmatched' | 'expired' | 'cancelled'

/** A payment that failed after it was paid is over; one that never was paid may be tried again. */
export type Standing = FundState | 'failed_after_paid'

/**
 * A state that it goes to, or why it stays: `known` already, `outdated` by what is newer, `waits` for what it needs,
 * `contradicts` what is known, is booked `beside` (the bank's side of money that went back), or is `refused`.
 */
export type Step = FundState | Stay
type Stay = 'known' | 'outdated' | 'waits' | 'contradicts' | 'beside' | 'refused'

const happenings = [
  'pending',
  'paid',
  'failed',
  'refunded',
  'charged_back',
  'settled',
  'reconciled',
  'unmatched',
  'expired',
  'cancelled',
] as const satisfies readonly FundHappening[]

// What a bank settled was paid: from an unpaid state it is paid first. Whoever pays after the end is not turned away,
// because the gateway has the money. One word for each happening, in the order above.
const rows: Readonly<Record<Standing, string>> = {
  requested: 'pending paid failed waits waits settled refused refused expired cancelled',
  pending: 'known paid failed waits waits settled refused refused expired cancelled',
  paid: 'outdated known failed refunded charged_back settled refused refused refused refused',
  settled: 'outdated known failed refunded charged_back known reconciled refused refused refused',
  reconciled: 'outdated known failed refunded charged_back known known settled refused refused',
  failed: 'pending paid known waits waits settled refused refused refused refused',
  expired: 'outdated paid outdated waits waits settled refused refused known refused',
  cancelled: 'outdated paid outdated waits waits settled refused refused refused known',
  failed_after_paid: 'outdated known known contradicts contradicts beside refused refused refused refused',
  refunded: 'outdated known outdated known contradicts beside refused refused refused refused',
  charged_back: 'outdated known outdated contradicts known beside refused refused refused refused',
}

const stays = ['known', 'outdated', 'waits', 'contradicts', 'beside', 'refused'] as const satisfies readonly Stay[]
const steps: readonly Step[] = [...fundStates, ...stays]

const rowOf = (words: string): Readonly<Record<FundHappening, Step>> => {
  const row = words.split(' ').map((word) => steps.find((step) => step === word))
  invariant(row.length === happenings.length && !row.includes(undefined), 'a row of the life is not whole', { words })
  return Object.fromEntries(happenings.map((happening, place) => [happening, row[place]])) as Record<
    FundHappening,
    Step
  >
}

export const life = Object.fromEntries(
  Object.entries(rows).map(([standing, words]) => [standing, rowOf(words)]),
) as Readonly<Record<Standing, Readonly<Record<FundHappening, Step>>>>

export const isMove = (step: Step): step is FundState => !stays.some((stay) => stay === step)

/** What of a request decides about what becomes of it. Instants are those of the world, not of their arrival. */
export type Stands = Readonly<{
  state: FundState
  payment: string | null
  paidAt: number | null
  undoneAt: number | null
  standsSince: number | null
}>

export const standingOf = ({ state, undoneAt }: Stands): Standing =>
  state === 'failed' && undoneAt !== null ? 'failed_after_paid' : state

export type Told = Readonly<{ type: GatewayEventType; payment: string; occurredAt: number }>

/**
 * What becomes of what a gateway told, whenever it comes. Messages overtake each other on their way, so that not the order of
 * arrival decides but when things happened, and which payment they are about: a client may try several times.
 */
export function judge(request: Stands, told: Told): Step {
  if (request.paidAt === null) return isOlder(request, told) ? 'outdated' : life[request.state][told.type]
  if (request.payment !== null && request.payment !== told.payment) return ofAnotherPayment[told.type]
  // The same payment failed before it was tried again with success.
  if (told.type === 'failed' && told.occurredAt < request.paidAt) return 'outdated'
  return life[standingOf(request)][told.type]
}

/** A second payment is money that nobody asked for; what it comes to later waits for a person to say whose it is. */
const ofAnotherPayment: Readonly<Record<GatewayEventType, Step>> = {
  pending: 'outdated',
  paid: 'contradicts',
  failed: 'outdated',
  refunded: 'waits',
  charged_back: 'waits',
}

/** Of two that happened at one instant a failure is the later one. */
function isOlder({ state, standsSince }: Stands, { type, occurredAt }: Told): boolean {
  if (standsSince === null || (type !== 'pending' && type !== 'failed')) return false
  return occurredAt < standsSince || (occurredAt === standsSince && type === 'pending' && state === 'failed')
}
