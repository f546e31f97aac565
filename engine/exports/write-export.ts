/**
 * Writes a table to a file: reads it page by page on one snapshot and writes it compressed and encrypted as it comes, so that
 * no more than a page of it is in memory. The file lies under its name only when it is whole.
 */
import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { writeSealed } from '../close-pack/write-pack.ts'
import { type ExportSource, journalFormats } from '../contract/export-sources.ts'
import { printedRowsMax } from '../contract/exports.ts'
import type { Asker } from '../exceptions/queue/filter.ts'
import type { ArchiveKey } from '../ingest/archive.ts'
import { assertNever, invariant } from '../invariant.ts'
import type { QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { chosenColumns } from './columns.ts'
import type { ExportOf } from './export-commands.ts'
import { beancountOf } from './formats/beancount.ts'
import { csvOf } from './formats/csv.ts'
import { hledgerOf } from './formats/hledger.ts'
import { jsonOf } from './formats/json.ts'
import { printOf } from './formats/print.ts'
import { xlsxOf } from './formats/xlsx.ts'
import type { Chunks, DigitsOf, Pages, Sheet } from './sheet.ts'
import type { Missing, SourceContext } from './source.ts'
import { sources } from './sources.ts'

export type ToExport = ExportOf &
  Readonly<{
    columns: readonly string[] | null
    title: string | null
    asker: Asker
    by: string
    archive: ArchiveKey
    file: string
    /** Memory that is shared with who may stop it: anything but zero says so. */
    stop: Int32Array
  }>

export type ExportProgress = Readonly<{ rows: number; total: number | null }>

export type Exported =
  | Readonly<{ status: 'written'; rows: number; bytes: number; sha256: string }>
  | Readonly<{ status: 'stopped' }>
  | Readonly<{ status: 'too_many_rows' }>

/** Ends a file that is half written from within; it never leaves this file. */
class Ended extends Error {
  readonly status: 'stopped' | 'too_many_rows'

  constructor(status: Ended['status']) {
    super(status)
    this.status = status
  }
}

export async function writeExport(context: QueryContext, asked: ToExport): Promise<Exported> {
  const hash = createHash('sha256')
  const counter = { rows: 0, bytes: 0 }
  const bytes = async function* (): AsyncGenerator<Buffer> {
    for await (const chunk of chunksOf(context, asked, counter)) {
      const buffer = Buffer.from(chunk)
      hash.update(buffer)
      counter.bytes += buffer.length
      yield buffer
    }
  }
  try {
    await writeSealed(asked, Readable.from(bytes(), { objectMode: false }))
    return { status: 'written', ...counter, sha256: hash.digest('hex') }
  } catch (error) {
    if (error instanceof Ended) return { status: error.status }
    throw error
  }
}

type Counter = { rows: number; bytes: number }

function chunksOf(reader: QueryContext, asked: ToExport, counter: Counter): Chunks {
  const { raw, onProgress } = reader
  const { source: name, parameters, format, asker } = asked
  const source = sources[name]
  const context: SourceContext = { ...reader, asker }
  const total = source.total(context, parameters)
  const counted = <T>(pages: Pages<T>): Pages<T> => countedPages(pages, { asked, counter, total, onProgress })
  const about = aboutOf({ raw }, asked, source.title)
  if (journalFormats.has(format)) {
    invariant(source.postings !== null, 'a journal of what moved no money', { source: name })
    const journal = { ...about, pages: counted(source.postings(context, parameters)) }
    return format === 'hledger' ? hledgerOf(journal) : beancountOf(journal)
  }
  const columns = chosenColumns(source.columns, asked)
  invariant(columns.status === 'chosen', 'columns that nobody has', { source: name })
  return sheetChunks(format, { ...about, columns: columns.columns, pages: counted(source.pages(context, parameters)) })
}

function sheetChunks(format: ToExport['format'], sheet: Sheet): Chunks {
  switch (format) {
    case 'csv':
      return csvOf(sheet)
    case 'xlsx':
      return xlsxOf(sheet)
    case 'json':
      return jsonOf(sheet)
    case 'pdf':
      return printOf(sheet)
    case 'hledger':
    case 'beancount':
      throw new RangeError('a journal is written from postings')
    default:
      return assertNever(format)
  }
}

const noteEveryMs = 200

type Counting = Readonly<{
  asked: Pick<ToExport, 'format' | 'stop'>
  counter: Counter
  total: number | null
  onProgress: (progress: ExportProgress) => void
}>

async function* countedPages<T>(
  pages: Pages<T>,
  { asked: { format, stop }, counter, total, onProgress }: Counting,
): AsyncGenerator<readonly T[]> {
  let noted = performance.now()
  onProgress({ rows: 0, total })
  for await (const page of pages) {
    if (Atomics.load(stop, 0) !== 0) throw new Ended('stopped')
    counter.rows += page.length
    if (format === 'pdf' && counter.rows > printedRowsMax) throw new Ended('too_many_rows')
    yield page
    const at = performance.now()
    if (at - noted < noteEveryMs) continue
    noted = at
    onProgress({ rows: counter.rows, total })
  }
  if (Atomics.load(stop, 0) !== 0) throw new Ended('stopped')
}

type About = Omit<Sheet, 'columns' | 'pages'>

function aboutOf({ raw }: Pick<QueryContext, 'raw'>, { title, asker, by }: ToExport, named: string): About {
  const { name, zone } = statementsOf(raw).workspace.get() as Readonly<{ name: string; zone: string }>
  return { title: title ?? named, house: name, zone, madeAt: asker.at, madeBy: by, digitsOf: digitsIn(raw) }
}

function digitsIn(raw: QueryContext['raw']): DigitsOf {
  const all = statementsOf(raw).currencies.all() as readonly Readonly<{ code: string; digits: number }>[]
  const known = new Map(all.map(({ code, digits }) => [code, digits]))
  // A statement may name a currency that the books do not have.
  return (currency) => known.get(currency) ?? 2
}

const nobody: Asker = { user: 0, at: 0 }

/** What it would be of, where that is not there. */
export const missingOfExport = (
  reader: QueryContext,
  { source, parameters }: Readonly<{ source: ExportSource; parameters: unknown }>,
): Missing | null => sources[source].missing({ ...reader, asker: nobody }, parameters)

const statementsOf = perConnection((raw) => ({
  workspace: raw.prepare('SELECT name, zone FROM workspace'),
  currencies: raw.prepare('SELECT code, digits FROM currency'),
}))
