/** What a person gives to the engine about a case: shown before it is true only where it may be, kept when refused, undone where it can be. */
import { describe, expect, it } from 'vitest'
import type { CaseDeed, OriginalRow } from '../../engine/contract/cases.ts'
import { isChanged, readTyped, refusalOf, typedOf } from '../../renderer/case/corrected.ts'
import { DeedBook, type Seen, withPending } from '../../renderer/case/deed-book.ts'
import { endsHere, plainDeed } from '../../renderer/case/deeds.ts'
import { rangesOf } from '../../renderer/case/lines.ts'
import { morningOf, snoozeChoices } from '../../renderer/case/snooze-times.ts'
import { undoingOf } from '../../renderer/case/undo.ts'

const seen: Seen = { id: 12, version: 3, owner: null, snoozedUntil: null, code: 'HELD_TOO_LONG' }
const reject: CaseDeed = { action: 'reject', reason: 'It was a test' }
const assign: CaseDeed = { action: 'assign', to: 'mei' }

describe('before the engine has answered', () => {
  it('who owns it and until when it sleeps is shown at once; that it is rejected is not', () => {
    const book = new DeedBook()
    const shown = () =>
      withPending({ id: 12, owner: null, snoozedUntil: null, status: 'open' }, book.getState().pending)
    book.begin(seen, assign)
    expect(shown()).toEqual({ id: 12, owner: 'mei', snoozedUntil: null, status: 'open' })
    book.begin(seen, reject)
    expect(shown()).toEqual({ id: 12, owner: null, snoozedUntil: null, status: 'open' })
    expect(book.getState().pending.get(12)?.action).toBe('reject')
  })

  it('nothing of another case is shown otherwise', () => {
    const book = new DeedBook()
    book.begin(seen, assign)
    const other = { id: 13, owner: null, snoozedUntil: null }
    expect(withPending(other, book.getState().pending)).toBe(other)
  })
})

describe('what was refused', () => {
  const fault = { code: 'engine_lost' } as const

  it('is rolled back, and stays with what was written until somebody looks at it', () => {
    const book = new DeedBook()
    book.begin(seen, assign)
    book.refuse({ seen, deed: assign, fault, at: 0 })
    const { pending, refused } = book.getState()
    expect(withPending({ id: 12, owner: null, snoozedUntil: null }, pending).owner).toBeNull()
    expect(refused).toEqual([{ seen, deed: assign, fault, at: 0 }])
    book.dismiss(12)
    expect(book.getState().refused).toEqual([])
  })

  it('is there once for each case, the newest first, and comes back into its dialog', () => {
    const book = new DeedBook()
    book.refuse({ seen, deed: reject, fault, at: 0 })
    book.refuse({ seen: { ...seen, id: 13 }, deed: reject, fault, at: 1 })
    book.refuse({ seen, deed: assign, fault, at: 2 })
    expect(book.getState().refused.map((each) => [each.seen.id, each.deed.action])).toEqual([
      [12, 'assign'],
      [13, 'reject'],
    ])
    const [first] = book.getState().refused
    if (first) book.resume(first)
    expect(book.getState().resumed?.deed).toEqual(assign)
    expect(book.getState().refused.map((each) => each.seen.id)).toEqual([13])
    book.begin(seen, assign)
    expect(book.getState().resumed).toBeNull()
  })

  it('is nothing to be undone', () => {
    const book = new DeedBook()
    book.refuse({ seen, deed: reject, fault, at: 0 })
    expect(book.takeLast()).toBeUndefined()
  })
})

describe('undoing', () => {
  it('takes back what was done last first', () => {
    const book = new DeedBook()
    book.finish({ seen, deed: assign, version: 4, proposal: null })
    book.finish({ seen: { ...seen, id: 13 }, deed: reject, version: 9, proposal: null })
    expect([book.takeLast()?.seen.id, book.takeLast()?.seen.id, book.takeLast()]).toEqual([13, 12, undefined])
  })

  it.each<[string, CaseDeed, number | null, object]>([
    ['whoever owned it before owns it again', assign, null, { how: 'deed', deed: { action: 'assign', to: null } }],
    [
      'it is in sight again',
      { action: 'snooze', until: '2026-11-21T01:00:00.000Z' },
      null,
      { how: 'deed', deed: { action: 'snooze', until: null } },
    ],
    [
      'what was rejected is open again',
      reject,
      null,
      { how: 'deed', deed: { action: 'reopen', reason: 'By mistake' } },
    ],
    [
      'what was merged is open again',
      { action: 'merge', reason: 'Twice' },
      null,
      { how: 'deed', deed: { action: 'reopen', reason: 'By mistake' } },
    ],
    ['what was only proposed is withdrawn', { action: 'post', reason: 'Right' }, 8, { how: 'withdraw', proposal: 8 }],
    ['what was posted stays', { action: 'post', reason: 'Right' }, null, { how: 'stands', why: 'posted' }],
    ['a note stays', { action: 'note', text: 'Called' }, null, { how: 'stands', why: 'note' }],
    [
      'a suspended producer takes two people to resume',
      { action: 'suspend_producer', reason: 'Fraud' },
      null,
      { how: 'stands', why: 'suspended' },
    ],
  ])('%s', (_, deed, proposal, undoing) => {
    expect(undoingOf({ seen, deed, proposal }, 'By mistake')).toEqual(undoing)
  })
})

