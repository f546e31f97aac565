/** What the command line says of the rules that speak about rows and batches, and of what was decided about a batch. */
import { type BatchRule, batchRules, type RowRule, rowRules } from '../contract/agreements.ts'
import type { Batch, BatchDifference } from '../contract/batches.ts'
import { exceptionWords } from './exception-words.ts'

/** Codes that need nobody, so that no exception has their words. */
const onlyRows: Readonly<Record<'INSUFFICIENT_FUNDS' | 'TXID_REPEATED' | 'TIME_TWICE', string>> = {
  INSUFFICIENT_FUNDS: 'A payment waits until its wallet has the money for it.',
  TXID_REPEATED: 'A row came before, exactly as it is.',
  TIME_TWICE: 'A local time that there was twice that day; the earlier one is meant.',
}

const happened = (code: RowRule | BatchRule): string =>
  code === 'INSUFFICIENT_FUNDS' ? onlyRows.INSUFFICIENT_FUNDS : exceptionWords[code].happened

const words: Readonly<Record<string, string>> = {
  ...Object.fromEntries([...rowRules, ...batchRules].map((code) => [code, happened(code)])),
  ...onlyRows,
}

/** Of a rule that only a newer engine knows nothing is said. */
export const ruleWords = (code: string): string => (Object.hasOwn(words, code) ? (words[code] ?? '') : '')

export const effectWords: Readonly<Record<Batch['verdict'][number]['effect'], string>> = {
  reject: 'rejects it',
  hold: 'holds it',
  warn: 'is noted',
}

export const differenceWords: Readonly<Record<BatchDifference['what'], string>> = {
  file_missing: 'The archived file is not there.',
  file_damaged: 'The archived file was changed or cut off.',
  file_unreadable: 'The archived file can no longer be read.',
  file_changed: 'The archived file is not the one that was received.',
  row_unaccounted: 'A row of the file is neither posted nor noted.',
  row_not_in_file: 'The books have a row that the file has not.',
  row_twice: 'A row is accounted for twice.',
  judged_otherwise: 'The agreement judges the row otherwise.',
  repeat_of_nothing: 'A row is noted as known, and no other row has its TxId.',
  posting_missing: 'A held row is said to be posted, and its posting is not there.',
  posting_unexpected: 'Something is posted that the file does not lead to.',
  posting_differs: 'A posting is not what the file says.',
  held_differs: 'A held row is not what the file, or its correction, says.',
  count_differs: 'A figure of the batch is not that of its rows.',
  root_differs: 'The postings are not those that were sealed.',
}

export const batchSaid = {
  verified: ({ outcome, rows, differences }: NonNullable<Batch['verification']>, when: string): string =>
    outcome === 'agrees' ? `${when}, ${rows} rows, no difference` : `${when}, ${rows} rows, ${differences} differences`,
  rejected: ({ id }: Batch): string => `Batch ${id} is rejected: nothing of it is posted.`,
  rechecked: ({ id, state, reasons }: Batch): string =>
    `Batch ${id} was checked again and is ${state}${reasons.length === 0 ? '' : ` (${reasons.join(', ')})`}.`,
  fileWritten: (file: string, bytes: number): string =>
    `${file}: ${bytes.toLocaleString('en')} bytes, as it was dropped.`,
  undone: ({ proposal, rows, rowsDone }: NonNullable<Batch['reversal']>): string =>
    `proposal ${proposal}, ${rowsDone} of ${rows} rows undone`,
} as const
