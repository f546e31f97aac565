import { describe, expect, it } from 'vitest'
import type { Batch, BatchState } from '../../engine/contract/batches.ts'
import { batchStates } from '../../engine/contract/batches.ts'
import { permissions, permissionsOf, type Role } from '../../engine/contract/permission.ts'
import { setGroups } from '../../renderer/approvals/set-rows.ts'
import { actionsFor } from '../../renderer/batches/batch-actions.ts'
import { batchColumns } from '../../renderer/batches/columns.ts'
import { barOf } from '../../renderer/batches/equation.ts'
import { follow, type Live, liveOf, paceOf, type Running, shareOf } from '../../renderer/batches/live.ts'
import { markFound } from '../../renderer/batches/mark-found.ts'
import { nextSaid, type Said, sentenceOf } from '../../renderer/batches/milestones.ts'
import type { RuleWords } from '../../renderer/batches/rule-words.ts'
import { BatchSearch } from '../../renderer/batches/search.ts'
import { equationSentence, equationWords, paceWords, runningWords } from '../../renderer/batches/sentences.ts'
import { countNewer } from '../../renderer/batches/use-batch-view.ts'
import { verdict } from '../../renderer/batches/verdict.ts'
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
  root: 'cd',
  bytes: 1_000,
  bytesDone: 1_000,
  sha256: 'ab',
  format: 'csv',
  encoding: 'utf-8',
  agreement: 1,
  verdict: [],
  warnings: [],
  fileSum: '512000',
  firstAt: '2026-11-20T01:00:00.000Z',
  lastAt: '2026-11-20T06:00:00.000Z',
  checkedAt: '2026-11-20T06:02:11.500Z',
  postingSince: '2026-11-20T06:02:11.500Z',
  releasedBy: null,
  reversal: null,
  verifiedAt: null,
  verification: null,
  ...changed,
})

const cell = (id: string, of: Batch, live: Live | null = null): string => {
  const columns = batchColumns({ text: english, formats, liveOf: () => live })
  return columns.find((column) => column.id === id)?.text(of) ?? ''
}

const inEnglish: RuleWords = { text: english, formats, currency: 'USD' }
const inChinese: RuleWords = { text: chinese, formats: { ...formats, locale: 'zh-HK' }, currency: 'USD' }

const shortControl: Batch['verdict'][number] = {
  code: 'CONTROL_MISMATCH',
  effect: 'hold',
  facts: [{ fact: 'control_sum', expected: '512000', found: '510000' }],
}
const nothingPosted = { posted: 0, repeats: 0, faults: 0, unposted: 100, sealedAt: null, sum: 0 } as const

describe('the row equation in words', () => {
  it('names only the terms that are not zero, and reads as an equation in the pane', () => {
    expect(equationWords(batch(), english)).toBe('97 posted · 1 repeat · 2 faults')
    expect(equationSentence(batch(), english)).toBe('100 rows = 97 posted + 1 repeat + 2 faults')
    expect(equationSentence(batch(), chinese)).toBe('100 行 = 97 已入賬 + 1 重複 + 2 錯誤')
  })

  it('calls what is not posted yet "to come" only while the batch is on its way', () => {
    const half = { posted: 50, repeats: 0, faults: 2, unposted: 48, sealedAt: null }
    expect(equationSentence(batch({ ...half, state: 'posting' }), english)).toBe(
      '100 rows = 50 posted + 2 faults + 48 to come',
    )
    expect(equationSentence(batch({ ...half, state: 'held' }), english)).toBe(
      '100 rows = 50 posted + 2 faults + 48 not posted',
    )
  })

  it('splits the bar at the same places', () => {
    expect(barOf(batch(), null)).toBe(
      'linear-gradient(to right, var(--ch-ok) 0% 97%, var(--ch-low) 97% 98%, var(--ch-critical) 98% 100%, var(--ch-line) 100% 100%)',
    )
    expect(barOf(batch({ rows: 0, posted: 0, repeats: 0, faults: 0 }), null)).toBe('none')
  })
})