describe('rows that were picked', () => {
  it('are told as ranges, in order', () => {
    expect(rangesOf([7, 2, 3, 4, 9, 3])).toEqual([
      [2, 4],
      [7, 7],
      [9, 9],
    ])
    expect(rangesOf([])).toEqual([])
  })

  it('alone are acted on, and then the others still wait; with none picked all are, and the next case comes', () => {
    const some = plainDeed('reject', 'It was a test', new Set([3, 2]))
    expect(some).toEqual({ action: 'reject', reason: 'It was a test', lines: [[2, 3]] })
    expect(endsHere(some, 3)).toBe(false)
    const all = plainDeed('reject', 'It was a test', new Set())
    expect(all).toEqual(reject)
    expect(endsHere(all, 3)).toBe(true)
  })

  it('of which each that is left is corrected, are done with: the next case comes', () => {
    const row = {
      occurredAt: '2026-11-20T14:30:00.000Z',
      client: 'C-1',
      location: 'Central',
      txId: 'T-1',
      type: 'TopUp',
      amount: 100,
    } as const
    const two = { action: 'correct', reason: 'Typing error', rows: [2, 3].map((line) => ({ line, row })) } as const
    expect(endsHere(two, 3)).toBe(false)
    expect(endsHere(two, 2)).toBe(true)
  })

  it('mean nothing to what is about the whole case', () => {
    expect(plainDeed('dismiss', 'All right', new Set([3]))).toEqual({ action: 'dismiss', reason: 'All right' })
  })
})

describe('putting it off', () => {
  const zone = 'Asia/Hong_Kong'

  it('offers an hour, tomorrow morning and the morning of next Monday, on the clocks of the workspace', () => {
    // A Friday evening in Hong Kong.
    expect(snoozeChoices(Date.parse('2026-11-20T14:30:00.000Z'), zone)).toEqual([
      { name: 'hour', until: '2026-11-20T15:30:00.000Z' },
      { name: 'tomorrow', until: '2026-11-21T01:00:00.000Z' },
      { name: 'monday', until: '2026-11-23T01:00:00.000Z' },
    ])
  })

  it('means the next one on a Monday, and the day of the workspace where Greenwich still has the one before', () => {
    // Sunday evening in Greenwich, Monday morning in Hong Kong.
    const choices = snoozeChoices(Date.parse('2026-11-22T20:00:00.000Z'), zone)
    expect(choices.map(({ until }) => until)).toEqual([
      '2026-11-22T21:00:00.000Z',
      '2026-11-24T01:00:00.000Z',
      '2026-11-30T01:00:00.000Z',
    ])
  })

  it('does not offer the same morning twice', () => {
    // A Sunday at noon in Hong Kong.
    const choices = snoozeChoices(Date.parse('2026-11-22T04:00:00.000Z'), zone)
    expect(choices.map(({ name }) => name)).toEqual(['hour', 'tomorrow'])
  })

  it('finds nine in the morning on either side of a change of clocks', () => {
    expect(morningOf('2026-03-28', 'Europe/Berlin')).toBe('2026-03-28T08:00:00.000Z')
    expect(morningOf('2026-03-29', 'Europe/Berlin')).toBe('2026-03-29T07:00:00.000Z')
  })
})

describe('a row that is corrected', () => {
  const ways = { digits: 2, zone: 'Asia/Hong_Kong' }
  const original: OriginalRow = {
    line: 5,
    raw: '2026-11-20T06:02:11.250Z,31,F-C3,Central,F-3,TopUp,12.5O',
    cells: {
      TxDate: '2026-11-20T06:02:11.250Z',
      ProducerId: '31',
      ClientId: 'F-C3',
      ProducerLocation: 'Central',
      TxId: 'F-3',
      TxType: 'TopUp',
      Amount: '12.5O',
    },
    row: { occurredAt: '2026-11-20T06:02:11.250Z', client: 'F-C3', location: 'Central', txId: 'F-3', type: 'TopUp' },
    problems: [{ field: 'Amount', code: 'FIELD_UNREADABLE' }],
  }
  const typed = typedOf(original, ways)

  it('begins as it was understood, and with what stood there where it was not', () => {
    expect(typed).toEqual({
      occurredAt: '2026-11-20 14:02:11',
      client: 'F-C3',
      location: 'Central',
      txId: 'F-3',
      type: 'TopUp',
      amount: '12.5O',
    })
    expect(isChanged(typed, original, ways)).toBe(false)
    expect(isChanged({ ...typed, amount: '12.50' }, original, ways)).toBe(true)
  })

  it('says what is wrong while it is typed, and is a row once nothing is', () => {
    expect(readTyped(typed, original, ways)).toEqual({ row: null, problems: { amount: 'amount.unreadable' } })
    expect(readTyped({ ...typed, amount: '12.50', client: ' ' }, original, ways).problems).toEqual({
      client: 'case.correct.missing',
    })
    expect(readTyped({ ...typed, amount: '12.50' }, original, ways).row).toEqual({ ...original.row, amount: 1_250 })
  })

  it('keeps the fraction of a second that nobody typed over', () => {
    const moved = readTyped({ ...typed, amount: '1', occurredAt: '2026-11-20 14:02:12' }, original, ways).row
    expect(moved?.occurredAt).toBe('2026-11-20T06:02:12.000Z')
  })

  it('points at the field that the engine will not take', () => {
    expect(refusalOf({ code: 'tx_id_taken', line: 5, txId: 'F-3', batch: 2, otherLine: 9 })).toEqual({
      line: 5,
      field: 'txId',
    })
    expect(refusalOf({ code: 'row_client_unknown', line: 5, client: 'F-C3' })).toEqual({ line: 5, field: 'client' })
    expect(refusalOf({ code: 'row_unusable', line: 5, field: 'occurredAt', problem: 'in_future' })).toEqual({
      line: 5,
      field: 'occurredAt',
    })
    expect(refusalOf({ code: 'engine_lost' })).toBeNull()
  })
})
