/** An agreement as it is typed in the editor, read back against the contract's own rules. Amounts are in major units. Pure. */
import {
  Agreement,
  type Effects,
  type FileFormat,
  Limits,
  Mapping,
  type RowField,
  rowFields,
  type TransactionType,
} from '../../engine/contract/agreements.ts'
import type { MessageId } from '../messages/messages.ts'
import { decimalString } from '../money/format.ts'
import { readAmount } from '../money/read.ts'
import { linesOf } from './draft.ts'
import { readSettlement, type SettlementProblems, type TypedSettlement, typedSettlement } from './typed-settlement.ts'

const constantFields = ['ProducerId', 'ProducerLocation', 'TxType'] as const
export type ConstantField = (typeof constantFields)[number]
export const isConstantField = (field: RowField): field is ConstantField =>
  constantFields.some((known) => known === field)

export const limitNames = Object.keys(Limits.shape) as readonly LimitName[]
export type LimitName = keyof Limits

/** `key` stays with a word while others are added and removed around it. */
export type TypedWord = Readonly<{ key: string; word: string; type: TransactionType }>
/** Which sign is a top-up; empty where the sign says nothing. */
export type TypedSign = '' | 'positive' | 'negative'

/** Empty means: told from the file. */
export type TypedMapping = Readonly<{
  format: FileFormat | ''
  encoding: NonNullable<Mapping['encoding']> | ''
  delimiter: NonNullable<Mapping['delimiter']> | ''
  header: boolean
  records: string
  columns: Readonly<Record<RowField, string>>
  constants: Readonly<Record<ConstantField, string>>
  dates: readonly string[]
  units: Mapping['units']
  decimalMark: Mapping['decimalMark']
  words: readonly TypedWord[]
  sign: TypedSign
}>

export type TypedAgreement = Readonly<{
  mapping: TypedMapping
  effects: Effects
  limits: Readonly<Record<LimitName, string>>
  places: string
  settlement: TypedSettlement
}>

export function typedMapping(mapping: Mapping): TypedMapping {
  const { format = '', encoding = '', delimiter = '', records = '', typeFromSign } = mapping
  const { header, dates, units, decimalMark } = mapping
  return {
    format,
    encoding,
    delimiter,
    header,
    records,
    columns: byField((field) => mapping.columns[field] ?? ''),
    constants: {
      ProducerId: mapping.constants.ProducerId ?? '',
      ProducerLocation: mapping.constants.ProducerLocation ?? '',
      TxType: mapping.constants.TxType ?? '',
    },
    dates,
    units,
    decimalMark,
    words: Object.entries(mapping.types).map(([word, type]) => ({ key: `known ${word}`, word, type })),
    sign: typeFromSign === undefined ? '' : typeFromSign.positive === 'TopUp' ? 'positive' : 'negative',
  }
}

const byField = (value: (field: RowField) => string): Record<RowField, string> =>
  Object.fromEntries(rowFields.map((field) => [field, value(field)])) as Record<RowField, string>

export function typedAgreement(
  { mapping, effects, limits, places, settlement }: Agreement,
  digits: number,
): TypedAgreement {
  const typed = (name: LimitName): string =>
    name === 'amountMax' ? decimalString(limits.amountMax, digits) : String(limits[name])
  return {
    mapping: typedMapping(mapping),
    effects,
    limits: Object.fromEntries(limitNames.map((name) => [name, typed(name)])) as Record<LimitName, string>,
    places: places.join('\n'),
    settlement: typedSettlement(settlement),
  }
}

/** What is wrong, by the field it is wrong in. */
export type AgreementProblems = Readonly<Record<string, MessageId>>
export type ReadAgreement =
  | Readonly<{ ok: true; agreement: Agreement }>
  | Readonly<{ ok: false; problems: AgreementProblems }>

