/** How a table or a JSON file seems to be meant, and what a mapping makes of it: shown before anything is saved. */
import { z } from 'zod'
import { encodings } from './agreements.ts'
import { CurrencyCode } from './money.ts'
import { Certainty } from './previews.ts'
import { LineReferenceKind, StatementMapping } from './statement-mappings.ts'
import { StatementFormat } from './statement-sources.ts'

export const statementFields = [
  'account',
  'currency',
  'number',
  'owner',
  'bank',
  'from',
  'to',
  'opening',
  'closing',
  'running',
  'bookedOn',
  'valueOn',
  'amount',
  'credit',
  'debit',
  'direction',
  'gross',
  'net',
  'fee',
  'reference',
  'partyName',
  'partyAccount',
  'partyBank',
  'text',
  'code',
  'status',
  'returned',
] as const
export const StatementField = z.enum(statementFields)
export type StatementField = z.infer<typeof StatementField>

/** Why a column is taken for a field: what it is called, what stands in it, or that the balances beside it come out. */
export const GuessReason = z.object({
  field: StatementField,
  column: z.string(),
  because: z.enum(['name', 'content', 'balances']),
  certainty: Certainty,
})
export type GuessReason = z.infer<typeof GuessReason>

/** What a person has to answer, because the file does not say it. */
export const StatementQuestion = z.object({
  code: z.enum([
    /** Nothing that could be a line was found. */
    'no_lines',
    'date_missing',
    /** Day and month can be read either way round. */
    'date_order',
    'amount_missing',
    /** Whether amounts without a mark are whole units or hundredths. */
    'amount_units',
    /** Nothing says which way the money went. */
    'sign_meaning',
    /** The balances beside the lines do not follow from them. */
    'balances_differ',
    /** Words of a direction or a state that nobody knows. */
    'word_unknown',
    /** The file does not say whose it is, so it is taken for that of the source. */
    'account_missing',
    'currency_missing',
  ]),
  column: z.string().nullable(),
  found: z.string().nullable(),
})
export type StatementQuestion = z.infer<typeof StatementQuestion>

export const StatementGuess = z.object({
  /** Null where not even lines with days and amounts were found. */
  mapping: StatementMapping.nullable(),
  reasons: z.array(GuessReason),
  questions: z.array(StatementQuestion),
})
export type StatementGuess = z.infer<typeof StatementGuess>

const balance = z.object({ day: z.iso.date(), amount: z.int(), currency: CurrencyCode })

export const PreviewedLine = z.object({
  place: z.int(),
  account: z.string(),
  bookedOn: z.iso.date().nullable(),
  valueOn: z.iso.date().nullable(),
  amount: z.int(),
  currency: CurrencyCode,
  /** What the account came to with it, where the file says so. */
  balance: z.int().nullable(),
  isReversal: z.boolean(),
  isPending: z.boolean(),
  code: z.string().nullable(),
  references: z.array(z.object({ kind: LineReferenceKind, value: z.string() })),
  party: z.string().nullable(),
  text: z.string(),
  /** What was kept of it; negative, as it went out. */
  charges: z.int(),
})
export type PreviewedLine = z.infer<typeof PreviewedLine>

export const PreviewedFault = z.object({ code: z.string(), place: z.int(), field: z.string(), found: z.string() })
export type PreviewedFault = z.infer<typeof PreviewedFault>

export const StatementPreview = z.object({
  /** Why the mapping can't be used; nothing is read then. */
  problems: z.array(z.object({ path: z.string(), problem: z.string() })),
  /** The first lines, as they would be read. */
  lines: z.array(PreviewedLine),
  /** The first faults: of one line each, and last what is wrong with the file as a whole. The first would end a real one. */
  faults: z.array(PreviewedFault),
  counts: z.object({ lines: z.int(), pending: z.int(), skipped: z.int(), faults: z.int() }),
  /** What the whole file comes to; of a file's beginning nothing is said. */
  statements: z.array(
    z.object({
      account: z.string(),
      currency: CurrencyCode,
      lines: z.int(),
      opening: balance.nullable(),
      closing: balance.nullable(),
      /** Whether opening and lines come to closing; null where one of them isn't said. */
      addsUp: z.boolean().nullable(),
    }),
  ),
})
export type StatementPreview = z.infer<typeof StatementPreview>

const sampleBytesMax = 2 ** 20

export const SampleInput = z.object({
  /** The file, or its beginning, up to 1 MiB. */
  sample: z.base64().max(Math.ceil(sampleBytesMax / 3) * 4),
  /** Whether that is the whole file. */
  whole: z.boolean().default(true),
  /** How to read it; without one, as it is guessed. */
  mapping: StatementMapping.optional(),
  /** What it is written in, where a person says so; else it is told from its bytes. */
  encoding: z.enum(encodings).optional(),
  /** Whose files these are, where the file does not say it. */
  account: z.string().min(1).max(120).optional(),
  currency: CurrencyCode.optional(),
})
export type SampleInput = z.infer<typeof SampleInput>

export const SamplePreview = z.object({
  /** Null for what is none of the formats that are read. */
  format: StatementFormat.nullable(),
  /** What it is written in, as it was said or as its bytes look. */
  encoding: z.enum(encodings),
  /** Null for formats that say themselves what their fields are. */
  guess: StatementGuess.nullable(),
  /** What it was read by. */
  mapping: StatementMapping.nullable(),
  preview: StatementPreview.nullable(),
})
export type SamplePreview = z.infer<typeof SamplePreview>