describe('the verdict', () => {
  it.each(batchStates)('has a sentence for %s in both languages', (state: BatchState) => {
    expect(verdict(batch({ state }), null, inEnglish)).not.toBe('')
    expect(verdict(batch({ state }), null, inChinese)).not.toBe('')
  })

  it('says why a batch is held, by how much, and that nothing of it is posted', () => {
    const held = batch({ ...nothingPosted, state: 'held', verdict: [shortControl] })
    expect(verdict(held, null, inEnglish)).toBe(
      'Held: control sum 20.00 short: the file says 5,120.00, its rows add to 5,100.00. Nothing was posted.',
    )
    expect(verdict(held, null, inChinese)).toBe(
      '暫緩：控制總額少 20.00：檔案所述為 5,120.00，各行合計 5,100.00。沒有入賬。',
    )
  })

  it('says how much is posted of a batch that was stopped midway', () => {
    const stopped = batch({
      state: 'held',
      posted: 40,
      repeats: 0,
      faults: 0,
      unposted: 60,
      verdict: [{ code: 'PRODUCER_SUSPENDED', effect: 'hold', facts: [] }],
    })
    expect(verdict(stopped, null, inEnglish)).toBe(
      'Held: the producer is suspended, so its files wait. 40 of 100 rows are posted; 60 wait for a person.',
    )
  })

  it('leaves out of the reason what was only a warning', () => {
    const alike: Batch['verdict'][number] = { code: 'BATCH_ALIKE', effect: 'warn', facts: [{ fact: 'twin', batch: 3 }] }
    const held = batch({ ...nothingPosted, state: 'held', verdict: [alike, shortControl] })
    expect(verdict(held, null, inEnglish)).not.toContain('batch 3')
    expect(verdict(batch({ verdict: [alike] }), null, inEnglish)).toBe('Posted: 97 of 100 rows.')
  })

  it('tells a batch that a rule rejected from one that a person did', () => {
    const byRule = { ...shortControl, effect: 'reject' } as const
    expect(verdict(batch({ ...nothingPosted, state: 'rejected', verdict: [byRule] }), null, inEnglish)).toBe(
      'Rejected: control sum 20.00 short: the file says 5,120.00, its rows add to 5,100.00. Nothing was posted.',
    )
    expect(verdict(batch({ ...nothingPosted, state: 'rejected', verdict: [shortControl] }), null, inEnglish)).toBe(
      'Rejected by a person. It was held: control sum 20.00 short: the file says 5,120.00, its rows add to 5,100.00. Nothing was posted.',
    )
  })

  it('says that a posted batch was released, and how far a reversed one is undone', () => {
    expect(verdict(batch({ verdict: [shortControl], releasedBy: 4 }), null, inEnglish)).toBe(
      'Posted: 97 of 100 rows. Released by two people although a rule had held it.',
    )
    const reversed = (rowsDone: number): Batch =>
      batch({ state: 'reversed', reversal: { proposal: 5, rows: 97, rowsDone } })
    expect(verdict(reversed(97), null, inEnglish)).toBe(
      'Reversed: each of its 97 posted rows is cancelled by a row that undoes it.',
    )
    expect(verdict(reversed(40), null, inEnglish)).toBe(
      'Being reversed: 40 of 97 posted rows are cancelled so far. It goes on by itself.',
    )
  })
})

const running = (changed: Partial<Running> = {}): Running => ({
  batch: 7,
  file: '2026-11-20.csv',
  producerCode: 'seven',
  step: 'posting',
  bytes: 1_000,
  bytesDone: 0,
  rows: 100,
  rowsDone: 0,
  since: '2026-11-20T06:02:11.000Z',
  ...changed,
})

