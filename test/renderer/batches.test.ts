import { describe, expect, it } from 'vitest'
import type { Batch, BatchState } from '../../engine/contract/batches.ts'
import { batchStates } from '../../engine/contract/batches.ts'
import { batchColumns } from '../../renderer/batches/columns.ts'
import { barOf } from '../../renderer/batches/equation.ts'
import { markFound } from '../../renderer/batches/mark-found.ts'
import { follow, paceOf } from '../../renderer/batches/pace.ts'
import { BatchSearch } from '../../renderer/batches/search.ts'
import { equationSentence, equationWords, runningWords, verdict } from '../../renderer/batches/sentences.ts'
import { countNewer } from '../../renderer/batches/use-batch-view.ts'
import { chinese, english, formats } from './text.ts'

const batch = (changed: Partial<Batch> = {}): Batch => ({
  id: 7,
  producer: 7,
  producerCode: 'seven',
  producerName: 'Seven Corner',
  file: '2026-11-20.csv',
  state: 'posted',
  rows: 100,
  posted: 97,
  repeats: 1,
  conflicts: 0,
  faults: 2,
  held: 0,
  unposted: 0,
  heldNow: 0,
  sum: 512_000,
  currency: 'USD',
  reasons: [],
  receivedAt: '2026-11-20T06:02:11.000Z',
  sealedAt: '2026-11-20T06:02:12.000Z',
  bytes: 1_000,
  bytesDone: 1_000,
  sha256: 'ab',
  ...changed,
})

const cell = (id: string, of: Batch): string => {
  const columns = batchColumns({ text: english, formats, paceOf: () => ({ type: 'unknown' }) })
  return columns.find((column) => column.id === id)?.text(of) ?? ''
}

describe('the row equation in words', () => {
  it('names only the terms that are not zero, and reads as an equation in the pane', () => {
    expect(equationWords(batch(), english)).toBe('97 posted · 1 repeat · 2 faults')
    expect(equationSentence(batch(), english)).toBe('100 rows = 97 posted + 1 repeat + 2 faults')
    expect(equationSentence(batch(), chinese)).toBe('100 行 = 97 已入賬 + 1 重複 + 2 錯誤')
  })

  it('splits the bar at the same places', () => {
    expect(barOf(batch())).toBe(
      'linear-gradient(to right, var(--ch-ok) 0% 97%, var(--ch-low) 97% 98%, var(--ch-critical) 98% 100%, var(--ch-line) 100% 100%)',
    )
    expect(barOf(batch({ state: 'checking', bytesDone: 250 }))).toContain('var(--ch-progress) 0% 25%')
    expect(barOf(batch({ rows: 0, posted: 0, repeats: 0, faults: 0 }))).toBe('none')
  })
})

describe('the verdict', () => {
  it.each(batchStates)('has a sentence for %s in both languages', (state: BatchState) => {
    expect(verdict(batch({ state }), english)).not.toBe('')
    expect(verdict(batch({ state }), chinese)).not.toBe('')
  })

  it('says why a batch is held and what became of its rows', () => {
    const held = batch({ state: 'held', reasons: ['CONTROL_MISMATCH'], posted: 0 })
    expect(verdict(held, english)).toBe('Held: Control totals differ. Nothing is posted; the rest waits for a person.')
  })

  it('shows the code of a rule this console does not know yet', () => {
    expect(verdict(batch({ state: 'rejected', reasons: ['NEW_RULE'] }), english)).toBe(
      'Rejected: NEW_RULE. Nothing was posted.',
    )
  })
})

describe('the pace of a running batch', () => {
  const posting = (bytesDone: number): Batch =>
    batch({
      state: 'posting',
      bytes: 1_000,
      bytesDone,
      rows: bytesDone / 10,
      posted: bytesDone / 10,
      repeats: 0,
      faults: 0,
    })
  const begun = follow(undefined, posting(0), 0)

  it('says nothing in the first three seconds', () => {
    expect(paceOf(follow(begun, posting(100), 1_000), 2_000)).toEqual({ type: 'unknown' })
  })

  it('then says rows a second and a rounded time', () => {
    const track = follow(begun, posting(200), 4_000)
    expect(paceOf(track, 4_000)).toEqual({ type: 'moving', rowsPerSecond: 5, secondsLeft: 20 })
  })

  it('says when it stands still, and since when', () => {
    const track = follow(follow(begun, posting(200), 4_000), posting(200), 14_000)
    expect(paceOf(track, 14_000)).toEqual({ type: 'still', sinceMs: 4_000 })
  })

  it('begins anew when checking becomes posting', () => {
    const checking = follow(undefined, batch({ state: 'checking' }), 0)
    expect(follow(checking, posting(10), 5_000)).toMatchObject({ state: 'posting', firstAt: 5_000 })
  })

  it('stands in the row with the share of the file that is through, as in the bar', () => {
    const words = runningWords(
      posting(450),
      { type: 'moving', rowsPerSecond: 9, secondsLeft: 12 },
      formats.zone,
      english,
    )
    expect(words).toBe('Posting, 45 % · 12 s left · 9 rows/s · 45 posted')
    expect(barOf(posting(450))).toContain('var(--ch-ok) 0% 45%, var(--ch-line) 45% 100%')
  })
})

describe('the columns', () => {
  it('show money without its symbol, and with its currency only where the header does not say it', () => {
    expect(cell('sum', batch())).toBe('5,120.00')
    expect(cell('sum', batch({ currency: 'JPY', sum: 512_000 }))).toBe('JPY 512,000')
    expect(cell('receivedAt', batch())).toBe('2026-11-20 14:02:11')
  })

  it('say the rules of the batch before the rows', () => {
    expect(cell('faults', batch({ reasons: ['TOO_MANY_FAULTS'] }))).toBe(
      'Too many faults · 97 posted · 1 repeat · 2 faults',
    )
  })
})

describe('the address of the screen', () => {
  it('keeps what it knows and forgets what makes no sense', () => {
    expect(BatchSearch.parse({ state: 'held', producer: '7', open: '12', by: 'sum' })).toEqual({
      state: 'held',
      producer: 7,
      open: 12,
      by: 'sum',
      direction: 'descending',
    })
    expect(BatchSearch.parse({ state: 'lost', producer: '-1', open: 'x', by: '1; drop' })).toEqual({
      by: 'receivedAt',
      direction: 'descending',
    })
  })
})

describe('what counts as new', () => {
  it('is younger than something seen, or anything when nothing was there', () => {
    expect(countNewer([{ id: 12 }, { id: 11 }, { id: 10 }], new Set([10, 9]))).toBe(2)
    expect(countNewer([{ id: 3 }], new Set([10]))).toBe(0)
    expect(countNewer([{ id: 1 }], new Set())).toBe(1)
  })
})

describe('the faulty value in its line', () => {
  it('is marked where it stands once', () => {
    expect(markFound({ raw: 'a,12.x,b', found: '12.x' })).toEqual({ before: 'a,', found: '12.x', after: ',b' })
  })

  it('is not marked when it could be either of two, or is not there', () => {
    expect(markFound({ raw: 'a,7,7', found: '7' }).found).toBe('')
    expect(markFound({ raw: 'a,b', found: null }).found).toBe('')
    expect(markFound({ raw: 'a,b', found: '' }).found).toBe('')
  })
})
