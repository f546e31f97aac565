/** Columns as a person likes them, and rows as a spreadsheet reads them. */
import { describe, expect, it } from 'vitest'
import { caseColumns } from '../../renderer/exceptions/columns.ts'
import type { Column } from '../../renderer/grid/columns.ts'
import { copiedColumns, tableOf } from '../../renderer/grid/copied.ts'
import {
  arranged,
  GridLayout,
  layoutAfter,
  moved,
  plainLayout,
  sameLayout,
  seenColumns,
} from '../../renderer/grid/layout.ts'
import { english, formats } from './text.ts'

const column = (id: string, more: Partial<Column<string>> = {}): Column<string> => ({
  id,
  header: id,
  priority: 1,
  minWidth: 100,
  text: (row) => `${id} ${row}`,
  ...more,
})

const columns = [column('a'), column('b', { flex: 1 }), column('c', { priority: 2 })]
const ids = (all: readonly Column<string>[]) => all.map(({ id }) => id)
const likes = (liked: Partial<GridLayout>): GridLayout => ({ ...plainLayout, ...liked })

describe('the order of columns', () => {
  it('is the list’s own until somebody moves one, and again once they have moved it back', () => {
    expect(ids(arranged(columns, plainLayout))).toEqual(['a', 'b', 'c'])
    const changed = moved(columns, plainLayout, { id: 'c', by: -1 })
    expect(ids(arranged(columns, changed))).toEqual(['a', 'c', 'b'])
    expect(moved(columns, changed, { id: 'c', by: 1 })).toEqual(plainLayout)
    expect(moved(columns, plainLayout, { id: 'a', by: -1 })).toBe(plainLayout)
  })

  it('has a column of a later version behind the one that it follows there, and forgets one that is gone', () => {
    expect(ids(arranged(columns, likes({ order: ['c', 'gone', 'a'] })))).toEqual(['c', 'a', 'b'])
    expect(ids(arranged([column('new'), ...columns], likes({ order: ['c', 'b', 'a'] })))).toEqual([
      'new',
      'c',
      'b',
      'a',
    ])
  })
})

describe('which columns are there', () => {
  it('is for the room to say, but for those that somebody chose', () => {
    expect([...seenColumns(columns, plainLayout, 300)]).toEqual(['a', 'b', 'c'])
    expect([...seenColumns(columns, plainLayout, 250)]).toEqual(['a', 'b'])
    expect([...seenColumns(columns, likes({ visible: { c: true } }), 250)]).toEqual(['a', 'b', 'c'])
    expect([...seenColumns(columns, likes({ visible: { a: false } }), 250)]).toEqual(['b', 'c'])
    // What is wider than usual leaves less room for the others.
    expect([...seenColumns(columns, likes({ widths: { a: 150 } }), 300)]).toEqual(['a', 'b'])
  })
})

describe('what the grid tells', () => {
  const sizes = (widths: Readonly<Record<string, number | [number, number]>>) => ({
    columnSizing: {
      columnSizingModel: Object.entries(widths).map(([colId, width]) =>
        typeof width === 'number' ? { colId, width } : { colId, width: width[0], flex: width[1] },
      ),
    },
  })
  const told = (state: Parameters<typeof layoutAfter>[2], before = plainLayout, ordersItself = false) =>
    layoutAfter(columns, before, { ...state }, { ordersItself })

  it('is kept where it is somebody’s doing: a share of the room is nobody’s width', () => {
    expect(told(sizes({ select: 36, a: 100, b: [377, 1], c: 100 }))).toEqual(plainLayout)
    expect(told(sizes({ a: 140.4, b: 200, c: 100 })).widths).toEqual({ a: 140, b: 200 })
  })

  it('says the same again when what was kept is shown', () => {
    const kept = likes({ order: ['b', 'a', 'c'], widths: { a: 100, b: 210 }, visible: { c: false } })
    const state = { ...sizes({ a: 100, b: 210, c: 100 }), columnOrder: { orderedColIds: ['select', 'b', 'a', 'c'] } }
    expect(sameLayout(told(state, kept), kept)).toBe(true)
  })

  it('holds an order of rows only where no address holds it', () => {
    const sort = { sort: { sortModel: [{ colId: 'b', sort: 'desc' as const }] } }
    expect(told(sort).sort).toBeNull()
    expect(told(sort, plainLayout, true).sort).toEqual({ by: 'b', direction: 'descending' })
  })

  it('never knows of a filter, a selection, a focus or a place', () => {
    expect(Object.keys(GridLayout.parse({ filter: {}, selection: [], focus: 1, scroll: 2 })).toSorted()).toEqual([
      'order',
      'sort',
      'visible',
      'widths',
    ])
  })
})

describe('rows that are copied', () => {
  it('have their headers first, cells that stay cells, and nothing that a spreadsheet would run', () => {
    const table = tableOf(
      [column('n', { text: (row) => row }), column('m', { plain: () => '-12.50', text: () => '−12.50' })],
      ['=1+1', '+852', '-cmd', '@x', '\tx', '＝1', 'two\tcells\nand a line'],
    )
    expect(table.split('\n').map((line) => line.split('\t'))).toEqual([
      ['n', 'm'],
      ["'=1+1", '-12.50'],
      ["'+852", '-12.50'],
      ["'-cmd", '-12.50'],
      ["'@x", '-12.50'],
      [' x', '-12.50'],
      ["'＝1", '-12.50'],
      ['two cells and a line', '-12.50'],
    ])
  })

  it('say which they are, also where that column is not shown', () => {
    const named = [...columns, column('number', { names: true })]
    expect(ids(copiedColumns(named, new Set(['b', 'a'])))).toEqual(['number', 'a', 'b'])
    expect(ids(copiedColumns(named, new Set(['a', 'number'])))).toEqual(['a', 'number'])
  })

  it('have the money of a case as figures, and in another currency say which', () => {
    const words = {
      text: english,
      formats,
      now: Date.now,
      nameOf: (user: string) => user,
      lookersOf: () => ({ initials: '', names: '' }),
      pendingOf: () => undefined,
      fades: true,
    }
    const plain = caseColumns(words).find(({ id }) => id === 'amount')?.plain
    const of = (amount: number | null, currency: string | null) => plain?.({ amount, currency } as never)
    expect([of(120_450, formats.currency), of(-1, formats.currency), of(7_000, 'JPY'), of(null, null)]).toEqual([
      '1204.50',
      '-0.01',
      'JPY 7000',
      'unknown',
    ])
  })
})
