import type { CaseMeasure } from '../../engine/contract/case-views.ts'
import { type Severity, severities } from '../../engine/contract/exceptions.ts'
import { spanOf } from '../exceptions/words.ts'
import type { Column } from '../grid/columns.ts'
import { type Text, textOfCode } from '../messages/use-text.ts'
import { formatCount } from '../money/format.ts'
import type { MeasureChoice } from './search.ts'

type Counted = 'raised' | 'resolved' | 'autoResolved' | 'reopened' | 'late' | 'unresolved'
type Timed = 'toFirstTouch' | 'toResolution'

export type MeasureWords = Readonly<{ text: Text; locale: string; by: MeasureChoice }>

export function measureColumns({ text, locale, by }: MeasureWords): readonly Column<CaseMeasure>[] {
  const count = (id: Counted, priority: number): Column<CaseMeasure> => ({
    id,
    header: text(`measures.${id}`),
    priority,
    minWidth: 84,
    align: 'right',
    text: (measure) => formatCount(measure[id], locale),
    order: (measure) => measure[id],
  })
  const took = (id: Timed, part: 'p50Ms' | 'p90Ms', priority: number): Column<CaseMeasure> => ({
    id: `${id}.${part}`,
    header: text(`measures.${id}.${part}`),
    priority,
    minWidth: 120,
    align: 'right',
    text: (measure) => tookWords(measure[id][part], text),
    tooltip: (measure) => text('measures.of', { count: measure[id].count }),
    // What nothing is known of comes before the quickest.
    order: (measure) => measure[id][part] ?? -1,
  })
  return [
    {
      id: 'key',
      header: text(`measures.by.${by}`),
      priority: 1,
      minWidth: 220,
      flex: 2,
      text: (measure) => measureName(by, measure, text),
      order: (measure) => measureName(by, measure, text),
    },
    count('raised', 1),
    count('resolved', 1),
    count('unresolved', 2),
    count('late', 1),
    count('autoResolved', 3),
    count('reopened', 2),
    took('toFirstTouch', 'p50Ms', 1),
    took('toFirstTouch', 'p90Ms', 3),
    took('toResolution', 'p50Ms', 1),
    took('toResolution', 'p90Ms', 2),
  ]
}

/** Nothing where it happened to none of them. */
export function tookWords(ms: number | null, text: Text): string {
  if (ms === null) return ''
  return ms < 60_000 ? text('measures.under_a_minute') : text('queue.age', spanOf(ms))
}

const isSeverity = (key: string): key is Severity => (severities as readonly string[]).includes(key)

function measureName(by: MeasureChoice, { key, name }: CaseMeasure, text: Text): string {
  if (by === 'code') return textOfCode(text, 'rule', key)
  if (by === 'severity') return isSeverity(key) ? text(`case.severity.${key}`) : key
  if (by === 'producer') return name ?? text('queue.no_producer')
  return name ?? key
}
