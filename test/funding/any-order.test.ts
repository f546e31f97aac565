/**
 * Messages of a gateway overtake each other and come again and again, and the bank may be faster than all of them. Any order
 * and any repetition of what can happen to one request ends in the one state and the one set of balances that a person would
 * reckon from the facts; the model below does so without knowing any order.
 */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { FundState, GatewayEventType } from '../../engine/contract/funding.ts'
import { balancesOf, type OpenBooks } from '../operations/open-books.ts'
import { answered, casesOf, differencesOf, openFunds, request, settle, stateOf } from './open-funds.ts'

let books: OpenBooks
beforeAll(async () => {
  books = await openFunds()
})
afterAll(() => books.close())

type Fact = Readonly<{ type: GatewayEventType; payment: string; at: number }>
type Life = Readonly<{ gateway: 'acme' | 'swift-pay'; facts: readonly Fact[]; isSettled: boolean }>

/** Tries that came to nothing, then perhaps one that paid, and then perhaps its end; at times that never go back. */
const life: fc.Arbitrary<Life> = fc
  .record({
    gateway: fc.constantFrom('acme' as const, 'swift-pay' as const),
    tries: fc.array(fc.record({ payment: fc.constantFrom('P1', 'P2', 'P3'), fails: fc.boolean() }), { maxLength: 3 }),
    paying: fc.option(fc.record({ payment: fc.constantFrom('P2', 'P3'), isAnnounced: fc.boolean() }), { nil: null }),
    end: fc.option(fc.constantFrom('failed' as const, 'refunded' as const, 'charged_back' as const), { nil: null }),
    isSettled: fc.boolean(),
    steps: fc.array(fc.nat(1), { minLength: 12, maxLength: 12 }),
  })
  .map(({ gateway, tries, paying, end, isSettled, steps }) => {
    const ways = [
      ...tries.flatMap(({ payment, fails }) => [
        { type: 'pending' as const, payment },
        ...(fails ? [{ type: 'failed' as const, payment }] : []),
      ]),
      ...(paying === null
        ? []
        : [
            ...(paying.isAnnounced ? [{ type: 'pending' as const, payment: paying.payment }] : []),
            { type: 'paid' as const, payment: paying.payment },
          ]),
      ...(end === null ? [] : [{ type: end, payment: paying?.payment ?? 'P3' }]),
    ]
    let at = 0
    const facts = ways.map((fact, place) => {
      at += steps[place] ?? 0
      return { ...fact, at }
    })
    return { gateway, facts, isSettled }
  })
  // A try that failed at the very instant at which it paid, and then went back as well, is no life of a payment.
  .filter(({ facts }) => !(wentBack(facts) !== null && failedAfterPaid(facts)))

const paidOf = (facts: readonly Fact[]) => facts.find(({ type }) => type === 'paid')

function failedAfterPaid(facts: readonly Fact[]): boolean {
  const paid = paidOf(facts)
  return (
    paid !== undefined &&
    facts.some(({ type, payment, at }) => type === 'failed' && payment === paid.payment && at >= paid.at)
  )
}

const wentBack = (facts: readonly Fact[]) =>
  facts.find(({ type }) => type === 'refunded' || type === 'charged_back')?.type ?? null

/** What a person says of it who knows all the facts. */
function stateByFacts({ facts, isSettled }: Life): FundState {
  const wasPaid = paidOf(facts) !== undefined || isSettled
  if (wasPaid) {
    const back = wentBack(facts)
    if (back !== null) return back as FundState
    return failedAfterPaid(facts) ? 'failed' : isSettled ? 'settled' : 'paid'
  }
  const last = facts
    .filter(({ type }) => type === 'pending' || type === 'failed')
    .toSorted((a, b) => a.at - b.at || (a.type === 'failed' ? 1 : 0) - (b.type === 'failed' ? 1 : 0))
    .at(-1)
  return last === undefined ? 'requested' : (last.type as FundState)
}

const amount = 1_000
const fee = 25

function balancesByFacts(of: Life, client: string): Readonly<Record<string, number>> {
  const state = stateByFacts(of)
  const isThere = state === 'paid' || state === 'settled'
  const holder = of.gateway === 'swift-pay' || state === 'settled' ? `wallet:${client}` : `pending:${client}`
  // What went back and was settled all the same, the gateway takes off what it pays next.
  const gateway = (isThere ? -amount : 0) + (of.isSettled ? amount : 0)
  const all = {
    [`gateway:${of.gateway}`]: gateway,
    [holder]: isThere ? amount : 0,
    ...(of.isSettled ? { 'fee-expense': -fee, 'omnibus:main': fee - amount } : {}),
  }
  return Object.fromEntries(Object.entries(all).filter(([, balance]) => balance !== 0))
}

const moved = (before: Readonly<Record<string, number>>, after: Readonly<Record<string, number>>) =>
  Object.fromEntries(
    [...new Set([...Object.keys(before), ...Object.keys(after)])]
      .map((code) => [code, (after[code] ?? 0) - (before[code] ?? 0)] as const)
      .filter(([, change]) => change !== 0),
  )

let clients = 0

async function live(of: Life, order: readonly number[]): Promise<void> {
  clients += 1
  const client = `c${clients}`
  await books.run('wallets.open', { client })
  const before = balancesOf(books)
  const made = await request(books, { client, gateway: of.gateway, amount })
  const steps = [...of.facts, ...(of.isSettled ? [null] : [])]
  for (const [turn, place] of order.entries()) {
    const fact = steps[place % Math.max(1, steps.length)]
    if (fact === undefined) continue
    if (fact === null) settle(books, made, { fee })
    // The same fact comes under its own number again, or as another message that says the same.
    else {
      const number = `${made.id} ${place % steps.length}${turn % 3 === 2 ? ` again ${turn}` : ''}`
      await answered(books, made, { ...fact, payment: `${made.id} ${fact.payment}`, id: number, body: 'same' })
    }
  }
  expect({ state: stateOf(books, made), balances: moved(before, balancesOf(books)) }).toEqual({
    state: stateByFacts(of),
    balances: balancesByFacts(of, client),
  })
}

it('ends where the facts say, in whatever order and however often they are told', async () => {
  await fc.assert(
    fc.asyncProperty(
      life.chain((of) => {
        const count = of.facts.length + (of.isSettled ? 1 : 0)
        const each = Array.from({ length: count }, (_, place) => place)
        const repeats = fc.array(fc.nat(Math.max(0, count - 1)), { maxLength: 6 })
        const order = repeats.chain((more) =>
          fc.shuffledSubarray([...each, ...more], { minLength: count + more.length }),
        )
        return fc.record({ of: fc.constant(of), order })
      }),
      async ({ of, order }) => {
        await live(of, order)
        expect(differencesOf(books)).toEqual([])
      },
    ),
    { numRuns: Number(process.env.FUND_RUNS ?? 200) },
  )
  expect(casesOf(books)).toEqual([])
}, 120_000)
