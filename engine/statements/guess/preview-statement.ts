/**
 * What a mapping would make of a sample, before anything is saved: the first lines as they would be read, what is wrong
 * with the others, and what the whole comes to. It reads with the reader that real files meet.
 */
import type { StatementMapping } from '../../contract/statement-mappings.ts'
import type { PreviewedFault, PreviewedLine, StatementPreview } from '../../contract/statement-previews.ts'
import { readTable } from '../csv/read-table.ts'
import { readJson } from '../json/read-json.ts'
import { FileHead } from '../mapped/head.ts'
import { lineReader, type MappedLine } from '../mapped/line-reader.ts'
import { problemsOfMapping } from '../mapped/mapping-problems.ts'
import { readMapped } from '../mapped/read-mapped.ts'
import { faultAt, isUnread, type SourcePiece } from '../mapped/source.ts'
import type { Reading } from '../statement.ts'
import type { StatementSample } from './sample.ts'

const linesMax = 50
const faultsMax = 50

export async function previewStatement(
  { bytes, whole }: StatementSample,
  mapping: StatementMapping,
  reading: Reading,
): Promise<StatementPreview> {
  const problems = problemsOfMapping(mapping)
  const empty = { lines: [], faults: [], counts: { lines: 0, pending: 0, skipped: 0, faults: 0 }, statements: [] }
  if (problems.length > 0) return { problems: [...problems], ...empty }
  const lines = await previewLines({ bytes: whole ? bytes : withoutEnd(bytes), whole }, mapping, reading)
  if (!whole) return { problems: [], ...lines, statements: [] }
  const { statements, fault } = await previewWhole(bytes, mapping, reading)
  // What is wrong with the file as a whole is told behind what is wrong with its lines.
  const isKnown = lines.faults.some((one) => one.code === fault?.code && one.place === fault.place)
  if (fault === null || isKnown) return { problems: [], ...lines, statements }
  const counts = { ...lines.counts, faults: lines.counts.faults + 1 }
  return { problems: [], ...lines, faults: [...lines.faults.slice(0, faultsMax - 1), fault], counts, statements }
}

const lineFeed = 0x0a

/** What a sample ends with may be half a row, and in a document that is one line half a character. */
function withoutEnd(bytes: Uint8Array): Uint8Array {
  const at = bytes.lastIndexOf(lineFeed)
  // Of UTF-16 the byte behind a line feed is half of it.
  if (at >= 0) return bytes.subarray(0, at + (bytes[at + 1] === 0 ? 2 : 1))
  return bytes.subarray(0, bytes.findLastIndex((byte) => byte < 0x80) + 1)
}

async function* of(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

type Lines = Pick<StatementPreview, 'lines' | 'faults' | 'counts'>

/** Goes on where the reader would end, so that a person sees all that has to be put right. */
async function previewLines(
  { bytes, whole }: StatementSample,
  mapping: StatementMapping,
  reading: Reading,
): Promise<Lines> {
  const read = lineReader(mapping, reading)
  const head = new FileHead(mapping)
  const lines: PreviewedLine[] = []
  const faults: PreviewedFault[] = []
  const counts = { lines: 0, pending: 0, skipped: 0, faults: 0 }
  const fail = (fault: PreviewedFault): void => {
    counts.faults += 1
    if (faults.length < faultsMax) faults.push(fault)
  }
  const take = (piece: SourcePiece): void => {
    if (piece.is === 'fault') {
      // Of a file's beginning nobody says that it ends too early.
      if (whole || piece.fault.code !== 'truncated') fail(piece.fault)
      return
    }
    const unread = piece.is === 'said' ? head.take(piece.label, piece.text, piece.place) : null
    if (unread !== null) fail(faultAt(piece.is === 'said' ? piece.place : 1, unread))
    if (piece.is !== 'record') return
    const line = read(piece.record, head.common())
    if (line === 'skipped') counts.skipped += 1
    else if (isUnread(line)) fail(faultAt(piece.record.place, line))
    else {
      counts.lines += 1
      if (line.line.isPending) counts.pending += 1
      if (lines.length < linesMax) lines.push(previewed(line))
    }
  }
  for await (const pieces of mapping.format === 'csv' ? readTable(of(bytes), mapping) : readJson(of(bytes), mapping)) {
    for (const piece of pieces) take(piece)
  }
  return { lines, faults, counts }
}

function previewed({ account, line, balance }: MappedLine): PreviewedLine {
  const { place, bookedOn, valueOn, amount, currency, isReversal, isPending, code, references, charges, details } = line
  const [detail] = details
  return {
    place,
    account,
    bookedOn,
    valueOn,
    amount,
    currency,
    balance,
    isReversal,
    isPending,
    code,
    references: [...references],
    party: detail?.party?.name ?? detail?.party?.account ?? null,
    text: detail?.text ?? '',
    charges: charges.reduce((sum, charge) => sum + charge.amount, 0),
  }
}

type Whole = Readonly<{ statements: StatementPreview['statements']; fault: PreviewedFault | null }>

async function previewWhole(bytes: Uint8Array, mapping: StatementMapping, reading: Reading): Promise<Whole> {
  const statements: StatementPreview['statements'] = []
  let fault: PreviewedFault | null = null
  let open = { account: '', currency: '', lines: 0, sum: 0 }
  for await (const pieces of readMapped(mapping)(of(bytes), reading)) {
    for (const piece of pieces) {
      if (piece.is === 'fault') fault = piece.fault
      else if (piece.is === 'opened') {
        open = { account: piece.head.account, currency: piece.head.currency ?? '', lines: 0, sum: 0 }
      } else if (piece.is === 'line') {
        open.lines += 1
        if (!piece.line.isPending) open.sum += piece.line.amount
      } else {
        const { opening = null, closing } = piece.tail
        const addsUp = opening && closing ? opening.amount + open.sum === closing.amount : null
        const { account, currency, lines } = open
        statements.push({ account, currency, lines, opening, closing, addsUp })
      }
    }
  }
  return { statements, fault }
}
