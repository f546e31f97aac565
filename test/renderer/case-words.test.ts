/** What the pane of a case says: what happened with its money, why, what somebody else did, and what can't be done. */
import { describe, expect, it } from 'vitest'
import { type CaseAction, caseActions, caseBars } from '../../engine/contract/case-actions.ts'
import { exceptionCodes } from '../../engine/contract/exceptions.ts'
import { commandOf, standingOf, verbLabel, verbs } from '../../renderer/case/actions.ts'
import { differencesOf } from '../../renderer/case/differences.ts'
import { effectLines } from '../../renderer/case/effect-words.ts'
import { eventWords } from '../../renderer/case/events.ts'
import { movedWords } from '../../renderer/case/moved.ts'
import { quickReasons } from '../../renderer/case/reasons.ts'
import { relatedTo } from '../../renderer/case/related.ts'
import { caseName, caseOfName } from '../../renderer/case/standing.ts'
import { type WhatCase, whatSentence } from '../../renderer/case/what.ts'
import { factComparison, missingOf, rowComparison } from '../../renderer/case/why.ts'
import { commands } from '../../renderer/keys/commands.ts'
import { chinese, english, formats } from './text.ts'

const words = { text: english, formats }

const row: WhatCase['firstRows'][number] = {
  line: 5,
  outcome: 'fault',
  code: 'FIELD_UNREADABLE',
  field: 'Amount',
  found: '12.5O',
  client: null,
  amount: null,
  raw: 'C-204,12.5O',
  decided: null,
  known: null,
}

const held: WhatCase = {
  code: 'HELD_TOO_LONG',
  scope: 'hold',
  rows: 1,
  amount: 12_000,
  currency: 'USD',
  client: 'C-204',
  file: 'monday.csv',
  batch: 7,
  batchState: 'posted',
  producerName: 'Seven Corner',
  facts: [],
  found: null,
  firstRows: [],
  detail: {},
}

describe('one sentence with the money', () => {
  it.each<[string, Partial<WhatCase>, number | null]>([
    ['Payment of USD 120.00 by C-204 is held: its wallet has 80.00.', {}, 8_000],
    ['Payment of USD 120.00 by C-204 is held: its wallet has less.', {}, null],
    ['3 payments, USD 120.00 in all, are held: their wallets have less.', { rows: 3, client: null }, null],
    ['A row of C-204, USD 120.00, is held: the client is frozen.', { code: 'CLIENT_FROZEN' }, null],
    [
      'A row was not posted. Amount can’t be read: “12.5O”.',
      { scope: 'fault', code: 'FIELD_UNREADABLE', amount: null, client: null, firstRows: [row] },
      null,
    ],
    [
      '40 rows of monday.csv were not posted. A field can’t be read.',
      { scope: 'fault', code: 'FIELD_UNREADABLE', amount: null, client: null, rows: 40, firstRows: [row] },
      null,
    ],
    [
      'Batch 7 is held: control sum 20.00 short: the file says 120.00, its rows add to 100.00. It has 10 rows, USD 100.00.',
      {
        scope: 'batch',
        code: 'CONTROL_MISMATCH',
        batchState: 'held',
        rows: 10,
        amount: 10_000,
        facts: [{ fact: 'control_sum', expected: '12000', found: '10000' }],
      },
      null,
    ],
    [
      'Seven Corner: a batch was expected at 2026-11-20 14:02:11 and did not come.',
      {
        scope: 'producer',
        code: 'BATCH_MISSING',
        amount: null,
        facts: [{ fact: 'expected_at', at: '2026-11-20T06:02:11.000Z', dueAt: null }],
      },
      null,
    ],
    [
      'C-204 says that they did not make a transaction of USD 120.00.',
      { scope: 'client', code: 'FRAUD_REPORTED' },
      null,
    ],
  ])('%s', (sentence, changed, available) => {
    const wallet = available === null ? null : { currency: 'USD', available }
    expect(whatSentence({ ...held, ...changed }, wallet, words)).toBe(sentence)
  })

  it.each(exceptionCodes)('is there for %s in both languages, whatever it stands for', (code) => {
    for (const text of [english, chinese]) {
      for (const scope of ['hold', 'fault', 'conflict', 'batch', 'producer', 'client', 'engine'] as const)
        expect(whatSentence({ ...held, code, scope }, null, { text, formats })).not.toMatch(/none|case\.|undefined/)
    }
  })
})

