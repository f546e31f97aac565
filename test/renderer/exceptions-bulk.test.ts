/** Many cases at once: what is asked for, what is said before it happens, and what is said and selected afterwards. */
import { describe, expect, it } from 'vitest'
import { BulkDeed, type BulkReview } from '../../engine/contract/bulk.ts'
import { caseBars } from '../../engine/contract/case-actions.ts'
import { commandOf } from '../../renderer/case/actions.ts'
import {
  type BulkAction,
  bulkActionOf,
  bulkCommandOf,
  verbsInBar,
  verbsInMenu,
} from '../../renderer/exceptions/bulk/bulk-verbs.ts'
import {
  bulkTitle,
  doableOf,
  groupMoney,
  groupWords,
  refusalWords,
  resultWords,
  reviewWords,
  shortReason,
  soFarWords,
  undoingOfBulk,
} from '../../renderer/exceptions/bulk/bulk-words.ts'
import {
  askedAbout,
  type Draft,
  draftedDeed,
  isCountTyped,
  nothingSet,
  setProblems,
} from '../../renderer/exceptions/bulk/deed-draft.ts'
import { isSameSelection, itemsOf, notDone, selectionAfter } from '../../renderer/exceptions/bulk/not-done.ts'
import { allOf, type Selection, withMembers } from '../../renderer/exceptions/selection.ts'
import { openCases } from '../cases/open-cases.ts'
import { chinese, english, formats, shown } from './text.ts'

const verbs = [...verbsInBar, ...verbsInMenu]
const actions = BulkDeed.options.map(({ shape }) => shape.action.value)

describe('what can be done about many cases', () => {
  it('has one place each, whatever the engine can do about many', () => {
    expect(new Set(verbs).size).toBe(verbs.length)
    expect(new Set(verbs.map(bulkActionOf))).toEqual(new Set(actions))
  })

  it('has the keys that it has for one', () => {
    const keyed = verbs.filter((verb) => verb !== 'note')
    expect(keyed.map(bulkCommandOf)).toEqual(keyed.map((verb) => commandOf[verb]))
  })

  it('is reviewed for the action alone, before anything is typed', () => {
    for (const verb of verbs) expect(BulkDeed.parse(askedAbout(verb, 'anna')).action).toBe(bulkActionOf(verb))
  })
})

const review: BulkReview = {
  cases: 4_212,
  currency: 'USD',
  asOf: '2026-11-20T06:02:11.000Z',
  typeCount: true,
  groups: [
    { outcome: 'done', cases: 3_980, rows: 4_100, sum: '120400', unknown: 3, samples: [1, 2] },
    { outcome: 'proposed', cases: 200, rows: 200, sum: '9007199254740993', unknown: 0, samples: [3] },
    { outcome: 'awaits_approval', cases: 12, rows: 12, sum: '0', unknown: 12, samples: [4] },
    { outcome: 'changed_since', cases: 20, rows: 20, sum: '100', unknown: 0, samples: [5] },
  ],
}

describe('the review', () => {
  it('says in one line what happens, what waits, and what can’t be done and why', () => {
    expect(reviewWords(review, 'reject', english, formats)).toBe(
      '3,980 will be rejected · 200 will wait for approval · 32 can’t: waiting for approval 12, changed since 20',
    )
    expect(doableOf(review)).toBe(4_180)
    expect(reviewWords(review, 'reject', chinese, formats)).toContain('3,980 宗將會拒絕')
  })

  it('has words for every action in both languages', () => {
    for (const action of actions)
      for (const text of [english, chinese]) {
        expect(reviewWords(review, action, text, formats)).toMatch(/3,980/)
        expect(bulkTitle({ deed: { action: 'reject', reason: '-' }, cases: 12, state: 'running' }, text)).toMatch(/12/)
        expect(text(`bulk.confirm.${action}`, { cases: 1 })).toMatch(/1/)
      }
  })

  it('shows the money as the engine added it up, beyond what a number holds, and what nobody knows', () => {
    const money = review.groups.map((group) => groupMoney(group, 'USD', english, formats))
    expect(money).toEqual(['1,204.00 + 3 unknown', '90,071,992,547,409.93', 'unknown', '1.00'])
  })

  it('names for each group what becomes of it, or what stands in the way', () => {
    expect(review.groups.map((group) => groupWords(group, review.asOf, english, formats))).toEqual([
      'Is done at once',
      'Is proposed, and a second person decides',
      'Something about it is proposed and waits for a second person.',
      'Somebody else did something about it since 2026-11-20 14:02:11',
    ])
  })

  it('has a short word for each bar, and shows a code that it doesn’t know', () => {
    for (const bar of [...caseBars, 'changed_since', 'internal', 'no_mail_server'])
      for (const text of [english, chinese])
        expect(shortReason(bar, text)).not.toBe(text('bulk.short_other', { code: bar }))
    expect(shortReason('of_next_year', english)).toBe('other reason (of_next_year)')
  })
})