describe('a running batch', () => {
  const begun = follow(undefined, running(), 0)

  it('is as far as its bytes while it is read, and as its rows once their number is known', () => {
    expect(shareOf(running({ step: 'checking', rows: null, bytesDone: 250, rowsDone: 90 }))).toBe(0.25)
    expect(shareOf(running({ bytesDone: 900, rowsDone: 40 }))).toBe(0.4)
    expect(shareOf(running({ rows: 0 }))).toBe(1)
    expect(shareOf(running({ rows: null, bytes: 0 }))).toBe(0)
  })

  it('says nothing of its pace in the first three seconds', () => {
    expect(paceOf(follow(begun, running({ rowsDone: 10 }), 1_000), 2_000)).toEqual({ type: 'unknown' })
  })

  it('then says rows a second and a rounded time', () => {
    const track = follow(begun, running({ rowsDone: 20 }), 4_000)
    expect(paceOf(track, 4_000)).toEqual({ type: 'moving', rowsPerSecond: 5, secondsLeft: 20 })
  })

  it('says a rate in two figures, because the third is another at each look', () => {
    const million = { rows: 1_000_000 }
    const track = follow(follow(undefined, running(million), 0), running({ ...million, rowsDone: 733_096 }), 4_000)
    expect(paceOf(track, 4_000)).toMatchObject({ rowsPerSecond: 180_000 })
  })

  it('says since when nothing has moved, and at which step', () => {
    const track = follow(follow(begun, running({ rowsDone: 20 }), 4_000), running({ rowsDone: 20 }), 14_000)
    const live = liveOf(track, 14_000)
    expect(live.pace).toEqual({ type: 'still', sinceMs: 4_000 })
    expect(paceWords(live, formats.zone, english)).toEqual(['No progress since 08:00:04 while posting'])
  })

  it('begins anew when reading becomes posting', () => {
    const checking = follow(undefined, running({ step: 'checking', rows: null }), 0)
    expect(follow(checking, running({ rowsDone: 10 }), 5_000)).toMatchObject({ firstAt: 5_000, movedAt: 5_000 })
  })

  it('is worth a look once it runs for a second, whichever step it is at', () => {
    const checking = follow(undefined, running({ step: 'checking', rows: null }), 0)
    expect(liveOf(checking, 999).lasts).toBe(false)
    expect(liveOf(checking, 1_000).lasts).toBe(true)
    expect(liveOf(follow(checking, running({ step: 'posting' }), 1_200), 1_200).lasts).toBe(true)
  })

  it('shows its step although the batch itself does not know of it yet, and nothing of it once it is through', () => {
    const live = liveOf(follow(undefined, running({ step: 'checking', rows: null, bytesDone: 250 }), 0), 0)
    const received = batch({ ...nothingPosted, unposted: 0, rows: 0, state: 'received' })
    expect(cell('state', received, live)).toBe('Checking')
    expect(cell('rows', received, live)).toBe('')
    expect(cell('faults', received, live)).toBe('Reading, 25 %')
    expect(barOf(received, live)).toContain('var(--ch-progress) 0% 25%')
    expect(cell('state', batch(), live)).toBe('Posted')
    expect(cell('faults', batch(), live)).toBe('97 posted · 1 repeat · 2 faults')
    expect(verdict(received, live, inEnglish)).toBe(
      'Being checked: 25 % of the file is read, no row yet so far. Nothing is posted yet.',
    )
  })

  it('stands in the row with step, time left and rate', () => {
    const live = liveOf(follow(begun, running({ rowsDone: 45 }), 5_000), 5_000)
    const words = runningWords(batch({ state: 'posting' }), live, formats.zone, english)
    expect(words).toBe('Posting, 45 % · 7 s left · 9 rows/s')
  })
})

describe('what a screen reader hears', () => {
  const look = (rowsDone: number): ReadonlyMap<number, ReturnType<typeof follow>> =>
    new Map([[7, follow(undefined, running({ rowsDone }), 0)]])
  const hear = (before: Said, tracks: ReturnType<typeof look>, nowMs: number): readonly [string, Said] => {
    const after = nextSaid(before, tracks, nowMs)
    const all = [...tracks.values()].map(({ last }) => last)
    return [sentenceOf(before, after, all, english), after]
  }

  it('is the start, each quarter and the end of a batch that takes its time', () => {
    const heard: string[] = []
    let said: Said = new Map()
    for (const [rowsDone, nowMs] of [
      [0, 1_000],
      [10, 3_000],
      [20, 4_000],
      [30, 5_000],
      [40, 6_000],
      [80, 7_000],
    ] as const) {
      const [sentence, after] = hear(said, look(rowsDone), nowMs)
      heard.push(sentence)
      said = after
    }
    heard.push(hear(said, new Map(), 8_000)[0])
    expect(heard).toEqual([
      '',
      '2026-11-20.csv: Posting begins.',
      '',
      '2026-11-20.csv: Posting, 25 %.',
      '',
      '2026-11-20.csv: Posting, 75 %.',
      '2026-11-20.csv is through.',
    ])
  })

  it('is nothing of a batch that is through within seconds', () => {
    const [first, said] = hear(new Map(), look(50), 1_000)
    expect([first, hear(said, new Map(), 2_000)[0]]).toEqual(['', ''])
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
    expect(cell('faults', batch({ reasons: ['NEW_RULE'] }))).toContain('NEW_RULE')
  })
})

