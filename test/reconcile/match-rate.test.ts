/** How much of what the statements of the last days told of is matched, by lines and by money. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { now } from '../../engine/calendar/instant.ts'
import type { MatchRate } from '../../engine/contract/match-rate.ts'
import { Books } from '../../engine/ledger/books.ts'
import { listReconciledAccounts } from '../../engine/reconcile/look/accounts.ts'
import { checkWorkspace } from '../../engine/workspace/check.ts'
import { type OpenBooks, openBooks } from '../operations/open-books.ts'
import { putLines, putPostings } from './put-sides.ts'
import { reconcile } from './reconciling.ts'
import type { MadeLine, MadePosting } from './two-sides.ts'

const today = 20_700
const dayMs = 86_400_000
const by = { account: 'omnibus:main', reason: 'so it is', by: 'ana' } as const

let books: OpenBooks
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: today * dayMs })
  books = await openBooks()
  const ledger = new Books(books.raw, now())
  ledger.house('omnibus:main', 'USD')
  ledger.close()
})
afterEach(() => {
  books.close()
  vi.useRealTimers()
})

const differences = () =>
  checkWorkspace({ raw: books.raw, db: null as never, onProgress: () => {} }, { deep: false }).differences
const line = (daysAgo: number, amount: number, reference: string | null = null): MadeLine => ({
  day: today - daysAgo,
  amount,
  refs: reference === null ? [] : [['end_to_end', reference]],
  party: null,
  text: '',
  charge: 0,
})
const posting = (amount: number, reference: string | null): MadePosting => ({
  day: today,
  amount,
  client: 'anna-lee',
  reference,
  bank: null,
})
const rate = (): MatchRate => {
  const [account] = listReconciledAccounts({ raw: books.raw }, null)
  if (account === undefined) throw new Error('no account is reconciled')
  return account.matched
}
async function split(item: number, parts: readonly number[]): Promise<readonly number[]> {
  const outcome = await books.run('reconcile.split', { ...by, side: 'line', item, parts })
  expect(outcome).toMatchObject({ status: 'done' })
  return 'items' in outcome ? outcome.items : []
}
const match = async (lines: readonly number[], postings: readonly number[]): Promise<void> => {
  const made = await books.run('reconcile.match', { ...by, lines, postings, residueTo: null })
  expect(made).toMatchObject({ status: 'done' })
}
const idsOf = (sql: string): number[] => books.raw.prepare(sql).pluck().all() as number[]

describe('of the last thirty days', () => {
  afterEach(() => expect(differences()).toEqual([]))

  it('says no share where no line told anything', () => {
    putLines(books.raw, [line(30, 500)])
    expect(rate()).toEqual({
      sinceDay: '2026-08-06',
      lines: 0,
      openLines: 0,
      matchedLines: 0,
      money: '0',
      openMoney: '0',
      matchedMoney: '0',
      shareOfLines: null,
      shareOfMoney: null,
    })
  })

  it('counts a line of the first day and one that is dated ahead, what came in and what went out, and nothing earlier', () => {
    putLines(books.raw, [line(30, 10_000), line(29, 500), line(0, -200), line(-3, 40)])
    expect(rate()).toMatchObject({ lines: 3, openLines: 3, money: '740', openMoney: '740' })
    expect(rate()).toMatchObject({ matchedLines: 0, matchedMoney: '0', shareOfLines: 0, shareOfMoney: 0 })
    vi.setSystemTime((today + 1) * dayMs)
    expect(rate()).toMatchObject({ sinceDay: '2026-08-07', lines: 2, money: '240' })
  })

  it('counts by the days of the workspace, which begin before those of Greenwich', () => {
    putLines(books.raw, [line(29, 500)])
    vi.setSystemTime((today + 1) * dayMs - 8 * 3_600_000 - 1)
    expect(rate()).toMatchObject({ sinceDay: '2026-08-06', lines: 1 })
    vi.setSystemTime((today + 1) * dayMs - 8 * 3_600_000)
    expect(rate()).toMatchObject({ sinceDay: '2026-08-07', lines: 0 })
  })

  it('says all only where all is matched, and less as soon as a match is taken apart', async () => {
    putPostings(books.raw, [posting(500, 'ORDER-1'), posting(99_999_999_500, 'ORDER-2')])
    putLines(books.raw, [line(0, 500, 'ORDER-1'), line(0, 99_999_999_500, 'ORDER-2')])
    await reconcile(books)
    const all = { lines: 2, openLines: 0, matchedLines: 2, money: '100000000000', openMoney: '0' }
    expect(rate()).toMatchObject({ ...all, shareOfLines: 10_000, shareOfMoney: 10_000 })
    const [small = 0] = idsOf('SELECT id FROM item_match WHERE line_sum = 500')
    await books.run('reconcile.unmatch', { match: small, reason: 'no', by: 'ana' })
    expect(rate()).toMatchObject({
      lines: 2,
      openLines: 1,
      matchedLines: 1,
      openMoney: '500',
      matchedMoney: '99999999500',
      shareOfLines: 5_000,
      // 99.9999995 %: not all of it.
      shareOfMoney: 9_999,
    })
  })

  it('counts a line in parts once, as open while one of them is, and its money part by part', async () => {
    const [whole = 0] = putLines(books.raw, [line(0, -10_000), line(0, 30_000)])
    const postings = putPostings(books.raw, [posting(-6_000, null), posting(-1_500, null), posting(-2_500, null)])
    await books.run('reconcile.takePostings', { account: accountOf() })
    const [first = 0, second = 0] = await split(whole, [-6_000, -4_000])
    const [half = 0, rest = 0] = await split(second, [-1_500, -2_500])
    expect(rate()).toMatchObject({ lines: 2, openLines: 2, money: '40000', openMoney: '40000' })
    await match([first], postings.slice(0, 1))
    expect(rate()).toMatchObject({ openLines: 2, openMoney: '34000', matchedMoney: '6000', shareOfMoney: 1_500 })
    await match([half], postings.slice(1, 2))
    expect(rate()).toMatchObject({ openLines: 2, matchedLines: 0, openMoney: '32500', shareOfLines: 0 })
    await match([rest], postings.slice(2, 3))
    expect(rate()).toMatchObject({ openLines: 1, matchedLines: 1, openMoney: '30000', shareOfLines: 5_000 })
  })

  it('adds up what no number holds exactly', () => {
    putLines(books.raw, [line(0, Number.MAX_SAFE_INTEGER), line(1, 2 - Number.MAX_SAFE_INTEGER)])
    expect(rate()).toMatchObject({ money: '18014398509481980', openMoney: '18014398509481980', matchedMoney: '0' })
  })

  it('counts what a later statement tells of the same days beside what was told', async () => {
    putPostings(books.raw, [posting(500, 'ORDER-1')])
    putLines(books.raw, [line(1, 500, 'ORDER-1')])
    await reconcile(books)
    expect(rate()).toMatchObject({ lines: 1, matchedLines: 1, shareOfLines: 10_000 })
    putLines(books.raw, [line(1, -1_000), line(0, 9)])
    expect(rate()).toMatchObject({ lines: 3, openLines: 2, money: '1509', openMoney: '1009', shareOfLines: 3_333 })
  })

  it('counts of a statement that is being opened what is open already', () => {
    putLines(books.raw, [line(0, 500), line(0, 700)], { opened: 1 })
    expect(rate()).toMatchObject({ lines: 1, money: '500' })
  })
})

it('the check of the workspace finds a day that says other than its lines do, or nothing', () => {
  putLines(books.raw, [line(0, 500), line(1, 700)])
  books.raw.exec(`
    DROP TRIGGER line_day_is_never_deleted;
    DELETE FROM line_day WHERE day = ${today - 1};
    UPDATE line_day SET lines = 2;
    INSERT INTO line_day VALUES (${accountOf()}, ${today - 5}, 1, 9)`)
  expect(differences()).toEqual([
    { code: 'line_day_lines', subject: 'account:omnibus:main 2026-08-30', expected: '0', found: '1' },
    { code: 'line_day_money', subject: 'account:omnibus:main 2026-08-30', expected: '0', found: '9' },
    { code: 'line_day_lines', subject: 'account:omnibus:main 2026-09-03', expected: '1', found: '0' },
    { code: 'line_day_money', subject: 'account:omnibus:main 2026-09-03', expected: '700', found: '0' },
    { code: 'line_day_lines', subject: 'account:omnibus:main 2026-09-04', expected: '1', found: '2' },
  ])
})

const accountOf = (): number =>
  books.raw.prepare(`SELECT id FROM account WHERE code = 'omnibus:main'`).pluck().get() as number
