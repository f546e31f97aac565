/** What a proof comes to is said plainly, and a day that no statement told of is never said to be proven. */
import { expect, it } from 'vitest'
import type { OmnibusProof } from '../../engine/contract/reconciliation.ts'
import { proofVerdict } from '../../renderer/reconciliation/proof-words.ts'
import { barsOf } from '../../renderer/reconciliation/waterfall.ts'
import { chinese, english } from './text.ts'

const proof: OmnibusProof = {
  account: 'omnibus:main',
  currency: 'USD',
  day: '2026-03-02',
  bankClosing: '10000',
  statement: 3,
  bankDay: '2026-03-02',
  isTold: true,
  ledger: '10000',
  terms: [{ term: 'wallets', sum: '10000', rows: 2 }],
  expected: '10000',
  difference: '0',
  explanation: null,
}

const verdictOf = (more: Partial<OmnibusProof>, text = english) =>
  proofVerdict({ ...proof, ...more }, { text, money: (minor) => `USD ${minor}` })
const untold = { day: '2026-03-04', isTold: false } as const

it('says of a day that a statement told of whether it is proven, and who has more', () => {
  expect(verdictOf({})).toEqual({ tone: 'ok', words: 'The bank’s money is what is owed, to the cent.' })
  expect(verdictOf({ difference: '-300' })).toEqual({
    tone: 'critical',
    words: 'The bank has USD 300 less than is explained.',
  })
})

it.each(['0', '-300'])('neither proves nor breaks a day that nobody told of, with a difference of %s', (difference) => {
  const verdict = verdictOf({ ...untold, difference })
  expect(verdict.tone).toBe('medium')
  expect(verdict.words).toContain('no statement has told of this day')
  expect(verdict.words).toContain('the end of the last statement, 2026-03-02')
  expect(verdictOf({ ...untold, difference }, chinese).words).toContain('2026-03-02')
  expect(barsOf({ ...proof, ...untold, difference }).map(({ name }) => name)).toEqual(['wallets', 'expected'])
})

it('draws the bank and what it has more only on a day that a statement told of', () => {
  expect(barsOf({ ...proof, difference: '5', bankClosing: '10005' }).map(({ name }) => name)).toEqual([
    'wallets',
    'expected',
    'difference',
    'bank',
  ])
})

it('says before any statement that there is nothing to hold the books against', () => {
  const none = { statement: null, bankDay: null, bankClosing: null, difference: null, isTold: false }
  expect(verdictOf(none)).toMatchObject({
    tone: 'low',
    words: expect.stringContaining('No statement reaches this day'),
  })
})