const draft: Draft = { reason: ' why ', words: '', to: undefined, until: undefined, set: nothingSet }
const at = { me: 'anna', zone: 'Asia/Hong_Kong' }

describe('what the engine is told', () => {
  it.each([
    ['reject', {}, { action: 'reject', reason: 'why' }],
    ['assign_me', {}, { action: 'assign', to: 'anna' }],
    ['assign', { to: null }, { action: 'assign', to: null }],
    ['snooze', { until: null }, { action: 'snooze', until: null }],
    ['note', { words: ' look ' }, { action: 'note', text: 'look' }],
    ['ask_client', {}, { action: 'ask_client' }],
    ['ask_producer', {}, { action: 'ask_producer' }],
    [
      'correct',
      { set: { ...nothingSet, location: ' Central ', occurredAt: '2026-11-20 14:02:11' } },
      { action: 'correct', reason: 'why', set: { location: 'Central', occurredAt: '2026-11-20T06:02:11.000Z' } },
    ],
  ] as const)('%s', (verb, changed, deed) => {
    expect(draftedDeed(verb, { ...draft, ...changed }, at)).toEqual({ status: 'ready', deed })
  })

  it.each([
    ['reject', { reason: ' ' }, 'case.reason.missing'],
    ['assign', {}, 'case.assign.nobody_chosen'],
    ['snooze', {}, 'case.snooze.unusable'],
    ['note', {}, 'bulk.note.missing'],
    ['correct', {}, 'case.correct.unchanged'],
    ['correct', { set: { ...nothingSet, occurredAt: 'yesterday' } }, 'case.correct.unfinished'],
    ['correct', { reason: '', set: { ...nothingSet, client: 'C-1' } }, 'case.reason.missing'],
  ] as const)('%s is not told before it is whole', (verb, changed, problem) => {
    expect(draftedDeed(verb, { ...draft, ...changed }, at)).toEqual({ status: 'unfinished', problem })
  })

  it('names the field that can’t be set', () => {
    expect(setProblems({ ...nothingSet, client: 'C-1', occurredAt: '2026-13-01' }, at.zone)).toEqual(['occurredAt'])
    expect(setProblems(nothingSet, at.zone)).toEqual([])
  })

  it('takes a count as people write it, and no other', () => {
    expect(['4212', ' 4,212 ', '4.212'].map((typed) => isCountTyped(typed, 4_212))).toEqual([true, true, true])
    expect(['', '421', '42,120'].map((typed) => isCountTyped(typed, 4_212))).toEqual([false, false, false])
  })
})

