/** A row of a file, corrected or as it is posted, as lines that can be held against each other. Pure. */
import { z } from 'zod'
import { RowFields } from '../../engine/contract/row-fields.ts'
import type { SettingLine, Words } from '../settings/setting-lines.ts'

/** Which row a part of an effect is about; null where it is about something else. */
export function rowOf(subject: string): Readonly<{ batch: string; line: number }> | null {
  const [, batch, line] = /^row:(\d+):(\d+)$/.exec(subject) ?? []
  return batch === undefined || line === undefined ? null : { batch, line: Number(line) }
}

const Unread = z.object({ raw: z.string() })

/** Of a row that could not be read there is only its line as it stood in the file. */
export function rowLines(value: unknown, words: Words): readonly SettingLine[] {
  const { text, formats } = words
  const read = RowFields.safeParse(value)
  if (read.success) {
    const { occurredAt, client, location, txId, type, amount } = read.data
    return [
      { what: 'TxDate', says: formats.instant(occurredAt) },
      { what: 'ClientId', says: client },
      { what: 'ProducerLocation', says: location },
      { what: 'TxId', says: txId },
      { what: 'TxType', says: text(`case.type.${type}`) },
      { what: 'Amount', says: `${formats.currency} ${formats.money(amount, formats.currency)}` },
    ]
  }
  const unread = Unread.safeParse(value)
  return unread.success ? [{ what: text('effect.row.raw'), says: unread.data.raw }] : []
}

/** The lines of a file that are meant, as people say them: "2, 5–9". */
export const rangesWords = (ranges: readonly (readonly [number, number])[]): string =>
  ranges.map(([from, to]) => (from === to ? String(from) : `${from}–${to}`)).join(', ')
