/** Compares judged rows of a file, a block after the other, with what the store has of their lines, and adds them up. */
import type { Database } from 'better-sqlite3'
import { placesOfMany } from '../../identities/known.ts'
import { perConnection } from '../../store/compiled.ts'
import type { JudgedBlock } from '../judge/judged-block.ts'
import {
  type CompareWith,
  type CountedAs,
  compareRow,
  type FileRow,
  type RowPosting,
  type StoredRow,
  tellNotInFile,
} from './compare-row.ts'
import type { Differences } from './differences.ts'
import { PiecePostings } from './piece-postings.ts'
import type { SealedBatch } from './sealed-batch.ts'
import { storedRows } from './stored-rows.ts'

type Of = SealedBatch & Readonly<{ producer: number }>
type Stored = Omit<StoredRow, 'posting' | 'isKnown'>

const outcomes = ['valid', 'fault', 'hold'] as const
const nothing: Stored = { note: null, held: null, decided: null }
const linesAtOnce = 10_000

export class CompareBlocks {
  readonly #raw: Database
  readonly #of: Of
  readonly #differences: Differences
  readonly #against: CompareWith
  readonly #postings: PiecePostings
  readonly #counts: Record<CountedAs, number> = {
    posted: 0,
    repeats: 0,
    conflicts: 0,
    faults: 0,
    held: 0,
    unposted: 0,
  }
  #sum = 0n
  #line = 0
  rows = 0

  constructor(raw: Database, of: Of, differences: Differences) {
    const { id, clearing, root, isOld, currency, linesDone } = of
    const closedDays = new Set(statementsOf(raw).closedDays.all() as number[])
    this.#raw = raw
    this.#of = of
    this.#differences = differences
    this.#against = {
      differences,
      currency,
      linesDone,
      standsFor: (day, own) => day > own && closedDays.has(day - 1),
    }
    this.#postings = new PiecePostings(raw, { batch: id, clearing, root, isOld, differences })
  }

  take(block: JudgedBlock): void {
    if (block.count === 0) return
    const upTo = block.lines[block.count - 1] as number
    const stored = this.#storedUpTo(upTo)
    const rows = rowsOf(block)
    const known = this.#knownOf(block, rows, stored)
    const inFile = new Set(rows.map(({ line }) => line))
    const lines = new Set([...stored.rows.keys(), ...stored.postings.keys()].filter((line) => !inFile.has(line)))
    for (const line of lines) this.#tell(line, stored)
    for (const row of rows) this.#compare(row, { ...this.#of1(row.line, stored), isKnown: known.has(row.line) })
    this.rows += block.count
    this.#line = upTo
  }

  /** Everything that the store has behind the file's last row is too much. */
  end(): void {
    for (let more = true; more; ) {
      const next = { batch: this.#of.id, after: this.#line, limit: linesAtOnce }
      const upTo = statementsOf(this.#raw).furthest.get(next) as number | null
      more = upTo !== null
      const stored = this.#storedUpTo(upTo ?? Number.MAX_SAFE_INTEGER)
      for (const line of new Set([...stored.rows.keys(), ...stored.postings.keys()])) this.#tell(line, stored)
      this.#line = upTo ?? this.#line
    }
    this.#compareCounts()
  }

  /** Of a rejected one. */
  requireNothing(): void {
    const { id, counts } = this.#of
    const held = statementsOf(this.#raw).anyHeld.get(id) as number | undefined
    if (held !== undefined) this.#differences.add({ line: held, what: 'row_not_in_file', found: 'held' })
    for (const posting of this.#postings.upTo(Number.MAX_SAFE_INTEGER))
      this.#differences.add({ line: posting.line, what: 'posting_unexpected', found: 'posted' })
    if (counts.posted !== 0) this.#countDiffers('posted', 0, counts.posted)
    if (counts.sum !== 0) this.#countDiffers('sum', 0, counts.sum)
  }

  #storedUpTo(upTo: number): StoredUpTo {
    const { id, clearing } = this.#of
    const rows = storedRows(this.#raw, { batch: id, after: this.#line, upTo }, clearing)
    const postings = new Map<number, RowPosting>()
    for (const posting of this.#postings.upTo(upTo)) postings.set(posting.line, posting)
    return { rows, postings }
  }

  #of1(line: number, { rows, postings }: StoredUpTo): Omit<StoredRow, 'isKnown'> {
    return { ...(rows.get(line) ?? nothing), posting: postings.get(line) ?? null }
  }

  #tell(line: number, stored: StoredUpTo): void {
    tellNotInFile(line, { ...this.#of1(line, stored), isKnown: false }, this.#against)
  }

  #compare(row: FileRow, stored: StoredRow): void {
    const as = compareRow(row, stored, this.#against)
    const { held, posting } = stored
    const wasPosted = as === 'held' && held !== null && held.posting !== null && held.posting <= this.#of.sealedSeq
    this.#counts[wasPosted ? 'posted' : as] += 1
    if (wasPosted) this.#sum += BigInt(held.amount)
    else if (as === 'posted') this.#sum += BigInt(posting?.amount ?? 0)
  }

  /** Lines of repeats and conflicts whose identity another row has. */
  #knownOf(block: JudgedBlock, rows: readonly FileRow[], { rows: stored }: StoredUpTo): ReadonlySet<number> {
    const asked: Readonly<{ line: number; hash: number }>[] = []
    for (const [index, { line, outcome }] of rows.entries()) {
      const note = stored.get(line)?.note
      if (outcome === 'fault' || note == null || note.outcome === 'fault') continue
      asked.push({ line, hash: block.identities[index] as number })
    }
    if (asked.length === 0) return new Set()
    const { id, producer } = this.#of
    const places = placesOfMany(
      this.#raw,
      producer,
      Float64Array.from(asked, ({ hash }) => hash),
    )
    const isElsewhere = ({ line, hash }: Readonly<{ line: number; hash: number }>): boolean =>
      (places.get(hash) ?? []).some((place) => place.batch !== id || place.line !== line)
    return new Set(asked.filter(isElsewhere).map(({ line }) => line))
  }

  #compareCounts(): void {
    const { counts } = this.#of
    const found = { rows: this.rows, ...this.#counts }
    for (const name of ['rows', 'posted', 'repeats', 'conflicts', 'faults', 'held', 'unposted'] as const)
      if (found[name] !== counts[name]) this.#countDiffers(name, found[name], counts[name])
    if (this.#sum !== BigInt(counts.sum)) this.#countDiffers('sum', String(this.#sum), counts.sum)
  }

  #countDiffers(field: string, expected: number | string, found: number): void {
    this.#differences.add({ line: null, what: 'count_differs', field, expected, found })
  }
}

type StoredUpTo = Readonly<{ rows: ReadonlyMap<number, Stored>; postings: ReadonlyMap<number, RowPosting> }>

function rowsOf(block: JudgedBlock): readonly FileRow[] {
  const bytes = Buffer.from(block.bytes.buffer, block.bytes.byteOffset, block.bytes.byteLength)
  const codes = new Map(block.notes.map(({ row, code }) => [row, code]))
  const rows: FileRow[] = []
  for (let at = 0; at < block.count; at += 1) {
    const line = block.lines[at] as number
    const outcome = outcomes[block.outcomes[at] as number] ?? 'fault'
    const code = codes.get(at) ?? ''
    if (outcome === 'fault') rows.push({ line, outcome, code })
    else {
      const of = { line, day: block.days[at] as number, content: contentOf(block, bytes, at) }
      rows.push(outcome === 'hold' ? { ...of, outcome, code } : { ...of, outcome })
    }
  }
  return rows
}

const contentOf = (block: JudgedBlock, bytes: Buffer, at: number) => ({
  txId: bytes.toString('utf8', block.txStarts[at], block.txEnds[at]),
  client: bytes.toString('utf8', block.clientStarts[at], block.clientEnds[at]),
  type: block.types[at] === 0 ? ('TopUp' as const) : ('Payment' as const),
  amount: block.amounts[at] as number,
  location: block.placeNames[block.places[at] as number] as string,
  occurredAt: block.occurredAt[at] as number,
})

const statementsOf = perConnection((raw) => ({
  closedDays: raw.prepare('SELECT CAST(unixepoch(last_day) / 86400 AS INTEGER) FROM period').pluck(),
  anyHeld: raw.prepare('SELECT line FROM held_row WHERE batch_id = ? ORDER BY line LIMIT 1').pluck(),
  furthest: raw
    .prepare(`
      SELECT max(line) FROM (
        SELECT line FROM (SELECT line FROM batch_row WHERE batch_id = @batch AND line > @after ORDER BY line LIMIT @limit)
        UNION ALL
        SELECT line FROM (SELECT line FROM held_row WHERE batch_id = @batch AND line > @after ORDER BY line LIMIT @limit))`)
    .pluck(),
}))
