/** What is the matter with a row, in one sentence that names the field and what was found there. */
import type { BatchRow } from '../../engine/contract/batches.ts'
import { isMessageId } from '../messages/messages.ts'
import { type Text, textOfCode } from '../messages/use-text.ts'
import type { Formats } from '../workspace/workspace-context.ts'

export type RowWords = Readonly<{ text: Text; formats: Pick<Formats, 'money'>; currency: string }>

/** A row that could be read has its amount in minor units; of one that could not, what stood in the file is shown. */
export function rowSentence(row: Pick<BatchRow, 'outcome' | 'code' | 'field' | 'found'>, words: RowWords): string {
  const { text, formats, currency } = words
  const { outcome, code, field } = row
  const id = `rules.row.${code}`
  const isMoney = outcome === 'held' && field === 'Amount' && /^\d+$/.test(row.found ?? '')
  const found = isMoney ? `${currency} ${formats.money(BigInt(row.found ?? 0), currency)}` : (row.found ?? '')
  const values = { field: field ?? 'none', found: found === '' ? 'none' : found, outcome }
  return isMessageId(id)
    ? text(id, values)
    : text('rules.row.other', { ...values, rule: textOfCode(text, 'rule', code) })
}
