/** What a sample file would become, and how it seems to be meant: shown before anything about a producer is saved. */
import { z } from 'zod'
import { Agreement, FileFormat, Mapping, RowField, RowRule, TransactionType } from './agreements.ts'
import { unreadable } from './rule-facts.ts'

const sampleBytesMax = 2 ** 20

export const PreviewInput = z.object({
  /** The file's name, whose ending may say its format. */
  name: z.string().min(1).max(255),
  /** The file, or its beginning, up to 1 MiB. */
  sample: z.base64().max(Math.ceil(sampleBytesMax / 3) * 4),
  /** Whether that is the whole file. */
  whole: z.boolean().default(true),
  /** How to read it; without one, as it is guessed. */
  mapping: Mapping.optional(),
  /** What to judge it by; without one, the agreement in force. */
  agreement: Agreement.optional(),
})
export type PreviewInput = z.infer<typeof PreviewInput>

export const Certainty = z.enum(['sure', 'likely', 'unsure'])

/** What a person has to answer, because the file does not say it. */
export const GuessQuestion = z.object({
  code: z.enum([
    'no_records',
    'column_missing',
    'column_unsure',
    'producer_differs',
    'date_order',
    'amount_units',
    'sign_meaning',
    'type_word',
  ]),
  field: RowField.nullable(),
  found: z.string().nullable(),
})

const MappingGuess = z.object({
  mapping: Mapping,
  certain: z.record(RowField, Certainty),
  questions: z.array(GuessQuestion),
})

const ValidRow = z.object({
  client: z.string(),
  txId: z.string(),
  type: TransactionType,
  amount: z.int(),
  location: z.string(),
  occurredAt: z.iso.datetime(),
  businessDay: z.iso.date(),
})

const said = { code: RowRule, field: RowField.nullable(), found: z.string().nullable() }

export const PreviewRow = z.object({
  line: z.int(),
  /** The record as it stands in the file, card numbers masked. */
  raw: z.string(),
  /** What is wrong with the record as a whole; `none` when nothing is. */
  defect: z.string(),
  cells: z.record(RowField, z.string().nullable()),
  becomes: z.discriminatedUnion('outcome', [
    z.object({ outcome: z.literal('valid'), row: ValidRow }),
    z.object({ outcome: z.literal('hold'), row: ValidRow, ...said }),
    z.object({ outcome: z.literal('fault'), ...said }),
  ]),
})

export const FilePreview = z.object({
  guess: MappingGuess,
  /** What the sample's columns are called, or where a record's values are found: what a mapping may name. */
  columns: z.array(z.string()),
  /** What it was read by. */
  mapping: Mapping,
  /** The first of its rows. */
  rows: z.array(PreviewRow),
  counts: z.object({ rows: z.int(), valid: z.int(), held: z.int(), faults: z.int() }),
  /** How many rows each rule made a fault or held. */
  codes: z.partialRecord(RowRule, z.int()),
  warnings: z.array(z.object({ code: z.string(), rows: z.int(), lines: z.array(z.int()) })),
  /** Why it can't be read as a whole; null when it can. */
  fault: z.object({ code: z.literal('FILE_UNREADABLE'), ...unreadable }).nullable(),
  /** Null when it can't be read. */
  reading: z.object({ format: FileFormat, encoding: z.string() }).nullable(),
})
export type FilePreview = z.infer<typeof FilePreview>
