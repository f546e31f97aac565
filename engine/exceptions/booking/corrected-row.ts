/** Whether what a person says instead of a row can be posted at all, whoever agrees to it. */
import type { RowFields } from '../../contract/row-fields.ts'
import { maskCards } from '../../ingest/card.ts'
import type { RefusalOf } from '../../operations/refusal.ts'

const dayMs = 86_400_000
/** Four eyes may overrule what an agreement says about dates; nobody means a row of another decade. */
const daysBackMax = 3_660

export function unusableIn(row: RowFields, line: number, at: number): RefusalOf<'row_unusable'> | null {
  const bad = (field: string, problem: string) => ({ status: 'row_unusable' as const, line, field, problem })
  const occurredAt = Date.parse(row.occurredAt)
  if (occurredAt > at + dayMs) return bad('occurredAt', 'in_future')
  if (occurredAt < at - daysBackMax * dayMs) return bad('occurredAt', 'too_old')
  for (const field of ['client', 'location', 'txId'] as const) {
    const text = row[field]
    if (text !== text.trim() || text.length === 0) return bad(field, 'blank')
    if (maskCards(text) !== text) return bad(field, 'card_number')
  }
  return null
}
