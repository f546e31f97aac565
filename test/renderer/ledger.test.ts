import type { IGetRowsParams } from 'ag-grid-community'
import { describe, expect, it } from 'vitest'
import { type Account, accountKinds, type Posting, type Transaction } from '../../engine/contract/accounts.ts'
import type { Period } from '../../engine/contract/periods.ts'
import { permissionsOfRole, type Role } from '../../engine/contract/permission.ts'
import type { Column } from '../../renderer/grid/columns.ts'
import { accountColumns, accountId, accountOfId } from '../../renderer/ledger/account-columns.ts'
import { actionsFor } from '../../renderer/ledger/actions.ts'
import { accountAddress, clientOfCode, producerOfCode } from '../../renderer/ledger/address.ts'
import { postingColumns, postingId, postingOfId } from '../../renderer/ledger/posting-columns.ts'
import { postingFilterOf } from '../../renderer/ledger/posting-filter.ts'
import { PostingList, type PostingsKnown, type PostingsPage } from '../../renderer/ledger/posting-list.ts'
import { LedgerSearch } from '../../renderer/ledger/search.ts'
import { sidedMoney } from '../../renderer/ledger/sides.ts'
import { originText, referenceText, standing } from '../../renderer/ledger/words.ts'
import { periodColumns } from '../../renderer/periods/columns.ts'
import { nameOf, periodProblem, suggestedPeriod } from '../../renderer/periods/period-name.ts'
import { periodVerdict } from '../../renderer/periods/verdict.ts'
import { instantOf, localOf } from '../../renderer/time/read.ts'
import { checkSentence, findingSentence } from '../../renderer/workspace/check-words.ts'
import { chinese, english, formats } from './text.ts'

const account = (changed: Partial<Account> = {}): Account => ({
  id: 1,
  code: 'wallet:C-204',
  kind: 'wallet',
  currency: 'USD',
  balance: 97_450,
  client: 'C-204',
  state: 'active',
  version: 3,
  openedAt: '2026-11-20T06:02:11.000Z',
  ...changed,
})

const posting = (changed: Partial<Posting> = {}): Posting => ({
  seq: 12,
  transaction: 11,
  kind: 'TopUp',
  debit: 'clearing:seven',
  credit: 'wallet:C-204',
  currency: 'USD',
  amount: 102_550,
  occurredAt: '2026-11-20T06:02:11.000Z',
  postedAt: '2026-11-20T06:05:00.000Z',
  businessDay: '2026-11-20',
  late: false,
  debitAfter: -102_550,
  creditAfter: 102_550,
  source: {
    from: 'batch',
    batch: 3,
    line: 41,
    file: 'morning.csv',
    producer: 7,
    producerName: 'Seven Corner',
    txId: 'T-1',
    location: 'Central',
  },
  ...changed,
})

const entry = {
  from: 'entry',
  initiator: 'anna',
  initiatedBy: null,
  reference: 'INV-7',
  orderId: null,
  bankTransactionId: 'BT-1',
  reason: null,
  related: null,
  hold: null,
  proposal: null,
} as const

const cellsOf = <T>(columns: readonly Column<T>[], row: T): Readonly<Record<string, string>> =>
  Object.fromEntries(columns.map(({ id, text }) => [id, text(row)]))

describe('a balance as an accountant reads it', () => {
  const cells = (changed: Partial<Account>) => {
    const { debit, credit } = cellsOf(accountColumns(english, formats), account(changed))
    return { debit, credit }
  }

  it('stands on one side, without a sign', () => {
    expect(cells({})).toEqual({ debit: '', credit: '974.50' })
    expect(cells({ balance: -97_450 })).toEqual({ debit: '974.50', credit: '' })
  })

  it('of nothing stands where accounts of the kind usually do', () => {
    expect(cells({ balance: 0 })).toEqual({ debit: '', credit: '0.00' })
    expect(cells({ balance: 0, kind: 'omnibus', code: 'omnibus:main' })).toEqual({ debit: '0.00', credit: '' })
  })

  it('says its side where there is one column for both', () => {
    const said = (balance: number, currency = 'USD') =>
      [english, chinese].map((text) => sidedMoney({ balance, currency }, { text, formats }))
    expect(said(97_450)).toEqual(['974.50 Cr', '974.50 貸'])
    expect(said(-1)).toEqual(['0.01 Dr', '0.01 借'])
    expect(said(0)).toEqual(['0.00', '0.00'])
    expect(said(-1_234, 'JPY')).toEqual(['1,234 Dr', '1,234 借'])
  })

  it('keeps every figure of a sum that a number can’t hold', () => {
    expect(formats.money(BigInt('9007199254740993'), 'USD')).toBe('90,071,992,547,409.93')
  })
})

