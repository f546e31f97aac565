/** A batch as people read it: its figures, what the rules said of it, and its rows that were not simply posted. */
import type { Batch, BatchDifference, BatchRow } from '../contract/batches.ts'
import type { Outputs } from '../contract/contract.ts'
import { batchSaid, differenceWords, effectWords, ruleWords } from './batch-words.ts'
import type { Figures } from './figures.ts'
import { factWords } from './rule-fact-words.ts'
import { said } from './said.ts'
import { factsOf, tableOf } from './table.ts'

type Counts = Outputs['batches']['counts']['items']
type Rows = Outputs['batches']['rows']

export function batchText(batch: Batch, figures: Figures, of: Readonly<{ counts: Counts; rows: Rows }>): string {
  const { verdict, warnings, id } = batch
  const { counts, rows } = of
  return [
    factsText(batch, figures),
    ...(verdict.length === 0 ? [] : [verdictText(verdict, figures)]),
    ...((batch.verification?.differences ?? 0) === 0 ? [] : [differencesText(batch.verification?.first ?? [])]),
    ...(counts.length === 0 ? [] : [countsText(counts)]),
    ...(warnings.length === 0 ? [] : [warningsText(warnings)]),
    ...(rows.items.length === 0 ? [] : [`${rowsText(rows.items)}${rows.next === null ? '' : said.moreRows(id)}`]),
  ].join('\n\n')
}

function factsText(batch: Batch, { money, time }: Figures): string {
  const { fileSum, firstAt, lastAt, releasedBy, reversal } = batch
  return factsOf({
    Batch: batch.id,
    Producer: `${batch.producer} ${batch.producerName}`,
    File: batch.file,
    State: batch.state,
    Because: batch.reasons.join(', ') || '-',
    Rows: said.rowEquation(batch),
    'Held now': batch.heldNow,
    Sum: money(batch.sum),
    'Sum of the file': fileSum === null ? '-' : money(BigInt(fileSum)),
    ...(firstAt === null ? {} : { 'Its rows are of': `${time(firstAt)} to ${time(lastAt)}` }),
    Format: [batch.format, batch.encoding].filter((each) => each !== null).join(', ') || '-',
    Agreement: batch.agreement === null ? '-' : `version ${batch.agreement}`,
    Received: time(batch.receivedAt),
    Checked: time(batch.checkedAt),
    Sealed: time(batch.sealedAt),
    ...(releasedBy === null ? {} : { Released: `by proposal ${releasedBy}` }),
    ...(reversal === null ? {} : { Reversed: batchSaid.undone(reversal) }),
    'SHA-256': batch.sha256,
    ...(batch.verification === null
      ? {}
      : { 'Compared with its file': batchSaid.verified(batch.verification, time(batch.verifiedAt)) }),
  })
}

const verdictText = (verdict: Batch['verdict'], figures: Figures): string =>
  tableOf<Batch['verdict'][number]>(verdict, [
    { title: 'Rule', cell: ({ code }) => code },
    { title: 'It', cell: ({ effect }) => effectWords[effect] },
    { title: 'Expected', cell: ({ facts }) => factWords(facts, 'expected', figures) },
    { title: 'Found', cell: ({ facts }) => factWords(facts, 'found', figures) },
    { title: 'What it means', cell: ({ code }) => ruleWords(code) },
  ])

export const differencesText = (differences: readonly BatchDifference[]): string =>
  tableOf<BatchDifference>(differences, [
    { title: 'Line', cell: ({ line }) => line ?? '-', right: true },
    { title: 'What', cell: ({ what }) => differenceWords[what] },
    { title: 'Field', cell: ({ field }) => field ?? '-' },
    { title: 'The file says', cell: ({ expected }) => expected ?? '-' },
    { title: 'The books have', cell: ({ found }) => found ?? '-' },
  ])

const countsText = (counts: Counts): string =>
  tableOf<Counts[number]>(counts, [
    { title: 'Rows', cell: ({ rows }) => rows, right: true },
    { title: 'Outcome', cell: ({ outcome }) => outcome },
    { title: 'Because', cell: ({ code }) => code },
    { title: 'What it means', cell: ({ code }) => ruleWords(code) },
  ])

const linesShownMax = 5

const warningsText = (warnings: Batch['warnings']): string =>
  tableOf<Batch['warnings'][number]>(warnings, [
    { title: 'Rows', cell: ({ rows }) => rows, right: true },
    { title: 'Posted, and noted', cell: ({ code }) => code },
    {
      title: 'First lines',
      cell: ({ rows, lines }) => {
        const shown = lines.slice(0, linesShownMax)
        return `${shown.join(', ')}${rows > shown.length ? ', …' : ''}`
      },
    },
    { title: 'What it means', cell: ({ code }) => ruleWords(code) },
  ])

export const rowsText = (items: readonly BatchRow[]): string =>
  tableOf<BatchRow>(items, [
    { title: 'Line', cell: ({ line }) => line, right: true },
    { title: 'Outcome', cell: ({ outcome }) => outcome },
    { title: 'Because', cell: ({ code }) => code },
    { title: 'Field', cell: ({ field }) => field ?? '-' },
    { title: 'As it stood', cell: ({ raw }) => raw },
  ])