describe('what became of a case', () => {
  const why = (code: string, facts = {}): string => refusalWords({ code, facts }, english, shown)

  it('is said with its facts', () => {
    expect(why('changed_since', { by: 'mei', state: 'resolved' })).toBe(
      'mei did something about it after you looked. It is resolved now.',
    )
    expect(why('rows_lack_money', { line: 3, client: 'C-1', available: 100, amount: 500, rows: 1 })).toBe(
      'The wallet of C-1 lacks money: C-1 has USD 1.00, the payment is USD 5.00.',
    )
    expect(why('no_mail_server')).toBe('No mail server is set.')
    expect(why('internal')).toContain('fault of its own')
    expect(why('of_next_year')).toContain('of_next_year')
  })

  it('names the bar even where a refusal with facts has the same code', () => {
    expect(caseBars.map((bar) => why(bar))).toEqual(caseBars.map((bar) => english(`case.bar.${bar}`)))
    expect(why('producer_suspended', { by: 'olive', at: review.asOf })).toContain('olive suspended the producer')
  })

  it('is counted while it goes on, without what is none', () => {
    const bulk = {
      id: 1,
      deed: { action: 'reject', reason: '-' },
      by: 'anna',
      state: 'running',
      startedAt: review.asOf,
      endedAt: null,
      cases: 3_980,
      done: 1_204,
      proposed: 0,
      refused: 3,
      left: 2_773,
    } as const
    expect(soFarWords(bulk, english)).toBe('1,204 done, 2,773 left, 3 not done')
    const reasons = [
      { code: 'awaits_approval', cases: 2 },
      { code: 'changed_since', cases: 1 },
    ]
    expect(resultWords({ ...bulk, reasons }, english, formats)).toBe(
      '1,204 done, 2,773 left, 3 not done: waiting for approval 2, changed since 1',
    )
    expect(bulkTitle(bulk, english)).toBe('Rejecting 3,980 cases')
    expect(bulkTitle({ ...bulk, state: 'stopped' }, english)).toBe('Reject, 3,980 cases: stopped')
  })

  it('is taken back where the law allows, and says why where it does not', () => {
    const back = (action: BulkAction) => undoingOfBulk(action) === 'reopen'
    expect(actions.filter(back)).toEqual(['reject', 'merge', 'dismiss'])
    expect(english('bulk.stands', { why: undoingOfBulk('post') })).toContain('only be reversed')
  })
})

describe('what stays selected', () => {
  const view = { view: 'v', total: 3, sum: '0', unknown: 0, currency: 'USD', asOf: review.asOf }

  it('is what nobody has changed since, whatever has been learnt about the view', () => {
    const all = allOf(view)
    expect(isSameSelection(all, withMembers(all, 'v', new Set([1, 2, 3])))).toBe(true)
    expect(isSameSelection(all, { type: 'all', of: view, except: new Set([1]), members: null })).toBe(false)
    const some: Selection = { type: 'some', ids: new Set([1]) }
    expect(isSameSelection(some, { type: 'some', ids: new Set([1]) })).toBe(false)
    expect(isSameSelection(some, some)).toBe(true)
  })

  it('is what was refused, and not what was done', async () => {
    const cases = await openCases()
    for (const name of ['a', 'b', 'c'])
      await cases.take(`${name}.csv`, [
        { client: name.toUpperCase(), tx: `${name}1`, amount: 500_000 },
        { client: 'Z', tx: `${name}2`, amount: 10 },
      ])
    const { bulk } = cases.analyst.exceptions
    const opened = await cases.analyst.exceptions.openView({})
    const { ids } = await cases.analyst.exceptions.viewIds({ view: opened.view, from: 0, to: 3 })
    await cases.act(ids[1] ?? 0, { action: 'note', text: 'mine' }, cases.second)
    const of = { view: opened.view, except: [] }
    const deed = { action: 'reject', reason: 'because' } as const
    const { id } = await bulk.start({ of, deed, count: 3, asOf: opened.asOf, key: 'k' })
    await (await cases.engine.opened()).bulk.settled()
    const ended = await bulk.get({ id })
    const { analyst } = cases
    expect(await selectionAfter(analyst, ended, allOf({ ...view, view: opened.view }))).toEqual({
      type: 'some',
      ids: new Set([ids[1]]),
    })
    expect((await itemsOf(analyst, id, notDone)).map(({ code }) => code)).toEqual(['changed_since'])
    expect((await itemsOf(analyst, id, ['done'])).map(({ exception }) => exception)).toEqual([ids[0], ids[2]])
    await cases.close()
  })
})
