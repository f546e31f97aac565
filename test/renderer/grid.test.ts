import { expect, it } from 'vitest'
import { proposalColumns } from '../../renderer/approvals/columns.ts'
import { auditColumns } from '../../renderer/audit/columns.ts'
import { batchColumns } from '../../renderer/batches/columns.ts'
import { callerColumns } from '../../renderer/callers/columns.ts'
import { clientColumns } from '../../renderer/clients/columns.ts'
import { packColumns } from '../../renderer/close-packs/columns.ts'
import { caseColumns } from '../../renderer/exceptions/columns.ts'
import { expectedColumns } from '../../renderer/expected/columns.ts'
import { fundColumns } from '../../renderer/funding/columns.ts'
import { type Column, orderState, shownColumns, toColDef } from '../../renderer/grid/columns.ts'
import { formulaSafe } from '../../renderer/grid/copy-cell.ts'
import { cursorSource } from '../../renderer/grid/cursor-source.ts'
import { jobColumns } from '../../renderer/jobs/columns.ts'
import { accountColumns } from '../../renderer/ledger/account-columns.ts'
import { postingColumns } from '../../renderer/ledger/posting-columns.ts'
import { periodColumns } from '../../renderer/periods/columns.ts'
import { producerColumns } from '../../renderer/producers/columns.ts'
import { accountColumns as reconciledColumns } from '../../renderer/reconciliation/account-columns.ts'
import { matchColumns } from '../../renderer/reconciliation/match-columns.ts'
import { exportColumns, reportColumns } from '../../renderer/reports/columns.ts'
import { fileColumns, statementColumns } from '../../renderer/statements/columns.ts'
import { userColumns } from '../../renderer/users/columns.ts'
import { deliveryColumns } from '../../renderer/webhooks/columns.ts'
import { english, formats } from './text.ts'

const column = (id: string, priority: 1 | 2 | 3, minWidth: number): Column<string> => ({
  id,
  header: id,
  priority,
  minWidth,
  text: (row) => row,
})

it('drops the least important columns first when there is no room', () => {
  const columns = [column('a', 1, 100), column('b', 3, 100), column('c', 2, 100)]
  expect(shownColumns(columns, 300)).toEqual(['a', 'b', 'c'])
  expect(shownColumns(columns, 299)).toEqual(['a', 'c'])
  expect(shownColumns(columns, 50)).toEqual(['a'])
})

// 1024 wide, less the narrow rail and the pane: what is left of the list beside an open pane.
const besidePane = 1_024 - 56 - 440

const caseWords = {
  text: english,
  formats,
  now: Date.now,
  nameOf: (user: string) => user,
  lookersOf: () => ({ initials: '', names: '' }),
  pendingOf: () => undefined,
  fades: true,
}

it.each([
  ['exceptions', caseColumns(caseWords)],
  ['batches', batchColumns({ text: english, formats, liveOf: () => null })],
  ['clients', clientColumns(english, formats)],
  ['producers', producerColumns(english, formats)],
  ['audit', auditColumns(english, formats)],
  ['jobs', jobColumns(english, formats)],
  ['accounts', accountColumns(english, formats)],
  ['postings', postingColumns(english, formats)],
  ['periods', periodColumns(english, formats)],
  ['users', userColumns(english, formats)],
  ['statements', statementColumns({ text: english, formats })],
  ['statement files', fileColumns({ text: english, formats })],
  ['expected payments', expectedColumns({ text: english, formats })],
  ['fund requests', fundColumns({ text: english, formats })],
  ['reconciled accounts', reconciledColumns({ text: english, formats }, [])],
  ['matches', matchColumns({ text: english, formats, currency: 'USD' })],
  ['proposals', proposalColumns(english, formats)],
  ['reports', reportColumns(english, formats)],
  ['exports', exportColumns(english, formats)],
  ['close packs', packColumns(english, formats)],
  ['callers', callerColumns({ text: english, formats }, '')],
  ['deliveries', deliveryColumns({ text: english, formats })],
])('the columns of %s that matter most fit beside the pane on a small window', (_, columns) => {
  const first = (columns as readonly Pick<Column<never>, 'priority' | 'minWidth'>[]).filter(
    ({ priority }) => priority === 1,
  )
  expect(first.reduce((sum, { minWidth }) => sum + minWidth, 0)).toBeLessThanOrEqual(besidePane)
})

it('spreads no column over a window so wide that its row can no longer be read as one, unless somebody wants it so', () => {
  const wide = { ...column('a', 1, 80), flex: 1 }
  expect(toColDef(wide)).toMatchObject({ flex: 1, maxWidth: 720 })
  expect(toColDef(wide, 1_000)).not.toHaveProperty('maxWidth')
  expect(toColDef(column('b', 1, 80))).not.toHaveProperty('maxWidth')
})

it('sorts by what a cell means and not by how it is written', () => {
  const def = toColDef({ ...column('n', 1, 80), order: (row) => row.length })
  expect(def.sortable).toBe(true)
  expect(orderState({ by: 'x', direction: 'ascending' })).toEqual({
    state: [{ colId: 'x', sort: 'asc' }],
    defaultState: { sort: null },
  })
})

it('lets no formula into a spreadsheet', () => {
  expect(['=1+1', '+A1', '@x', '-cmd', '-12.50', 'C-204'].map(formulaSafe)).toEqual([
    "'=1+1",
    "'+A1",
    "'@x",
    "'-cmd",
    '-12.50',
    'C-204',
  ])
})

it('reads a list without a known end block by block, each with the cursor of the one before', async () => {
  const asked: (string | undefined)[] = []
  const source = cursorSource<number>({
    read: async (cursor) => {
      asked.push(cursor)
      return cursor === undefined ? { items: [1, 2], next: 'c2' } : { items: [3], next: null }
    },
    onRead: () => undefined,
    onFailed: () => undefined,
  })
  const block = (startRow: number) =>
    new Promise<readonly [unknown[], number | undefined]>((resolve, reject) => {
      source.getRows({
        startRow,
        endRow: startRow + 2,
        successCallback: (rows: unknown[], last?: number) => resolve([rows, last]),
        failCallback: reject,
      } as unknown as Parameters<typeof source.getRows>[0])
    })
  expect(await block(0)).toEqual([[1, 2], undefined])
  expect(await block(2)).toEqual([[3], 3])
  expect(asked).toEqual([undefined, 'c2'])
})
