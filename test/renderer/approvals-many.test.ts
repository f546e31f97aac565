/** Picking proposals to decide on together, and saying what became of them. */
import { describe, expect, it } from 'vitest'
import { reviewedAtOnceMax } from '../../engine/contract/proposals-bulk.ts'
import { isAble, isOver, resultWords, reviewWords } from '../../renderer/approvals/many/many-words.ts'
import { inOrder, nothingPicked, type Picked, toggled, withoutThem } from '../../renderer/approvals/many/picked.ts'
import { chinese, english } from './text.ts'

const fee = (id: number, state: 'open' | 'declined' = 'open') => ({ id, kind: 'fee', state })
const pick = (...ids: number[]): Picked =>
  ids.reduce<Picked>((before, id) => {
    const outcome = toggled(before, fee(id))
    return outcome.status === 'picked' ? outcome.picked : before
  }, nothingPicked)

describe('picking', () => {
  it('takes open proposals of one kind, and says why not', () => {
    expect(toggled(nothingPicked, fee(1, 'declined'))).toEqual({ status: 'not_open' })
    expect(toggled(pick(1), { id: 2, kind: 'refund', state: 'open' })).toEqual({ status: 'other_kind' })
    expect(inOrder(pick(3, 1, 2))).toEqual([1, 2, 3])
    const most = pick(...Array.from({ length: reviewedAtOnceMax }, (_, place) => place + 1))
    expect(toggled(most, fee(10_000))).toEqual({ status: 'too_many' })
  })

  it('gives any kind a chance again once nothing is picked', () => {
    expect(toggled(pick(1), fee(1))).toEqual({ status: 'picked', picked: nothingPicked })
    expect(withoutThem(pick(1, 2), [1, 2])).toEqual(nothingPicked)
    // What was asked for as all of a kind is all of it no more.
    const all: Picked = { ...pick(1, 2), asked: { complete: true, asOf: '2026-01-31T04:00:00Z' } }
    expect(withoutThem(all, [1])).toEqual(pick(2))
    expect(withoutThem(all, [7])).toBe(all)
  })
})

describe('what becomes of them', () => {
  const own = { code: 'own_proposal', facts: { proposedBy: 'ana' } }
  const large = { code: 'above_own_bound', facts: { upTo: 5 } }
  const items = [
    { id: 1, effectHash: 'a', refused: null, mayDecline: true },
    { id: 2, effectHash: null, refused: own, mayDecline: false },
    { id: 3, effectHash: null, refused: large, mayDecline: true },
  ]
  const review = {
    kind: 'fee',
    asOf: '2026-01-31T04:00:00Z',
    items,
    effect: { entries: [], balances: [], sets: [], moreSets: 0 },
  }

  it('is said before: what is too large to approve is not too large to decline', () => {
    expect(items.map((item) => isAble(item, 'approve'))).toEqual([true, false, false])
    expect(reviewWords(review, 'approve', english, 'en')).toBe(
      '1 will be approved and carried out · 2 can’t: your own 1, above what you may approve 1',
    )
    expect(reviewWords(review, 'decline', english, 'en')).toBe('2 will be declined · 1 can’t: your own 1')
    expect(reviewWords(review, 'decline', chinese, 'zh-HK')).toContain('您自己提出 1')
    expect(reviewWords({ ...review, items: items.slice(1, 2) }, 'approve', english, 'en')).toBe('1 can’t: your own 1')
  })

  it('is said after, with what was not come to', () => {
    const became = [
      { id: 1, outcome: 'done', refused: null },
      { id: 2, outcome: 'refused', refused: own },
      { id: 3, outcome: 'left', refused: null },
    ] as const
    expect(resultWords(became, 'approve', english, 'en')).toBe('1 approved, 1 left, 1 not decided: your own 1')
    expect(resultWords(became.slice(0, 1), 'decline', english, 'en')).toBe('1 declined')
    expect([null, own, { code: 'proposal_decided', facts: {} }].map((refused) => isOver({ refused }))).toEqual([
      true,
      false,
      true,
    ])
  })
})
