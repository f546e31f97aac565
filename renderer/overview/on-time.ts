/** Are producers on time: one cell for each producer and day, with the shape of the worst that happened on it. Pure. */
import type { OverviewHealth, PunctualityCell } from '../../engine/contract/overview.ts'
import { dayAfter } from '../exceptions/filter.ts'
import type { FigureChart, FigureTable, Words } from './figure.ts'
import { batchesAddress } from './links.ts'
import { type CellTone, matrixChart } from './matrix.ts'
import { countText } from './words.ts'

type Counted = 'expected' | 'onTime' | 'late' | 'missing' | 'rejected'
const counted = ['expected', 'onTime', 'late', 'missing', 'rejected'] as const satisfies readonly Counted[]

const cellAddress = ({ producer, day }: PunctualityCell, { reach }: Words, name: Counted): string | null =>
  // What is missing has no batch; the day's others are what somebody would look at.
  batchesAddress(reach, { producer, from: day, to: day, ...(name === 'rejected' ? { state: 'rejected' } : {}) })

export function onTimeTable({ producers, punctuality }: OverviewHealth, words: Words): FigureTable {
  const { text, formats } = words
  const nameOf = new Map(producers.map(({ id, name }) => [id, name]))
  return {
    columns: [
      { id: 'producer', header: text('batch.producer') },
      { id: 'day', header: text('overview.by.day') },
      ...counted.map((name) => ({ id: name, header: text(`overview.${name}`), amount: true })),
    ],
    // What went wrong last is looked for first.
    rows: punctuality
      .toSorted((a, b) => (a.day < b.day ? 1 : -1))
      .map((cell) => ({
        key: `${cell.producer} ${cell.day}`,
        cells: [
          { text: nameOf.get(cell.producer) ?? String(cell.producer) },
          { text: cell.day },
          ...counted.map((name) => ({
            text: countText(cell[name], formats),
            href: cell[name] === 0 ? null : cellAddress(cell, words, name),
          })),
        ],
      })),
  }
}

/** Told apart without colour: a cross, a dash, a clock's half and a tick. */
export function glyphOf({ late, missing, rejected }: PunctualityCell): Readonly<{ text: string; tone: CellTone }> {
  if (rejected > 0) return { text: '✕', tone: 'critical' }
  if (missing > 0) return { text: '—', tone: 'high' }
  if (late > 0) return { text: '◔', tone: 'medium' }
  return { text: '✓', tone: 'ok' }
}

const daysMax = 62

/** The last days of the range, where there are more than fit beside each other; the table has all of them. */
export function onTimeChart(answer: OverviewHealth, words: Words): FigureChart {
  const { from, to, producers, punctuality } = answer
  const days = daysUpTo(from, to)
  const rowOf = new Map(producers.map(({ id }, at) => [id, at]))
  const columnOf = new Map(days.map((day, at) => [day, at]))
  const cells = punctuality.flatMap((cell) => {
    const [row, column] = [rowOf.get(cell.producer), columnOf.get(cell.day)]
    if (row === undefined || column === undefined) return []
    return [{ row, column, ...glyphOf(cell), href: cellAddress(cell, words, 'expected') }]
  })
  return matrixChart({
    rows: producers.map(({ name }) => name),
    columns: days.map((day) => day.slice(5)),
    cells,
    rowHeight: 26,
    description: onTimeSentence(answer, words),
  })
}

function daysUpTo(from: string, to: string): readonly string[] {
  const days: string[] = []
  for (let day = to; day >= from && days.length < daysMax; day = dayAfter(day, -1)) days.push(day)
  return days.toReversed()
}

export const onTimeSentence = ({ totals }: OverviewHealth, { text }: Pick<Words, 'text'>): string =>
  totals.expected === 0 && totals.rejected === 0
    ? text('overview.on_time.none')
    : text('overview.on_time.sentence', { ...totals })

/** Hundredths of a percent, rounded down: what is not all never reads as all. */
export const onTimeShare = ({ expected, onTime }: OverviewHealth['totals']): number | null =>
  expected === 0 ? null : Math.floor((onTime * 10_000) / expected)