describe('expected beside found', () => {
  const marked = (expected: string, found: string): readonly [string, string] => {
    const show = (pieces: readonly { text: string; differs: boolean }[]): string =>
      pieces.map(({ text, differs }) => (differs ? `[${text}]` : text)).join('')
    const difference = differencesOf(expected, found)
    return [show(difference.expected), show(difference.found)]
  }

  it.each([
    ['5,120.00', '5,100.00', '5,1[2]0.00', '5,1[0]0.00'],
    ['120.00', '100.00', '1[2]0.00', '1[0]0.00'],
    ['60.00', '7,060.00', '60.00', '[7,0]60.00'],
    ['same', 'same', 'same', 'same'],
    ['', 'something', '', '[something]'],
    ['錢包甲', '錢包乙', '錢包[甲]', '錢包[乙]'],
  ])('marks what differs between %s and %s and nothing else', (expected, found, left, right) => {
    expect(marked(expected, found)).toEqual([left, right])
  })

  it('compares values too long to be searched through only as a whole', () => {
    const long = 'x'.repeat(5_000)
    expect(differencesOf(long, `${long}y`).found).toEqual([{ text: `${long}y`, differs: true }])
    expect(differencesOf(long, long).found).toEqual([{ text: long, differs: false }])
  })

  it('lays the sums of a control total beside each other', () => {
    expect(factComparison({ fact: 'control_sum', expected: '512000', found: '510000' }, 'USD', words)).toEqual({
      what: 'Control sum',
      expected: 'USD 5,120.00',
      found: 'USD 5,100.00',
      exact: true,
    })
  })

  it('names the field of a row, what was wanted there, and what stood there', () => {
    const found = { code: 'FIELD_UNREADABLE', field: 'Amount', found: '12.5O', producer: 7 }
    expect(rowComparison(found, words)).toEqual({
      what: 'Amount',
      expected: 'an amount in figures',
      found: '12.5O',
      exact: false,
    })
    expect(rowComparison({ code: 'PRODUCER_MISMATCH', field: 'ProducerId', found: '8', producer: 7 }, words)).toEqual({
      what: 'ProducerId',
      expected: '7',
      found: '8',
      exact: true,
    })
    expect(rowComparison({ ...found, field: 'ClientId', found: null }, words)?.found).toBe('nothing')
  })

  it('says what a payment lacks, and nothing once enough has come', () => {
    expect(missingOf(12_000, 8_000)).toBe(4_000n)
    expect(missingOf(12_000, -500)).toBe(12_500n)
    expect(missingOf(12_000, 12_000)).toBeNull()
  })
})

describe('the actions', () => {
  it('have a button each, at one place, but for the note, which has a box', () => {
    const acted = new Set<CaseAction>(verbs.map((verb) => (verb === 'assign_me' ? 'assign' : verb)))
    expect([...acted, 'note'].toSorted()).toEqual([...caseActions].toSorted())
    for (const verb of verbs) expect(english(verbLabel(verb))).not.toBe('')
  })

  it('have keys that no other action has', () => {
    const keys = verbs.flatMap((verb) => {
      const command = commandOf[verb]
      return command === null ? [] : commands[command].keys
    })
    expect(new Set(keys).size).toBe(keys.length)
    expect(keys).toEqual(expect.arrayContaining(['P', 'C', 'W', 'R', 'M', 'N', 'I', 'Shift+I', 'H', 'Q', 'L']))
  })

  it.each(caseBars)('that can’t be done say why: %s', (bar) => {
    const actions = [{ action: 'post' as const, bar, needsApproval: true }]
    const { reason } = standingOf('post', actions, english)
    expect(reason).toMatch(/^[A-Z].*\.$/)
    expect(standingOf('post', actions, chinese).reason).toMatch(/。$/)
  })

  it('that the engine does not speak of can’t be done', () => {
    expect(standingOf('post', [], english).reason).toBe('Your role may not do this.')
    expect(standingOf('post', [{ action: 'post', bar: null, needsApproval: true }], english)).toEqual({
      verb: 'post',
      reason: null,
      needsApproval: true,
    })
  })

  it('that need a reason have one ready for every code, the fitting one first', () => {
    for (const code of exceptionCodes)
      for (const verb of [
        'post',
        'correct',
        'write_off',
        'reject',
        'merge',
        'dismiss',
        'release_batch',
        'reopen',
      ] as const) {
        const [first, ...others] = quickReasons(verb, code)
        expect(english(first ?? 'case.unread')).toMatch(/^[A-Z]/)
        expect(others).not.toContain(first)
      }
    expect(english(quickReasons('reject', 'HELD_TOO_LONG')[0] ?? 'case.unread')).toBe(
      'No money came in the time that was given',
    )
    expect(quickReasons('assign', 'HELD_TOO_LONG')).toEqual([])
  })
})

