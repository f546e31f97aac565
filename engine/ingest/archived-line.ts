/** A record of an archived file as it stood there, for people to see: what a posting was made of. */
import { Mapping } from '../contract/agreements.ts'
import { Failure } from '../failure.ts'
import { maskCards } from './card.ts'
import { type RawLine, readRawAround, readRawLine } from './records/raw-line.ts'

type File = Readonly<{ mapping?: Mapping; name?: string }>

/** The record that begins on this line, card numbers masked; null when none does. */
export async function findLine(
  chunks: AsyncIterable<Uint8Array>,
  line: number,
  { mapping = Mapping.parse({}), name = '' }: File = {},
): Promise<string | null> {
  const raw = await orDamaged(() => readRawLine(chunks, { line, mapping, name }))
  return raw === null ? null : maskCards(raw)
}

/** Whoever wants to read a neighbour in full asks for it. */
const neighbourLengthMax = 4_000

/** The record that begins on this line with those around it, card numbers masked; null when none does. */
export async function findContext(
  chunks: AsyncIterable<Uint8Array>,
  { line, around, mapping, name }: Readonly<{ line: number; around: number; mapping: Mapping; name: string }>,
): Promise<readonly RawLine[] | null> {
  const lines = await orDamaged(() => readRawAround(chunks, { line, around, mapping, name }))
  if (lines === null) return null
  // Masked before it is cut, so that no half of a card number is left standing at an end.
  const masked = lines.map((each) => ({ line: each.line, raw: maskCards(each.raw) }))
  return masked.map((each) => (each.line === line ? each : { ...each, raw: each.raw.slice(0, neighbourLengthMax) }))
}

/** What a batch was read from has to be there as long as the batch is. */
export async function orDamaged<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    throw new Failure('store_damaged', { part: 'archive', reason: 'missing' }, error)
  }
}
