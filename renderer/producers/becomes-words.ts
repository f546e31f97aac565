/** What a record of the sample becomes, in words. Pure. */
import type { FilePreview } from '../../engine/contract/previews.ts'
import { assertNever } from '../assert-never.ts'
import { type Text, textOfCode } from '../messages/use-text.ts'
import type { Tone } from '../notice/Mark.tsx'
import type { Words } from '../settings/setting-lines.ts'

export type PreviewRow = FilePreview['rows'][number]
type Becomes = PreviewRow['becomes']

export const toneOfBecoming: Readonly<Record<Becomes['outcome'], Tone>> = {
  valid: 'ok',
  hold: 'high',
  fault: 'critical',
}

/** What was said of it, and what it is where it could be read; each line in parts that belong together. */
export function becomesLines(row: PreviewRow, words: Words): readonly (readonly string[])[] {
  const { becomes } = row
  switch (becomes.outcome) {
    case 'valid':
      return [rowWords(becomes.row, words)]
    case 'hold':
      return [[saidWords(becomes, words.text)], rowWords(becomes.row, words)]
    case 'fault':
      return [[saidWords(becomes, words.text)]]
    default:
      return assertNever(becomes)
  }
}

type Said = Extract<Becomes, { outcome: 'fault' }>

function saidWords({ code, field, found }: Omit<Said, 'outcome'>, text: Text): string {
  const rule = textOfCode(text, 'rule', code)
  if (field === null) return rule
  const name = text(`producer.row.${field}`)
  return found === null
    ? text('producer.becomes.field', { rule, field: name })
    : text('producer.becomes.found', { rule, field: name, found })
}

type Row = Extract<Becomes, { outcome: 'valid' }>['row']

function rowWords(
  { client, txId, type, amount, location, occurredAt }: Row,
  { text, formats }: Words,
): readonly string[] {
  return [
    `${text(`producer.type.${type}`)} ${formats.currency} ${formats.money(amount, formats.currency)}`,
    text('producer.becomes.client', { client }),
    ...(location === '' ? [] : [location]),
    formats.instant(occurredAt),
    text('producer.becomes.tx', { txId }),
  ]
}

/** "Dates: 12 · Unknown place: 3", from the most. */
export const codesWords = (codes: FilePreview['codes'], text: Text): string =>
  Object.entries(codes)
    .toSorted(([, one], [, other]) => (other ?? 0) - (one ?? 0))
    .map(([code, rows]) => text('producer.becomes.code', { rule: textOfCode(text, 'rule', code), rows: rows ?? 0 }))
    .join(' · ')
