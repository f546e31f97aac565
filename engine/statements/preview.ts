/**
 * What a sample of a source's files is, and what a mapping would make of it. A query, because guessing at a megabyte takes
 * longer than the answering thread may.
 */
import { now } from '../calendar/instant.ts'
import type { SampleInput, SamplePreview } from '../contract/statement-previews.ts'
import type { QueryContext } from '../store/command.ts'
import { digitsIn } from './digits.ts'
import { firstTextOf } from './first-text.ts'
import { formatOf } from './format.ts'
import { guessStatement } from './guess/guess-statement.ts'
import { previewStatement } from './guess/preview-statement.ts'

export async function previewSample(
  { raw }: QueryContext,
  { sample: text, whole, mapping: asked, encoding: said, account, currency }: SampleInput,
): Promise<SamplePreview> {
  const bytes = new Uint8Array(Buffer.from(text, 'base64'))
  const { encoding } = firstTextOf(bytes, asked?.encoding ?? said)
  const format = formatOf(bytes, encoding)
  // The other formats say themselves what their fields are.
  if (format !== 'csv' && format !== 'json' && asked === undefined)
    return { format, encoding, guess: null, mapping: null, preview: null }
  const reading = { digitsOf: digitsIn(raw) }
  const sample = { bytes, whole, encoding }
  const guess = guessStatement(sample, { ...reading, account: account ?? null, currency: currency ?? null, at: now() })
  const mapping = asked ?? guess.mapping
  const preview = mapping === null ? null : await previewStatement(sample, mapping, reading)
  return { format, encoding, guess, mapping, preview }
}
