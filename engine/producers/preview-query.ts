/**
 * The preview as a query: guessing and judging a megabyte takes longer than the answering thread may, so a reader's thread
 * does it, which also knows the producer's places and the agreement in force.
 */

import { dayOfNumber } from '../calendar/day.ts'
import { isoOf, now } from '../calendar/instant.ts'
import { placesOfZone, withLocations } from '../calendar/places.ts'
import type { FilePreview, PreviewInput } from '../contract/previews.ts'
import { unreadableFact } from '../ingest/check/verdict.ts'
import type { FileFault } from '../ingest/records/record-block.ts'
import { namesOfLocations } from '../locations/locations.ts'
import type { QueryContext } from '../store/command.ts'
import { homeOf } from '../workspace/home.ts'
import { findAgreement } from './agreements.ts'
import { guessMapping } from './guess.ts'
import { type PreviewOutcome, type PreviewValid, previewSample } from './preview.ts'
import { readSample } from './sample-table.ts'

/** Null when there is no such producer. */
export async function previewFile(
  { raw }: QueryContext,
  { id, name, sample: text, whole, mapping: asked, agreement }: PreviewInput & Readonly<{ id: number }>,
): Promise<FilePreview | null> {
  const inForce = findAgreement({ raw }, { producer: id })
  if (inForce === null) return null
  const { zone, currency } = homeOf(raw)
  const digits = raw.prepare('SELECT digits FROM currency WHERE code = ?').pluck().get(currency) as number
  const draft = agreement ?? inForce.agreement
  const sample = { bytes: Buffer.from(text, 'base64'), whole }
  const knownPlaces = withLocations(placesOfZone(zone.name), namesOfLocations(raw))
  const known = { producer: id, places: draft.places, knownPlaces, zone, digits, at: now() }
  const guess = guessMapping(sample, known)
  const mapping = asked ?? agreement?.mapping ?? guess.mapping
  const rules = {
    sample,
    name,
    agreement: { ...draft, mapping },
    producer: id,
    zone,
    digits,
    at: known.at,
    knownPlaces,
  }
  const { rows, counts, codes, warnings, fault, reading } = await previewSample(rules)
  return {
    columns: readSample(sample).columns.map((column) => column.name),
    guess: { ...guess, certain: { ...guess.certain }, questions: [...guess.questions] },
    mapping,
    rows: rows.map((row) => ({ ...row, cells: { ...row.cells }, becomes: becomesOf(row.becomes) })),
    counts,
    codes: { ...codes },
    warnings: warnings.map(({ code, rows: count, lines }) => ({ code, rows: count, lines: [...lines] })),
    fault: fault === null ? null : faultOf(fault),
    reading: reading === null ? null : { format: reading.format, encoding: reading.encoding },
  }
}

function faultOf(fault: FileFault): NonNullable<FilePreview['fault']> {
  const { fact: _, ...why } = unreadableFact(fault)
  return { code: fault.code, ...why }
}

type Becomes = FilePreview['rows'][number]['becomes']

const becomesOf = (becomes: PreviewOutcome): Becomes =>
  becomes.outcome === 'fault' ? becomes : { ...becomes, row: validOf(becomes.row) }

const validOf = ({ client, txId, type, amount, place, occurredAt, day }: PreviewValid) => ({
  client,
  txId,
  type,
  amount,
  location: place,
  occurredAt: isoOf(occurredAt),
  businessDay: dayOfNumber(day),
})