describe('an account', () => {
  it('is known in the list by its currency and code, and found again by them', () => {
    const id = accountId({ code: 'wallet:Ada Lovelace', currency: 'USD' })
    expect(accountOfId(id)).toEqual({ account: 'wallet:Ada Lovelace', currency: 'USD' })
  })

  it('says whose it is by its code', () => {
    expect(['wallet:C-1', 'pending:C-1', 'receivable:a:b', 'omnibus:main', 'payout'].map(clientOfCode)).toEqual([
      'C-1',
      'C-1',
      'a:b',
      null,
      null,
    ])
    expect(['clearing:seven', 'clearing:house', 'wallet:seven'].map(producerOfCode)).toEqual(['seven', null, null])
  })

  it('has an address that keeps odd codes whole', () => {
    const { searchParams } = new URL(accountAddress('wallet:a&b=c d', 'USD'), 'http://console')
    expect(Object.fromEntries(searchParams)).toEqual({ account: 'wallet:a&b=c d', currency: 'USD' })
  })

  it.each(accountKinds)('of kind %s has a name and a meaning in both languages', (kind) => {
    for (const text of [english, chinese]) {
      expect(text(`account.kind.${kind}`)).not.toBe('')
      expect(text(`account.kind.${kind}.hint`)).not.toBe('')
    }
  })
})

describe('a posting in the list', () => {
  const cells = (changed: Partial<Posting> = {}) => cellsOf(postingColumns(english, formats), posting(changed))

  it('says what moved between which accounts, and where it came from', () => {
    expect(cells()).toEqual({
      postedAt: '2026-11-20 14:05:00',
      businessDay: '2026-11-20',
      kind: 'Top-up',
      debit: 'clearing:seven',
      credit: 'wallet:C-204',
      amount: '1,025.50',
      reference: 'T-1',
      origin: 'Seven Corner · morning.csv, line 41',
      seq: '12',
    })
  })

  it('says when it is late, and its currency where the header does not', () => {
    expect(cells({ late: true }).kind).toBe('Top-up (late)')
    expect(cells({ currency: 'JPY', amount: 1_234 }).amount).toBe('JPY 1,234')
  })

  it('that somebody made names them, and everything outsiders know it by', () => {
    expect(originText(entry, english)).toBe('By anna')
    expect(originText({ ...entry, initiatedBy: 'shop-1' }, english)).toBe('By anna for shop-1')
    expect(referenceText(entry)).toBe('INV-7 · BT-1')
  })

  it('of a kind that this console does not know shows the code', () => {
    expect(cells({ kind: 'new_kind' }).kind).toBe('new_kind')
  })

  it('leads to its transaction, and back to its own row', () => {
    expect(postingOfId(postingId(posting()))).toEqual({ transaction: 11, posting: 12 })
  })
})

describe('what became of a transaction', () => {
  const words = (changed: Partial<Transaction>) =>
    english(standing({ amount: 100, left: 100, undoneBy: [], ...changed }).word)
  const undoing = { transaction: 20, kind: 'refund', amount: 40, at: '2026-11-20T06:05:00.000Z' }

  it('is said by what is left of it', () => {
    expect(words({})).toBe('Posted')
    expect(words({ left: 60, undoneBy: [undoing] })).toBe('Undone in part')
    expect(words({ left: 0, undoneBy: [undoing] })).toBe('Undone')
    expect(words({ undoneBy: [undoing] })).toBe('Posted; its undoing was itself undone')
  })
})

describe('what is offered about a transaction', () => {
  const offered = (kind: string, role: Role, left = 100) => actionsFor({ kind, left }, permissionsOfRole[role])

  it('is what the trade does with its kind, and reversing', () => {
    expect(offered('Payment', 'analyst')).toEqual(['refund', 'reverse'])
    expect(offered('TopUp', 'analyst')).toEqual(['chargeback', 'reverse'])
    expect(offered('withdrawal', 'analyst')).toEqual(['payout', 'reverse'])
    expect(offered('fee', 'analyst')).toEqual(['reverse'])
  })

  it('is nothing once nothing is left, nor to those who only read', () => {
    expect(offered('Payment', 'analyst', 0)).toEqual([])
    expect(offered('Payment', 'auditor')).toEqual([])
    expect(offered('Payment', 'admin')).toEqual([])
  })
})

