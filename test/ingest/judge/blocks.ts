/** Blocks of records as a reader would hand them on, made from what the cells of each record say. */

import { placesOfZone } from '../../../engine/calendar/places.ts'
import { Zone } from '../../../engine/calendar/zone.ts'
import { Agreement, type RowField, rowFields } from '../../../engine/contract/agreements.ts'
import type { JudgeRules } from '../../../engine/ingest/judge/agreed-readers.ts'
import { Judge } from '../../../engine/ingest/judge/judge-block.ts'
import { type JudgedBlock, outcomes } from '../../../engine/ingest/judge/judged-block.ts'
import {
  absent,
  columnOf,
  fieldCount,
  type RecordBlock,
  type RecordDefect,
  recordDefects,
} from '../../../engine/ingest/records/record-block.ts'

export type Cells = Readonly<Partial<Record<RowField, string>>>
/** A record whose raw text is given has its cells outside of it, as where a reader had to unescape them. */
export type RecordDraft = Readonly<{
  cells: Cells
  raw?: string
  defect?: RecordDefect
  line?: number
  numbers?: readonly RowField[]
}>

/** The first record begins on the line behind the header. */
const firstLine = 2

export function blockOf(drafts: readonly RecordDraft[]): RecordBlock {
  const count = drafts.length
  const starts = new Int32Array(fieldCount * count).fill(absent)
  const ends = new Int32Array(fieldCount * count).fill(absent)
  const rawStarts = new Int32Array(count)
  const rawEnds = new Int32Array(count)
  const pieces: Buffer[] = []
  let length = 0
  const add = (text: string): number => {
    const piece = Buffer.from(text)
    pieces.push(piece)
    length += piece.length
    return piece.length
  }
  drafts.forEach(({ cells, raw }, row) => {
    rawStarts[row] = length
    if (raw !== undefined) add(raw)
    if (raw !== undefined) rawEnds[row] = length
    rowFields.forEach((field, column) => {
      const text = cells[field]
      if (column > 0) add(',')
      if (text === undefined) return
      const cut = text.trim()
      add(text.slice(0, text.indexOf(cut)))
      starts[column * count + row] = length
      ends[column * count + row] = length + add(cut)
      add(text.slice(text.indexOf(cut) + cut.length))
    })
    if (raw === undefined) rawEnds[row] = length
    add('\n')
  })
  return {
    count,
    bytes: Buffer.concat(pieces),
    starts,
    ends,
    lines: Float64Array.from(drafts, ({ line }, row) => line ?? firstLine + row),
    rawStarts,
    rawEnds,
    defects: Uint8Array.from(drafts, ({ defect }) => recordDefects.indexOf(defect ?? 'none')),
    numbers: Uint8Array.from(drafts, ({ numbers = [] }) =>
      numbers.reduce((bits, field) => bits | (1 << columnOf[field]), 0),
    ),
    bytesRead: length,
  }
}

export const at = Date.parse('2026-05-02T04:00:00Z')
export const hongKong = new Zone('Asia/Hong_Kong')

type AgreementDraft = Parameters<typeof Agreement.parse>[0]
export type RulesDraft = Readonly<{ agreement?: AgreementDraft; zone?: Zone } & Partial<Omit<JudgeRules, 'agreement'>>>

export function rulesOf({ agreement = {}, zone = hongKong, ...others }: RulesDraft = {}): JudgeRules {
  const knownPlaces = placesOfZone(zone.name)
  return { producer: 7, digits: 2, at, seed: 1, knownPlaces, zone, ...others, agreement: Agreement.parse(agreement) }
}

export const goodCells = {
  TxDate: '2026-05-01T10:00:00',
  ProducerId: '7',
  ClientId: 'C1',
  ProducerLocation: 'Central',
  TxId: 'T1',
  TxType: 'TopUp',
  Amount: '1250',
} as const satisfies Cells

export const judge = (drafts: readonly RecordDraft[], rules: RulesDraft = {}): JudgedBlock =>
  new Judge(rulesOf(rules)).judge(blockOf(drafts))

/** What became of one row, as a person would say it. */
export function rowOf(block: JudgedBlock, row: number): Readonly<Record<string, unknown>> {
  const note = block.notes.find((one) => one.row === row)
  const outcome = outcomes[block.outcomes[row] ?? -1]
  const said = note === undefined ? {} : { code: note.code, field: note.field, found: note.found }
  if (outcome === 'fault') return { outcome, ...said }
  const text = (starts: Int32Array, ends: Int32Array): string =>
    Buffer.from(block.bytes).toString('utf8', starts[row], ends[row])
  return {
    outcome,
    ...said,
    client: text(block.clientStarts, block.clientEnds),
    txId: text(block.txStarts, block.txEnds),
    place: block.placeNames[block.places[row] ?? -1],
    type: block.types[row] === 0 ? 'TopUp' : 'Payment',
    amount: block.amounts[row],
    occurredAt: new Date(block.occurredAt[row] ?? Number.NaN).toISOString(),
    day: new Date((block.days[row] ?? Number.NaN) * 86_400_000).toISOString().slice(0, 10),
  }
}

/** What became of one record that says all that a good one says, but for the given cells. */
export const judgeOne = (cells: Cells, rules: RulesDraft = {}): Readonly<Record<string, unknown>> =>
  rowOf(judge([{ cells: { ...goodCells, ...cells } }], rules), 0)
