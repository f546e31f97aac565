/**
 * What a producer and we agreed on: how its files are to be read, what each rule does, and within which limits. It is
 * data, versioned, and every batch records the version that judged it.
 */
import { z } from 'zod'
import { SettlementTerms } from './settlement-terms.ts'

export const rowFields = ['TxDate', 'ProducerId', 'ClientId', 'ProducerLocation', 'TxId', 'TxType', 'Amount'] as const
export const RowField = z.enum(rowFields)
export type RowField = z.infer<typeof RowField>

export const fileFormats = ['csv', 'json', 'ndjson', 'xml'] as const
export const FileFormat = z.enum(fileFormats)
export type FileFormat = z.infer<typeof FileFormat>

export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'big5', 'gb18030'] as const
export const delimiters = [',', ';', '\t', '|'] as const

export const transactionTypes = ['TopUp', 'Payment'] as const
export const TransactionType = z.enum(transactionTypes)
export type TransactionType = z.infer<typeof TransactionType>

const columnName = z.string().min(1).max(120)
const word = z.string().min(1).max(60)

/**
 * How a date is written. `iso` is ISO 8601 with or without time and offset; `epoch_s` and `epoch_ms` are counts since
 * 1970. Anything else is a pattern of `yyyy yy MM dd HH mm ss SSS` (and `MMM` for an English month's first letters, `hh`
 * with `a` for twelve hours, `XXX` for an offset) with whatever stands between them; `d M H h` are one digit or two, and
 * letters in single quotes stand for themselves.
 */
export const DateFormat = z.string().min(1).max(40)

/** How a file's own layout becomes the canonical one. What is left out is told from the file itself. */
const MappingFields = z.strictObject({
  format: FileFormat.optional(),
  encoding: z.enum(encodings).optional(),
  delimiter: z.enum(delimiters).optional(),
  /** A CSV file without a header names its columns by their number, from "1". */
  header: z.boolean().default(true),
  /** JSON: the names that lead to the array of records, with points between them. XML: the name of a record's element. */
  records: columnName.optional(),
  /**
   * A field's own column, where it has another name than the field. In XML an attribute is meant by `@name`. In JSON and
   * XML a name may lead into values: `client/id`, `Client/@id`.
   */
  columns: z.partialRecord(RowField, columnName).default({}),
  /** What a field is in every row, where the file does not say it. */
  constants: z
    .partialRecord(z.enum(['ProducerId', 'ProducerLocation', 'TxType']), z.string().min(1).max(120))
    .default({}),
  dates: z.array(DateFormat).min(1).max(5).default(['iso']),
  units: z.enum(['minor', 'major']).default('minor'),
  /** Between whole units and hundredths when amounts are in major units. The other of the two may group thousands. */
  decimalMark: z.enum(['.', ',']).default('.'),
  /** The file's own words for what a row is; capitals do not matter. */
  types: z.record(word, TransactionType).default({}),
  /** Set when the sign of the amount says what a row is. */
  typeFromSign: z.strictObject({ positive: TransactionType, negative: TransactionType }).optional(),
})
/** As it is for whoever says nothing: what a file of ours looks like. */
export const Mapping = MappingFields.meta({ examples: [MappingFields.parse({})] })
export type Mapping = z.infer<typeof Mapping>

export const rowRules = [
  'FIELD_MISSING',
  'FIELD_UNREADABLE',
  'TYPE_UNKNOWN',
  'AMOUNT_NOT_POSITIVE',
  'AMOUNT_OVER_LIMIT',
  'PRODUCER_MISMATCH',
  'DATE_IN_FUTURE',
  'DATE_TOO_OLD',
  'LOCATION_UNKNOWN',
  'CLIENT_UNKNOWN',
  'CLIENT_FROZEN',
  'TXID_CONFLICT',
  'INSUFFICIENT_FUNDS',
  'CARD_DATA_FOUND',
] as const
export const RowRule = z.enum(rowRules)
export type RowRule = z.infer<typeof RowRule>

export const batchRules = [
  'FILE_REPEATED',
  'FILE_UNREADABLE',
  'FILE_TOO_LARGE',
  'PRODUCER_UNKNOWN',
  'CONTROL_MISMATCH',
  'BATCH_DOUBLED',
  'BATCH_ALIKE',
  'TOO_FEW_CLIENTS',
  'TOO_MANY_FAULTS',
  'PRODUCER_SUSPENDED',
  'OUT_OF_SCHEDULE',
  'BATCH_MISSING',
] as const
export const BatchRule = z.enum(batchRules)
export type BatchRule = z.infer<typeof BatchRule>

/** What a row rule may do: the row is a fault, is held for a person, or is only noted. */
export const RowEffect = z.enum(['fault', 'hold', 'warn'])
export type RowEffect = z.infer<typeof RowEffect>
export const BatchEffect = z.enum(['reject', 'hold', 'warn'])
export type BatchEffect = z.infer<typeof BatchEffect>

/** Only where there is a choice: what can't be read can't be posted, whatever was agreed. */
export const Effects = z.strictObject({
  AMOUNT_OVER_LIMIT: RowEffect.default('hold'),
  DATE_IN_FUTURE: RowEffect.default('fault'),
  DATE_TOO_OLD: RowEffect.default('fault'),
  /** Left out: a fault when the producer lists its places, else a warning. */
  LOCATION_UNKNOWN: RowEffect.optional(),
  /** What a first top-up of an unknown client does; a payment of one is always a fault. */
  CLIENT_UNKNOWN: z.enum(['open', 'fault', 'hold']).default('open'),
  CONTROL_MISMATCH: BatchEffect.default('hold'),
  BATCH_DOUBLED: BatchEffect.default('hold'),
  BATCH_ALIKE: BatchEffect.default('warn'),
  TOO_FEW_CLIENTS: BatchEffect.default('hold'),
  TOO_MANY_FAULTS: BatchEffect.default('hold'),
  OUT_OF_SCHEDULE: BatchEffect.default('warn'),
})
export type Effects = z.infer<typeof Effects>

const percent = z.int().min(0).max(100)

export const Limits = z.strictObject({
  /** The largest amount of a row, in minor units. */
  amountMax: z.int().min(1).max(100_000_000_000).default(100_000_000),
  futureDays: z.int().min(0).max(366).default(1),
  ageDays: z.int().min(1).max(3_660).default(366),
  clientsMin: z.int().min(0).max(1_000_000).default(3),
  faultsMaxPercent: percent.default(5),
  /** From which share of identities known from other batches a batch counts as doubled. */
  doubledPercent: percent.default(50),
  /** From which share of rows that are alike under other TxIds. */
  alikePercent: percent.default(95),
  heldPaymentDays: z.int().min(1).max(366).default(7),
  settleSeconds: z.number().min(0).max(3_600).default(2),
})
export type Limits = z.infer<typeof Limits>

const AgreementFields = z.strictObject({
  mapping: Mapping.prefault({}),
  effects: Effects.prefault({}),
  limits: Limits.prefault({}),
  /** The producer's places; without any, every place is taken. */
  places: z.array(z.string().min(1).max(120)).max(10_000).default([]),
  /** Null where nobody has said how it is settled: then no payment is expected. */
  settlement: SettlementTerms.nullable().default(null),
})
export const Agreement = AgreementFields.meta({ examples: [AgreementFields.parse({})] })
export type Agreement = z.infer<typeof Agreement>