describe('the address of the ledger', () => {
  it('keeps what it knows and forgets what makes no sense', () => {
    expect(LedgerSearch.parse({ tab: 'postings', amount: '102550', from: '2026-11-20', transaction: '11' })).toEqual({
      tab: 'postings',
      amount: 102_550,
      from: '2026-11-20',
      transaction: 11,
      order: 'newest',
    })
    const nonsense = { tab: 'x', kind: 'x', amount: '-1', from: '2026-13-01', transaction: '0', period: 'x', at: 'x' }
    expect(LedgerSearch.parse(nonsense)).toEqual({ tab: 'accounts', order: 'newest' })
  })

  it('asks the engine only for what is set', () => {
    const search = LedgerSearch.parse({ tab: 'postings', in: 'payout', type: 'fee', text: '' })
    expect(postingFilterOf(search)).toEqual({ account: 'payout', kind: 'fee' })
  })
})

describe('a search through many postings', () => {
  const pagesOf = (pages: readonly PostingsPage[]) => {
    const asked: (string | undefined)[] = []
    const known: PostingsKnown[] = []
    const failed: unknown[] = []
    const left = [...pages]
    const list = new PostingList({
      read: async (cursor) => {
        asked.push(cursor)
        const page = left.shift()
        if (!page) throw new Error('asked once too often')
        return page
      },
      onRead: (each) => known.push(each),
      onFailed: (error) => failed.push(error),
    })
    const block = (startRow: number, endRow: number) =>
      new Promise<readonly [rows: number, last: number | undefined] | 'failed'>((resolve) => {
        const params = {
          startRow,
          endRow,
          successCallback: (rows: readonly Posting[], last?: number) => resolve([rows.length, last]),
          failCallback: () => resolve('failed'),
        }
        list.getRows(params as unknown as IGetRowsParams)
      })
    return { list, asked, known, failed, block }
  }
  const found = (count: number): readonly Posting[] => Array.from({ length: count }, (_, seq) => posting({ seq }))
  const back = '2026-01-01T00:00:00.000Z'

  it('goes on by itself while pages are full, and knows the end', async () => {
    const { block, asked } = pagesOf([
      { items: found(100), next: 'a', lookedBackTo: null },
      { items: found(7), next: null, lookedBackTo: null },
    ])
    expect(await block(0, 100)).toEqual([100, undefined])
    expect(await block(100, 200)).toEqual([7, 107])
    // A block that the grid asks for again is served from what was read.
    expect(await block(0, 100)).toEqual([100, 107])
    expect(asked).toEqual([undefined, 'a'])
  })

  it('stops where the engine answered early, says how far back it looked, and goes on when asked', async () => {
    const { list, block, known, asked } = pagesOf([
      { items: found(2), next: 'a', lookedBackTo: back },
      { items: [], next: 'b', lookedBackTo: '2025-01-01T00:00:00.000Z' },
      { items: found(1), next: null, lookedBackTo: null },
    ])
    expect(await block(0, 100)).toEqual([2, 2])
    expect(known.at(-1)).toMatchObject({ rows: 2, complete: false, lookedBackTo: back })
    expect(await list.goOn()).toBe(2)
    expect(known.at(-1)).toMatchObject({ rows: 2, complete: false, lookedBackTo: '2025-01-01T00:00:00.000Z' })
    expect(await list.goOn()).toBe(3)
    expect(await block(0, 100)).toEqual([3, 3])
    expect(asked).toEqual([undefined, 'a', 'b'])
  })

  it('reads nothing twice when it is asked twice at once', async () => {
    const { block, asked } = pagesOf([{ items: found(3), next: null, lookedBackTo: null }])
    expect(await Promise.all([block(0, 100), block(0, 100)])).toEqual([
      [3, 3],
      [3, 3],
    ])
    expect(asked).toEqual([undefined])
  })

  it('says when it could not read, and reads on from there afterwards', async () => {
    const { block, failed } = pagesOf([])
    expect(await block(0, 100)).toBe('failed')
    expect(failed).toHaveLength(1)
  })
})

