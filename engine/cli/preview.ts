/** A sample file for a preview, and the preview as people read it. */
import { open } from 'node:fs/promises'
import type { FilePreview } from '../contract/previews.ts'
import type { Figures } from './figures.ts'
import { reasonOf } from './json-file.ts'
import { Refusal } from './refusal.ts'
import { whyUnreadable } from './rule-fact-words.ts'
import { tableOf } from './table.ts'

const sampleBytesMax = 2 ** 20

/** The beginning of a file, and whether that is all of it. */
export async function readSampleFile(file: string): Promise<Readonly<{ sample: string; whole: boolean }>> {
  try {
    const handle = await open(file)
    try {
      const { size } = await handle.stat()
      const buffer = Buffer.alloc(Math.min(size, sampleBytesMax))
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0)
      return { sample: buffer.toString('base64', 0, bytesRead), whole: size <= sampleBytesMax }
    } finally {
      await handle.close()
    }
  } catch (error) {
    throw new Refusal('file_unreadable', { file, reason: reasonOf(error) }, error)
  }
}

export function previewText({ counts, fault, mapping, guess, rows }: FilePreview, figures: Figures): string {
  const { rows: all, valid, held, faults } = counts
  const questions = guess.questions.map(({ code, field, found }) =>
    [code, field ?? '', found === null ? '' : JSON.stringify(found)].filter((part) => part !== '').join(' '),
  )
  return [
    ...(fault === null ? [] : [`It can't be read: ${whyUnreadable(fault)}.`]),
    `${all} rows: ${valid} valid, ${held} held, ${faults} faults`,
    `Mapping\n${JSON.stringify(mapping, null, 2)}`,
    ...(questions.length === 0 ? [] : [`To be answered\n${questions.join('\n')}`]),
    ...(rows.length === 0 ? [] : [tableOfRows(rows, figures)]),
  ].join('\n\n')
}

type Row = FilePreview['rows'][number]

const tableOfRows = (rows: readonly Row[], { amount, time }: Figures): string =>
  tableOf<Row>(rows, [
    { title: 'Line', cell: ({ line }) => line, right: true },
    { title: 'Becomes', cell: ({ becomes }) => becomes.outcome },
    { title: 'Because', cell: ({ becomes }) => because(becomes) },
    { title: 'Client', cell: ({ becomes }) => ('row' in becomes ? becomes.row.client : '-') },
    { title: 'Type', cell: ({ becomes }) => ('row' in becomes ? becomes.row.type : '-') },
    { title: 'Amount', cell: ({ becomes }) => ('row' in becomes ? amount(becomes.row.amount) : '-'), right: true },
    { title: 'At', cell: ({ becomes }) => ('row' in becomes ? time(becomes.row.occurredAt) : '-') },
    { title: 'Place', cell: ({ becomes }) => ('row' in becomes ? becomes.row.location : '-') },
  ])

const because = (becomes: Row['becomes']): string =>
  becomes.outcome === 'valid' ? '' : [becomes.code, becomes.field ?? ''].filter((part) => part !== '').join(' ')