describe('what is offered about a batch', () => {
  const all = permissions
  const held: Partial<Batch> = { ...nothingPosted, state: 'held', verdict: [shortControl] }
  const offered = (changed: Partial<Batch>): readonly string[] => actionsFor(batch(changed), all)

  it('is what its state allows', () => {
    expect(offered(held)).toEqual(['release', 'reject', 'recheck', 'download'])
    expect(offered({ ...held, posted: 40, unposted: 60 })).toEqual(['release', 'reverse', 'download'])
    // Not one row was posted, and still its rows were begun: those that are held have their place in a queue.
    expect(offered({ ...held, held: 1, unposted: 99 })).toEqual(['release', 'download'])
    expect(offered({ state: 'posted' })).toEqual(['reverse', 'download'])
    expect(offered({ state: 'posting' })).toEqual(['download'])
    expect(offered({ state: 'reversed', reversal: { proposal: 1, rows: 97, rowsDone: 97 } })).toEqual(['download'])
  })

  it('is another check for what a rule rejected, never for what a person did', () => {
    expect(offered({ ...held, state: 'rejected', verdict: [{ ...shortControl, effect: 'reject' }] })).toEqual([
      'recheck',
      'download',
    ])
    expect(offered({ ...held, state: 'rejected' })).toEqual(['download'])
  })

  it('is nothing that would be refused', () => {
    const may = (role: Role): readonly string[] => actionsFor(batch(held), [...permissionsOf([role])])
    expect(may('analyst')).toEqual(['release', 'reject', 'recheck', 'download'])
    expect(may('auditor')).toEqual(['download'])
    expect(may('operator')).toEqual([])
    expect(may('executive')).toEqual([])
  })
})

describe('the effect of a release', () => {
  it('is said in words, with the rules that two people overrule', () => {
    const [group] = setGroups(
      [
        {
          subject: 'batch:9',
          before: { state: 'held', because: ['TOO_MANY_FAULTS'] },
          after: { state: 'posting', rows: 26, upTo: 26_507 },
        },
      ],
      { text: english, formats },
    )
    expect(group).toEqual({
      subject: 'Batch 9',
      unchanged: 0,
      rows: [
        { what: 'State', before: 'Held', after: 'Posting' },
        { what: 'Held because', before: 'Too many faults', after: null },
        { what: 'Rows to be posted', before: null, after: '26' },
        { what: 'Money of them, at most', before: null, after: 'USD 265.07' },
      ],
    })
  })
})

describe('the address of the screen', () => {
  it('keeps what it knows and forgets what makes no sense', () => {
    const kept = { state: 'held', outcome: 'fault', code: 'FIELD_MISSING' }
    expect(BatchSearch.parse({ ...kept, producer: '7', open: '12', by: 'sum', line: '4182' })).toEqual({
      ...kept,
      producer: 7,
      open: 12,
      line: 4_182,
      by: 'sum',
      direction: 'descending',
    })
    expect(
      BatchSearch.parse({ state: 'lost', producer: '-1', open: 'x', by: '1; drop', outcome: 'fine', line: '0' }),
    ).toEqual({ by: 'receivedAt', direction: 'descending' })
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

  it('is marked where it is a whole value, also when it is a part of another', () => {
    expect(markFound({ raw: 'T-70,7,17', found: '7' })).toEqual({ before: 'T-70,', found: '7', after: ',17' })
    expect(markFound({ raw: '<a>7</a><b>70</b>', found: '7' })).toMatchObject({ before: '<a>' })
    expect(markFound({ raw: 'a,x12.5x,b', found: '12.5' })).toMatchObject({ before: 'a,x' })
  })

  it('is not marked when it could be either of two, or is not there', () => {
    expect(markFound({ raw: 'a,7,7', found: '7' }).found).toBe('')
    expect(markFound({ raw: 'a,b', found: null }).found).toBe('')
    expect(markFound({ raw: 'a,b', found: '' }).found).toBe('')
  })
})
