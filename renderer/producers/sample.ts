/** The beginning of a file that a person has dropped or chosen, as the engine's preview takes it. */
import type { FilePreview } from '../../engine/contract/previews.ts'
import { base64Of } from '../files/base64.ts'

export type Sample = Readonly<{
  name: string
  bytes: Uint8Array
  /** The same bytes as text, as they travel. */
  base64: string
  /** The whole file, and not only its beginning. */
  whole: boolean
}>

export const sampleBytesMax = 2 ** 20
const nameLengthMax = 255

export async function readSampleFile(file: File): Promise<Sample> {
  const bytes = new Uint8Array(await file.slice(0, sampleBytesMax).arrayBuffer())
  // The ending may say the format, so of a name that is too long the end is kept.
  return { name: file.name.slice(-nameLengthMax), bytes, base64: base64Of(bytes), whole: file.size <= sampleBytesMax }
}

export type SampleLine = Readonly<{ line: number; raw: string; found: string | null }>

const linesBefore = 20
const linesUnread = 60
const lineLengthMax = 400

/**
 * What stands before the first record, as the browser reads it, and then the records as the engine read them. Where it could
 * read none, the beginning of the file.
 */
export function sampleLines(sample: Sample, preview: FilePreview | undefined): readonly SampleLine[] {
  const rows = preview?.rows ?? []
  const first = rows[0]?.line
  const before = first === undefined ? linesUnread : Math.min(first - 1, linesBefore)
  const lines = isPacked(sample) ? [] : textLines(sample, preview?.reading?.encoding ?? 'utf-8').slice(0, before)
  return [
    ...lines.map((raw, place) => ({ line: place + 1, raw, found: null })),
    ...rows.map(({ line, raw, becomes }) => ({
      line,
      raw,
      found: becomes.outcome === 'valid' ? null : becomes.found,
    })),
  ]
}

const isPacked = ({ bytes }: Sample): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b

function textLines({ bytes }: Sample, encoding: string): readonly string[] {
  const text = new TextDecoder(encoding).decode(bytes.subarray(0, linesUnread * lineLengthMax))
  return text
    .trimEnd()
    .split(/\r\n|\n|\r/)
    .map((line) => withoutCards(line.slice(0, lineLengthMax)))
}

/** The engine masks the cards in what it has read; here nobody has looked, so whatever is as long as one is hidden. */
const withoutCards = (line: string): string =>
  line.replaceAll(/\d(?:[ -]?\d){12,18}/g, (digits) => digits.replaceAll(/\d/g, '•'))
