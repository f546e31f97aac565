/**
 * What a draft of an agreement would make of a sample file, before anything is saved: the first records as they were found
 * and what each becomes, and how the whole sample would end. It reads with the reader and judges with the judge that real
 * files meet, so that what it shows is what will happen.
 */
import { placesOfZone } from '../calendar/places.ts'
import type { Zone } from '../calendar/zone.ts'
import type { Agreement, RowField, RowRule, TransactionType } from '../contract/agreements.ts'
import { rowFields } from '../contract/agreements.ts'
import { maskCards } from '../ingest/card.ts'
import { textOf } from '../ingest/judge/byte-words.ts'
import { CardLook } from '../ingest/judge/card-look.ts'
import { Judge } from '../ingest/judge/judge-block.ts'
import { type JudgedBlock, outcomes, type Warning } from '../ingest/judge/judged-block.ts'
import { shortened } from '../ingest/judge/plain-text.ts'
import { readRecords } from '../ingest/records/read-records.ts'
import {
  absent,
  columnOf,
  type FileFault,
  type Reading,
  type RecordBlock,
  type RecordDefect,
  recordDefects,
} from '../ingest/records/record-block.ts'
import { invariant } from '../invariant.ts'
import type { Sample } from './sample-table.ts'

export const previewRowsMax = 100
/** A sample mostly ends within a record, and so do the records that are lost with it. */
const rowsPerBlock = 16

/** Card numbers are masked in all of it; a cell that the record does not have is null. */
export type PreviewRow = Readonly<{
  line: number
  raw: string
  defect: RecordDefect
  cells: Readonly<Record<RowField, string | null>>
  becomes: PreviewOutcome
}>

export type PreviewOutcome =
  | Readonly<{ outcome: 'valid'; row: PreviewValid }>
  | Readonly<{ outcome: 'hold'; row: PreviewValid; code: RowRule; field: RowField | null; found: string | null }>
  | Readonly<{ outcome: 'fault'; code: RowRule; field: RowField | null; found: string | null }>

export type PreviewValid = Readonly<{
  client: string
  txId: string
  type: TransactionType
  amount: number
  place: string
  occurredAt: number
  /** In days since 1970-01-01, in the zone. */
  day: number
}>

export type Preview = Readonly<{
  rows: readonly PreviewRow[]
  counts: Readonly<{ rows: number; valid: number; held: number; faults: number }>
  /** How many rows each rule made a fault or held. */
  codes: Readonly<Partial<Record<RowRule, number>>>
  warnings: readonly Warning[]
  /** Why the file can't be read under this draft; null when it can. */
  fault: FileFault | null
  reading: Reading | null
}>

export type PreviewRules = Readonly<{
  sample: Sample
  /** The name of the sample file, whose extension may say its format. */
  name: string
  agreement: Agreement
  producer: number
  zone: Zone
  digits: number
  at: number
  /** Left out: those of the zone. */
  knownPlaces?: ReadonlySet<string> | null
  rowsMax?: number
}>

export async function previewSample(rules: PreviewRules): Promise<Preview> {
  const { sample, name, agreement, zone } = rules
  const rowsMax = Math.min(rules.rowsMax ?? previewRowsMax, previewRowsMax)
  const { knownPlaces = placesOfZone(zone.name) } = rules
  const judge = new Judge({ ...rules, zone, knownPlaces, seed: 0 })
  const rows: PreviewRow[] = []
  const tally = new Tally()
  const blocks = readRecords(onlyChunk(sample.bytes), { mapping: agreement.mapping, name, rowsPerBlock })
  for (;;) {
    const { value, done } = await blocks.next()
    if (done === true) {
      const fault = 'code' in value ? value : null
      // The end of a sample that was cut off is no fault of the file, once records were found in it.
      const counts = fault === null || (!sample.whole && tally.counts.rows > 0)
      const reading = 'code' in value ? null : value
      return { rows, ...tally.all(), fault: counts ? null : fault, reading }
    }
    const judged = judge.judge(value)
    tally.add(judged)
    for (let row = 0; row < value.count && rows.length < rowsMax; row += 1) rows.push(rowOf(value, judged, row))
  }
}

async function* onlyChunk(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

class Tally {
  readonly counts = { rows: 0, valid: 0, held: 0, faults: 0 }
  readonly #codes: Partial<Record<RowRule, number>> = {}
  readonly #warnings = new Map<Warning['code'], Warning>()

  add(judged: JudgedBlock): void {
    const counts = this.counts
    counts.rows += judged.count
    for (const outcome of judged.outcomes) {
      if (outcome === 0) counts.valid += 1
      else if (outcome === 1) counts.faults += 1
      else counts.held += 1
    }
    for (const { code } of judged.notes) this.#codes[code] = (this.#codes[code] ?? 0) + 1
    for (const { code, rows, lines } of judged.warnings) {
      const before = this.#warnings.get(code) ?? { rows: 0, lines: [] }
      this.#warnings.set(code, { code, rows: before.rows + rows, lines: [...before.lines, ...lines].slice(0, 20) })
    }
  }

  all(): Pick<Preview, 'counts' | 'codes' | 'warnings'> {
    return { counts: this.counts, codes: this.#codes, warnings: [...this.#warnings.values()] }
  }
}

function rowOf(block: RecordBlock, judged: JudgedBlock, row: number): PreviewRow {
  const cells = rowFields.map((field) => [field, cellOf(block, columnOf[field], row)] as const)
  return {
    line: block.lines[row] as number,
    raw: new CardLook(block).maskedRaw(row),
    defect: recordDefects[block.defects[row] as number] ?? 'none',
    cells: Object.fromEntries(cells) as Record<RowField, string | null>,
    becomes: outcomeOf(judged, row),
  }
}

function cellOf({ bytes, starts, ends, count }: RecordBlock, column: number, row: number): string | null {
  const start = starts[column * count + row] as number
  if (start === absent) return null
  return shortened(maskCards(textOf(bytes, start, ends[column * count + row] as number)))
}

function outcomeOf(judged: JudgedBlock, row: number): PreviewOutcome {
  const outcome = outcomes[judged.outcomes[row] as number]
  if (outcome === 'valid') return { outcome, row: validOf(judged, row) }
  const note = judged.notes.find((one) => one.row === row)
  invariant(note !== undefined, 'a row is not valid and nothing was said of it', { row })
  const { code, field, found } = note
  if (outcome === 'hold') return { outcome, row: validOf(judged, row), code, field, found }
  return { outcome: 'fault', code, field, found }
}

function validOf(judged: JudgedBlock, row: number): PreviewValid {
  return {
    client: textOf(judged.bytes, judged.clientStarts[row] as number, judged.clientEnds[row] as number),
    txId: textOf(judged.bytes, judged.txStarts[row] as number, judged.txEnds[row] as number),
    type: judged.types[row] === 0 ? 'TopUp' : 'Payment',
    amount: judged.amounts[row] as number,
    place: judged.placeNames[judged.places[row] as number] ?? '',
    occurredAt: judged.occurredAt[row] as number,
    day: judged.days[row] as number,
  }
}
