/** Reads tables and JSON with their mappings for the tests, and finds the samples of them. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { StatementMapping } from '../../engine/contract/statement-mappings.ts'
import { readerOf } from '../../engine/statements/format.ts'
import type { Reading, StatementFault, StatementLine, StatementPiece } from '../../engine/statements/statement.ts'

const folder = join(import.meta.dirname, '../../fixtures/statements')
const digits = new Map([
  ...['AUD', 'BRL', 'CAD', 'EUR', 'GBP', 'HKD', 'NZD', 'USD'].map((code) => [code, 2] as const),
  ['JPY', 0] as const,
  ['KWD', 3] as const,
])
export const reading: Reading = { digitsOf: (currency) => digits.get(currency) ?? null }

export type Sample = Readonly<{
  name: string
  bytes: Uint8Array
  mapping: StatementMapping
  expected: Readonly<{ pieces: readonly StatementPiece[]; addsUp: readonly (boolean | null)[] }>
}>

/** Each has its mapping beside it: `<case>.mapping.json`. */
export function samplesOfMappings(): readonly Sample[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => name.replaceAll('\\', '/'))
  const mappings = files.filter((name) => name.endsWith('.mapping.json'))
  return mappings.map((name) => {
    const base = name.replace(/\.mapping\.json$/, '')
    const file = files.find(
      (other) => /^\.(csv|txt|json|ndjson)$/.test(other.slice(base.length)) && other.startsWith(base),
    )
    if (file === undefined) throw new Error(`no sample for ${name}`)
    const read = (path: string) => JSON.parse(readFileSync(join(folder, path), 'utf8'))
    return {
      name: file,
      bytes: readFileSync(join(folder, file)),
      mapping: StatementMapping.parse(read(name)),
      expected: read(`${base}.expected.json`),
    }
  })
}

export async function piecesOf(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  mapping: StatementMapping,
): Promise<readonly StatementPiece[]> {
  const source = async function* () {
    yield* chunks
  }
  const read = readerOf(mapping.format === 'csv' ? 'csv' : 'json', mapping)
  if (read === null) throw new Error('no reader')
  const pieces: StatementPiece[] = []
  for await (const come of read(source(), reading)) pieces.push(...come)
  return pieces
}

export const readText = (text: string | Uint8Array, mapping: StatementMapping): Promise<readonly StatementPiece[]> =>
  piecesOf([typeof text === 'string' ? Buffer.from(text) : text], mapping)

export const linesOf = (pieces: readonly StatementPiece[]): readonly StatementLine[] =>
  pieces.flatMap((piece) => (piece.is === 'line' ? [piece.line] : []))

export function faultOf(pieces: readonly StatementPiece[]): StatementFault | null {
  const last = pieces.at(-1)
  return last?.is === 'fault' ? last.fault : null
}

/** By the statements' own words, and not by the reader's: opening and lines come to closing; null where one is not said. */
export function addsUp(pieces: readonly StatementPiece[]): readonly (boolean | null)[] {
  let sum = 0
  return pieces.flatMap((piece) => {
    if (piece.is === 'opened') sum = 0
    if (piece.is === 'line' && !piece.line.isPending) sum += piece.line.amount
    if (piece.is !== 'closed') return []
    const { opening, closing } = piece.tail
    return [opening && closing ? opening.amount + sum === closing.amount : null]
  })
}