describe('what an action would do', () => {
  const effect = { postings: [], sets: [], balances: [] }

  it('counts the rows and what is left, and says how the case ends', () => {
    expect(
      effectLines(
        'reject',
        { needsApproval: false, rows: 3, left: 2, status: 'open', resolution: null, effect },
        english,
      ),
    ).toEqual(['3 rows are never posted. No balance changes.', '2 rows are left to decide.'])
    expect(
      effectLines(
        'merge',
        { needsApproval: false, rows: 1, left: 0, status: 'resolved', resolution: 'merged', effect },
        english,
      ),
    ).toEqual([
      '1 row counts as a repeat of the earlier one and is not posted.',
      'Then the case is resolved: merged as a repeat.',
    ])
  })

  it('says nothing about how the case ends where a second person decides that', () => {
    const waits = {
      needsApproval: true,
      rows: 1,
      left: 0,
      status: 'resolved' as const,
      resolution: 'posted' as const,
      effect,
    }
    expect(effectLines('post', waits, english)).toEqual(['1 row is posted as it stands.'])
  })
})

describe('what happened to it', () => {
  const at = '2026-11-20T06:02:11.000Z'

  it('says who did what, and what they said', () => {
    const event = { at, by: 'mei', kind: 'rejected', detail: { rows: 12, reason: 'It was a test' } }
    expect(eventWords(event, words)).toEqual({
      line: 'mei rejected 12 rows',
      said: 'It was a test',
      proposal: null,
      transaction: null,
    })
    expect(eventWords({ at, by: 'mei', kind: 'snoozed', detail: { until: at } }, words).line).toBe(
      'mei put it off until 2026-11-20 14:02:11',
    )
    expect(eventWords({ at, by: 'mei', kind: 'asked', detail: { of: 'producer', message: 4 } }, words).line).toBe(
      'mei asked the producer',
    )
    expect(eventWords({ at, by: 'mei', kind: 'proposed', detail: { proposal: 8 } }, words).proposal).toBe(8)
  })

  it('shows the code of what a newer engine invented', () => {
    expect(eventWords({ at, by: 'mei', kind: 'danced', detail: {} }, words).line).toBe('mei: danced')
  })

  it('tells whoever came second what the first did, and how long ago', () => {
    const moved = {
      code: 'case_moved',
      version: 3,
      state: 'resolved',
      resolution: 'rejected',
      kind: 'rejected',
      by: 'mei',
      at,
    } as const
    expect(movedWords(moved, Date.parse(at) + 4_000, english)).toBe('mei rejected this 4 s ago.')
    expect(movedWords(moved, Date.parse(at) + 200_000, chinese)).toBe('mei 於3 分鐘前拒絕了此個案。')
    expect(movedWords({ ...moved, kind: 'danced' }, Date.parse(at), english)).toContain('Look at it again')
  })
})

it('leads to what else belongs to it: client, producer, cause', () => {
  expect(
    relatedTo({ client: 'C-204', producer: 7, code: 'HELD_TOO_LONG' }).map(({ kind, address }) => [kind, address]),
  ).toEqual([
    ['client', '/exceptions?client=C-204&snoozed=with'],
    ['producer', '/exceptions?producer=7&snoozed=with'],
    ['cause', '/exceptions?producer=7&code=HELD_TOO_LONG&snoozed=with'],
  ])
  expect(relatedTo({ client: null, producer: null, code: 'JOB_FAILED' })).toEqual([])
})

it('has a name that leads back to it, and no other does', () => {
  expect(caseOfName(caseName(12))).toBe(12)
  expect(caseOfName('12')).toBe(12)
  for (const name of ['EX-0', 'EX-', 'EX-1e3', 'EX-12 ', '../12']) expect(caseOfName(name)).toBeNull()
})
