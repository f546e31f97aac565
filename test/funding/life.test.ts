/** The life of a fund request: every state against everything that may happen, and the same law in the database. */
import { expect, it } from 'vitest'
import { fundStates } from '../../engine/contract/funding.ts'
import { type FundHappening, isMove, judge, life, type Standing, type Stands } from '../../engine/funding/life.ts'
import { openFunds, request, tell } from './open-funds.ts'

const happenings: readonly FundHappening[] = [
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
]

// Written out once more, by what a finance person would say of it and not by how the code has it.
it.each<readonly [Standing, string]>([
  ['requested', 'pending paid failed waits waits settled refused refused expired cancelled'],
  ['pending', 'known paid failed waits waits settled refused refused expired cancelled'],
  ['paid', 'outdated known failed refunded charged_back settled refused refused refused refused'],
  ['settled', 'outdated known failed refunded charged_back known reconciled refused refused refused'],
  ['reconciled', 'outdated known failed refunded charged_back known known settled refused refused'],
  ['failed', 'pending paid known waits waits settled refused refused refused refused'],
  ['expired', 'outdated paid outdated waits waits settled refused refused known refused'],
  ['cancelled', 'outdated paid outdated waits waits settled refused refused refused known'],
  ['failed_after_paid', 'outdated known known contradicts contradicts beside refused refused refused refused'],
  ['refunded', 'outdated known outdated known contradicts beside refused refused refused refused'],
  ['charged_back', 'outdated known outdated contradicts known beside refused refused refused refused'],
])('a request that is %s goes its way, or says why it stays', (standing, expected) => {
  expect(happenings.map((happening) => life[standing][happening]).join(' ')).toBe(expected)
})

it('has a row for each state and no other', () => {
  expect(Object.keys(life).toSorted()).toEqual([...fundStates, 'failed_after_paid'].toSorted())
})

/** From an unpaid state the bank's money makes it paid first, and settled then. */
function movesOfTheTable(): string[] {
  const moves = Object.entries(life).flatMap(([standing, steps]) =>
    Object.entries(steps)
      .filter(([, step]) => isMove(step))
      .map(([happening, step]) =>
        happening === 'settled' && standing !== 'paid' ? `${standing} paid` : `${standing} ${step}`,
      ),
  )
  return [...new Set(moves)].toSorted()
}

it('is the same in the database, which refuses every other move to anybody', async () => {
  const books = await openFunds()
  const { raw } = books
  const { id } = await request(books)
  expect(raw.prepare(`SELECT came_from || ' ' || goes_to FROM fund_move ORDER BY 1`).pluck().all()).toEqual(
    movesOfTheTable(),
  )
  const refused = fundStates.map((state) => {
    raw.exec('BEGIN')
    try {
      raw.exec(`UPDATE fund_request SET state = '${state}', version = version + 1 WHERE id = ${id}`)
      return `${state}: goes`
    } catch (error) {
      return `${state}: ${/does not go from there/.test(String(error)) ? 'no way there' : 'not without its money'}`
    } finally {
      raw.exec('ROLLBACK')
    }
  })
  expect(refused).toEqual([
    'requested: goes',
    'pending: goes',
    'paid: not without its money',
    'settled: no way there',
    'reconciled: no way there',
    'failed: goes',
    'expired: goes',
    'cancelled: goes',
    'refunded: no way there',
    'charged_back: no way there',
  ])
  books.close()
})

it.each([
  ['what was asked for', 'UPDATE fund_request SET amount = 1, version = 9', 'keeps what was asked for'],
  ['its reference', `UPDATE fund_request SET reference = 'FR22222222', version = 9`, 'keeps what was asked for'],
  ['its version', 'UPDATE fund_request SET counted = 0', 'what happened to a fund request stays'],
  ['its place', 'DELETE FROM fund_request', 'ended, never deleted'],
  ['its payment', `UPDATE fund_request SET payment = 'P9', version = 9`, 'what happened to a fund request stays'],
  ['its transaction', 'UPDATE fund_request SET paid_entry = 2, version = 9', 'what happened to a fund request stays'],
  ['its money', 'UPDATE fund_request SET holder = NULL, version = 9', 'CHECK'],
  ['a state that it has nothing for', `UPDATE fund_request SET state = 'settled', version = 9`, 'CHECK'],
  ['the moves', `INSERT INTO fund_move VALUES ('requested', 'pending')`, 'UNIQUE'],
  ['the moves that there are', 'DELETE FROM fund_move', 'append-only'],
  ['its history', 'DELETE FROM fund_history', 'append-only'],
  ['its history again', `UPDATE fund_history SET kind = 'paid'`, 'append-only'],
  ['what a gateway told', 'UPDATE fund_event SET amount = 1', 'kept as it came'],
  ['what it was answered', `UPDATE fund_event SET answer = 'known'`, 'kept as it came'],
  ['that a gateway told it', 'DELETE FROM fund_event', 'kept as it came'],
])('nobody changes %s of a fund request behind the engine', async (_, sql, refusal) => {
  const books = await openFunds()
  await tell(books, await request(books), { type: 'paid' })
  expect(() => books.raw.exec(sql)).toThrow(refusal)
  books.close()
})

const asked: Stands = { state: 'requested', payment: null, paidAt: null, undoneAt: null, standsSince: null }
const paid: Stands = { ...asked, state: 'paid', payment: 'A', paidAt: 50 }

it.each<readonly [string, Stands, Parameters<typeof judge>[1], string]>([
  ['a first try', asked, { type: 'pending', payment: 'A', occurredAt: 5 }, 'pending'],
  [
    'a try that was over before the next began',
    { ...asked, state: 'pending', standsSince: 9 },
    { type: 'failed', payment: 'A', occurredAt: 5 },
    'outdated',
  ],
  [
    'a new try after one that failed',
    { ...asked, state: 'failed', standsSince: 5 },
    { type: 'pending', payment: 'B', occurredAt: 9 },
    'pending',
  ],
  [
    'the begin of a try that failed at the same instant',
    { ...asked, state: 'failed', standsSince: 5 },
    { type: 'pending', payment: 'A', occurredAt: 5 },
    'outdated',
  ],
  [
    'a failure of another try than the one that paid',
    paid,
    { type: 'failed', payment: 'B', occurredAt: 90 },
    'outdated',
  ],
  ['a failure before it was paid', paid, { type: 'failed', payment: 'A', occurredAt: 49 }, 'outdated'],
  ['a failure after it was paid', paid, { type: 'failed', payment: 'A', occurredAt: 50 }, 'failed'],
  ['a second payment', paid, { type: 'paid', payment: 'B', occurredAt: 60 }, 'contradicts'],
  ['the refund of a second payment', paid, { type: 'refunded', payment: 'B', occurredAt: 70 }, 'waits'],
  [
    'the payment that the bank told of first',
    { ...paid, payment: null, state: 'settled' },
    { type: 'paid', payment: 'A', occurredAt: 7 },
    'known',
  ],
])('judges %s', (_, stands, told, step) => {
  expect(judge(stands, told)).toBe(step)
})