export function readAgreement(typed: TypedAgreement, digits: number): ReadAgreement {
  const limits = readLimits(typed.limits, digits)
  const places = linesOf(typed.places)
  const settlement = readSettlement(typed.settlement)
  const problems: AgreementProblems = {
    ...mappingProblems(typed.mapping),
    ...limits.problems,
    ...(Agreement.shape.places.safeParse(places).success ? {} : { places: 'producer.places.wrong' }),
    ...Object.fromEntries(
      Object.entries(settlement.problems).map(([field, problem]) => [`settlement.${field}`, problem]),
    ),
  }
  if (Object.keys(problems).length > 0) return { ok: false, problems }
  const mapping = readMapping(typed.mapping)
  const { terms } = settlement
  const agreement = Agreement.parse({ mapping, effects: typed.effects, limits: limits.read, places, settlement: terms })
  return { ok: true, agreement }
}

function mappingProblems({ dates, words }: TypedMapping): AgreementProblems {
  const unnamed = words.filter(({ word }) => word.trim() === '')
  const read = dates.length >= 1 && dates.length <= 5 && dates.every((format) => format.trim().length <= 40)
  return {
    ...(read ? {} : { dates: 'producer.mapping.dates.wrong' }),
    ...Object.fromEntries(unnamed.map(({ key }) => [key, 'producer.mapping.word.missing' as const])),
  }
}

function readMapping(typed: TypedMapping): Mapping {
  const { format, encoding, delimiter, header, records, dates, units, decimalMark, sign } = typed
  return Mapping.parse({
    ...(format === '' ? {} : { format }),
    ...(encoding === '' ? {} : { encoding }),
    ...(delimiter === '' ? {} : { delimiter }),
    ...(records.trim() === '' ? {} : { records: records.trim() }),
    header,
    columns: said(typed.columns),
    constants: said(typed.constants),
    dates,
    units,
    decimalMark,
    types: Object.fromEntries(typed.words.map(({ word, type }) => [word.trim(), type])),
    ...(sign === '' ? {} : { typeFromSign: sign === 'positive' ? signs.positive : signs.negative }),
  })
}

const signs = {
  positive: { positive: 'TopUp', negative: 'Payment' },
  negative: { positive: 'Payment', negative: 'TopUp' },
} as const

const said = (typed: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(typed).flatMap(([name, value]) => (value.trim() === '' ? [] : [[name, value.trim()]])),
  )

/** From what to what a limit may be, as the contract says it; the amount's is the ledger's own. */
export function boundsOf(name: LimitName): Readonly<{ min: number; max: number }> {
  const { minValue, maxValue } = Limits.shape[name].unwrap()
  return { min: minValue ?? 0, max: maxValue ?? Number.MAX_SAFE_INTEGER }
}

function readLimits(
  typed: TypedAgreement['limits'],
  digits: number,
): Readonly<{ read: Record<string, number>; problems: AgreementProblems }> {
  const read: Record<string, number> = {}
  const problems: Record<string, MessageId> = {}
  for (const name of limitNames) {
    const value = name === 'amountMax' ? amountOf(typed.amountMax, digits) : numberOf(typed[name])
    if (Limits.shape[name].safeParse(value).success) read[name] = value
    else problems[name] = name === 'amountMax' ? 'producer.limit.amount.wrong' : 'producer.limit.wrong'
  }
  return { read, problems }
}

function amountOf(typed: string, digits: number): number {
  const read = readAmount(typed, digits)
  return read.ok ? read.minor : Number.NaN
}

const numberOf = (typed: string): number => (/^\d{1,7}(\.\d)?$/.test(typed.trim()) ? Number(typed.trim()) : Number.NaN)

/** What is wrong about settlement, by its own fields. */
export const settlementProblems = (problems: AgreementProblems): SettlementProblems =>
  Object.fromEntries(
    Object.entries(problems).flatMap(([field, problem]) =>
      field.startsWith('settlement.') ? [[field.slice('settlement.'.length), problem]] : [],
    ),
  )

/** Nobody has said yet how the producer's files are to be read, so a guess from a sample takes nothing away. */
export const isBlank = ({ mapping }: Agreement): boolean =>
  JSON.stringify(mapping) === JSON.stringify(Mapping.parse({}))

/** Where a field's value comes from under a mapping: its column, or what it is in every row. */
export function sourceOf(mapping: Pick<TypedMapping, 'columns' | 'constants'>, field: RowField): string {
  const constant = isConstantField(field) ? mapping.constants[field].trim() : ''
  return constant === '' ? `column ${mapping.columns[field].trim() || field}` : `constant ${constant}`
}