describe('a closed period', () => {
  const root = 'ab12'.repeat(16)
  const period: Period = {
    name: '2026-11-20',
    kind: 'day',
    firstDay: '2026-11-20',
    lastDay: '2026-11-20',
    state: 'closed',
    postings: 1_234,
    root,
    proposal: 4,
    closedAt: '2026-11-21T06:02:11.000Z',
  }

  it('says in the list what it holds, with its hash shortened', () => {
    expect(cellsOf(periodColumns(english, formats), period)).toEqual({
      name: '2026-11-20',
      kind: 'Day',
      state: 'Closed',
      days: '2026-11-20',
      postings: '1,234',
      root: 'ab12ab12ab12…',
      closedAt: '2026-11-21 14:02:11',
    })
    const closing = { ...period, name: '2026-11', kind: 'month', state: 'closing', postings: null, root: null } as const
    expect(
      cellsOf(periodColumns(english, formats), { ...closing, firstDay: '2026-11-01', lastDay: '2026-11-30' }),
    ).toEqual(expect.objectContaining({ days: '2026-11-01 to 2026-11-30', postings: '', root: '', state: 'Closing' }))
  })

  it('is proven, or it is said which of the three does not agree', () => {
    const words = (changed: Partial<Parameters<typeof periodVerdict>[0]>) =>
      periodVerdict({ period, matches: false, postings: 2, root, recorded: root, ...changed }, english)
    expect(words({ matches: true })).toEqual({
      tone: 'ok',
      words: 'Proven: 2 postings give the same root hash as when it was closed, and the audit chain says so too.',
    })
    expect(words({ root: 'other' }).words).toBe(
      'Not proven: 2 postings give another root hash than when it was closed.',
    )
    expect(words({ recorded: 'other' }).words).toBe(
      'Not proven: the audit chain recorded another root hash than the period has. 2 postings looked at.',
    )
    expect(words({ recorded: null }).words).toBe(
      'Not proven: the audit chain has no record of this close. 2 postings looked at.',
    )
  })

  it('is suggested to begin with the first open day, and is a whole day or month', () => {
    const suggested = suggestedPeriod('2026-11-20')
    expect(nameOf(suggested)).toBe('2026-11-20')
    expect(nameOf({ ...suggested, kind: 'month' })).toBe('2026-11')
    expect(periodProblem(suggested)).toBeNull()
    expect(periodProblem(suggestedPeriod(null))).toBe('period.wrong.day')
    expect(periodProblem({ kind: 'day', day: '2026-11', month: '' })).toBe('period.wrong.day')
    expect(periodProblem({ kind: 'month', day: '', month: '2026-11-20' })).toBe('period.wrong.month')
  })
})

describe('a time as somebody types it', () => {
  it('is read on the clocks of the workspace', () => {
    expect(instantOf('2026-11-20T14:02:11', 'Asia/Hong_Kong')).toBe('2026-11-20T06:02:11.000Z')
    expect(instantOf('2026-11-20T14:02', 'Asia/Hong_Kong')).toBe('2026-11-20T06:02:00.000Z')
    expect(localOf('2026-11-20T06:02:11.000Z', 'Asia/Hong_Kong')).toBe('2026-11-20T14:02:11')
  })

  it('is the earlier where a clock shows it twice, and none where it shows it never', () => {
    expect(instantOf('2026-11-01T01:30:00', 'America/New_York')).toBe('2026-11-01T05:30:00.000Z')
    expect(instantOf('2026-03-08T02:30:00', 'America/New_York')).toBeNull()
    expect(instantOf('2026-02-30T00:00:00', 'Asia/Hong_Kong')).toBeNull()
    expect(instantOf('soon', 'Asia/Hong_Kong')).toBeNull()
  })
})

describe('the consistency check in words', () => {
  const difference = { code: 'balance_differs', subject: 'wallet:C-204', expected: '97450', found: '97400' }

  it('says what was proven, or how much differs', () => {
    expect(checkSentence({ consistent: true, postings: 2, differences: [] }, english)).toBe(
      'Consistent: 2 postings proven.',
    )
    expect(checkSentence({ consistent: false, postings: 2, differences: [difference] }, english)).toBe(
      '1 difference in 2 postings.',
    )
  })

  it('says of each difference what, where, and both figures', () => {
    expect(findingSentence(difference, english)).toBe(
      'A balance differs from its postings: wallet:C-204. Expected 97450, found 97400.',
    )
    expect(findingSentence({ ...difference, code: 'new_law', found: '' }, english)).toBe(
      'new_law: wallet:C-204. Expected 97450, found nothing.',
    )
  })
})
