/**
 * How a table or a JSON file of a bank, a gateway or a producer is to be read as a statement. It is data, as an agreement
 * with a producer is: guessed from a sample, looked at in a preview, and kept with the source that sends such files.
 */
import { z } from 'zod'
import { DateFormat, delimiters, encodings } from './agreements.ts'

export const statementFileFormats = ['csv', 'json', 'ndjson'] as const
export const StatementFileFormat = z.enum(statementFileFormats)
export type StatementFileFormat = z.infer<typeof StatementFileFormat>

export const lineReferenceKinds = [
  'end_to_end',
  'bank',
  'customer',
  'instruction',
  'mandate',
  'remittance',
  'batch',
  'document',
] as const
export const LineReferenceKind = z.enum(lineReferenceKinds)
export type LineReferenceKind = z.infer<typeof LineReferenceKind>

/**
 * Where a row says something. In a table with a header it is the column's name, of which capitals do not matter; the second
 * column of one name is meant by `Name#2`. Without a header it is the column's number, from "1". In JSON it is the name of
 * a value, or the names that lead into values: `party/name`, `notes/0`.
 */
const column = z.string().min(1).max(120)

/**
 * Where the file says something once. In a table it is the words that stand before it, in the cell beside it or in the same
 * cell: `Opening balance,123.45`, `Account: 123`. In JSON it is the names that lead to it from the outermost value, as in
 * `account/iban`.
 */
const label = z.string().min(1).max(120)

/** Compared whole, without capitals and the blanks around it. */
const word = z.string().min(1).max(120)
const words = z.array(word).min(1).max(100)

/** What each row says, or the file once, or nobody, so that it is the same always. */
const saidOf = <T extends z.ZodType>(fixed: T) =>
  z.union([z.strictObject({ column }), z.strictObject({ label }), z.strictObject({ fixed })])

/** One column, whose sign says which way the money went: plus came in. */
const SignedAmount = z.strictObject({ by: z.literal('sign'), column })

/** The amount without a sign, and a word beside it. */
const DirectedAmount = z.strictObject({
  by: z.literal('direction'),
  column,
  direction: column,
  credit: words,
  debit: words,
})

/** One column for what came in and one for what went out, of which a row fills one. */
const SplitAmount = z.strictObject({
  by: z.literal('columns'),
  credit: column,
  debit: column,
  /** What went out has a minus already. Otherwise a minus there undoes, as it does among what came in. */
  debitIsNegative: z.boolean().default(false),
})

const PlainAmount = z.discriminatedUnion('by', [SignedAmount, DirectedAmount, SplitAmount])
export type PlainAmount = z.infer<typeof PlainAmount>

/** What a payment was, what the gateway kept of it, and what is left. Where a row says all of them, they have to agree. */
const AmountWithFees = z.strictObject({
  by: z.literal('fees'),
  gross: PlainAmount.optional(),
  net: PlainAmount.optional(),
  fees: z
    .array(
      z.strictObject({
        column,
        /**
         * Most gateways write a fee as the positive number that they keep, some as what it does to the balance, and some
         * without a sign, so that it is kept of what comes in and given back of what goes out.
         */
        sign: z.enum(['kept', 'effect', 'none']).default('kept'),
        /** What the fee is called where the column's own name does not do. */
        text: z.string().min(1).max(120).optional(),
      }),
    )
    .min(1)
    .max(10),
  /** What a line comes to: what is left, with the fee as a charge that it includes, or the whole, with the fee beside it. */
  line: z.enum(['net', 'gross']).default('net'),
})

export const StatementAmount = z.discriminatedUnion('by', [SignedAmount, DirectedAmount, SplitAmount, AmountWithFees])
export type StatementAmount = z.infer<typeof StatementAmount>

/**
 * What certain words in a column say of a row: that it is announced only, that it is no line at all, or that it undoes an
 * earlier one. Where a column's words for what is booked are listed too, any other word is a fault: a state that nobody
 * has thought of must not pass for money.
 */
const StatementMark = z.strictObject({ column, words, means: z.enum(['booked', 'pending', 'skipped', 'reversal']) })
export type StatementMark = z.infer<typeof StatementMark>

const columns = z.array(column).max(20)

export const StatementMapping = z.strictObject({
  format: StatementFileFormat,
  encoding: z.enum(encodings).optional(),
  /** Told from the file where it is left out. */
  delimiter: z.enum(delimiters).optional(),
  header: z.boolean().default(true),
  /** How many rows stand above the header, or above the first line; left out, the header is found by its names. */
  rowsAbove: z.int().min(0).max(200).optional(),
  /** How many rows stand below the last line, blank ones not counted. */
  rowsBelow: z.int().min(0).max(50).default(0),
  /** JSON: the names that lead to the array of lines, with points between them; left out, the document is that array. */
  records: column.optional(),
  /** JSON: the same for a second array, of lines that are announced only. */
  pendingRecords: column.optional(),

  account: saidOf(z.string().min(1).max(120)),
  currency: saidOf(z.string().regex(/^[A-Z]{3}$/)),
  /** What else the file says once. */
  head: z
    .strictObject({
      number: label.optional(),
      id: label.optional(),
      bank: label.optional(),
      owner: label.optional(),
      from: label.optional(),
      to: label.optional(),
    })
    .default({}),
  /**
   * Where balances stand: in a column, as what the account came to with each line, or once, under a label. A row of the table
   * that has such a label in it is no line, and its balance may stand in the column of balances.
   */
  balances: z
    .strictObject({ running: column.optional(), opening: label.optional(), closing: label.optional() })
    .default({}),

  bookedOn: column.optional(),
  valueOn: column.optional(),
  dates: z.array(DateFormat).min(1).max(5).default(['iso']),
  /** In whose days a date with an offset is taken; left out, it is taken as it is written. A count since 1970 is in UTC. */
  zone: z.string().min(1).max(60).optional(),

  amount: StatementAmount,
  units: z.enum(['minor', 'major']).default('major'),
  /** Between whole units and parts of them. */
  decimalMark: z.enum(['.', ',']).default('.'),
  /** Between thousands; left out, the other mark, a blank or an apostrophe, wherever thousands are. */
  groupMark: z.enum(['.', ',', ' ', "'", 'none']).optional(),
  /** The file sees the money from the other side: what it calls plus went out of the account that we keep. */
  invert: z.enum(['none', 'amounts', 'amounts_and_balances']).default('none'),

  references: z
    .array(z.strictObject({ column, kind: LineReferenceKind }))
    .max(20)
    .default([]),
  /** Of several columns the first that says something: a payer in one, a payee in another. */
  party: z
    .strictObject({ name: columns.default([]), account: columns.default([]), bank: columns.default([]) })
    .prefault({}),
  /** Joined with a blank between. */
  text: columns.default([]),
  code: column.optional(),
  /** Why it came back, where it is a return. */
  returned: z.strictObject({ code: column.optional(), text: column.optional() }).default({}),
  marks: z.array(StatementMark).max(20).default([]),
  /** Rows whose first words are these are no lines: totals, notes and the like. */
  passed: z.array(word).max(20).default([]),
})
export type StatementMapping = z.infer<typeof StatementMapping>
