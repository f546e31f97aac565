/**
 * Guesses from the beginning of a sample file how a producer's files are to be read, and says how sure each guess is and
 * what a person has to answer. Pure; nothing is decided here, and the preview shows what the guess does to the rows.
 */
import { Mapping, type RowField, rowFields, type TransactionType } from '../contract/agreements.ts'
import { type FoundColumn, findColumns, type Known } from './guess-columns.ts'
import { type Certainty, guessType } from './guess-values.ts'
import { readSample, type Sample, type SampleTable } from './sample-table.ts'

export type QuestionCode =
  /** Nothing that could be a record was found. */
  | 'no_records'
  /** No column looks like this field, and nothing says what it is in every row. */
  | 'column_missing'
  /** A column was taken for this field by what stands in it alone. */
  | 'column_unsure'
  /** The rows name another producer than this one. */
  | 'producer_differs'
  /** Day and month can be read either way round. */
  | 'date_order'
  /** The marks in the amounts may group thousands or stand before decimals. */
  | 'amount_units'
  /** The amounts have signs, and nothing says which sign is a payment. */
  | 'sign_meaning'
  /** A word of which nobody knows whether it is a top-up or a payment. */
  | 'type_word'

export type Question = Readonly<{ code: QuestionCode; field: RowField | null; found: string | null }>

export type Guess = Readonly<{
  mapping: Mapping
  certain: Readonly<Record<RowField, Certainty>>
  questions: readonly Question[]
}>

type Draft = {
  readonly columns: Partial<Record<RowField, string>>
  readonly certain: Record<RowField, Certainty>
  readonly questions: Question[]
}

export function guessMapping(sample: Sample, known: Known): Guess {
  const table = readSample(sample)
  const draft: Draft = {
    columns: {},
    certain: Object.fromEntries(rowFields.map((field) => [field, 'unsure'])) as Record<RowField, Certainty>,
    questions: [],
  }
  const found = findColumns(table.columns, known)
  if (!table.columns.some(({ values }) => values.length > 0)) ask(draft, 'no_records', null)
  const { format, encoding, delimiter, header, records } = table
  const layout = { format, encoding, delimiter, header, records: recordsName(table, records) }
  nameColumns(draft, table, found)
  const details = {
    ...constantsOf(draft, { table, found, known }),
    ...datesOf(draft, found.get('TxDate')),
    ...amountsOf(draft, found.get('Amount')),
    ...typesOf(draft, found),
  }
  for (const field of rowFields) {
    const column = found.get(field)
    if (column?.certainty === 'unsure') ask(draft, 'column_unsure', field, column.column.name)
  }
  const told = Object.fromEntries(Object.entries({ ...layout, ...details }).filter(([, value]) => value !== undefined))
  const { columns, certain, questions } = draft
  return { mapping: Mapping.parse({ columns, ...told }), certain, questions }
}

function ask(draft: Draft, code: QuestionCode, field: RowField | null, found: string | null = null): void {
  draft.questions.push({ code, field, found })
}

/** Left out where the reader finds the records by itself. */
function recordsName({ format }: SampleTable, records: string | undefined): string | undefined {
  const canonical = format === 'xml' ? 'transaction' : 'transactions'
  return records?.toLowerCase() === canonical ? undefined : records
}

function nameColumns(draft: Draft, { header }: SampleTable, found: ReadonlyMap<RowField, FoundColumn>): void {
  for (const [field, { column, certainty }] of found) {
    draft.certain[field] = certainty
    const canonical = header && column.name.replace(/^@/, '').toLowerCase() === field.toLowerCase()
    if (!canonical) draft.columns[field] = column.name
  }
}

/** Who sends the file is known when the rows do not say it; where from, when the producer has one place only. */
function constantsOf(
  draft: Draft,
  { table, found, known }: Readonly<{ table: SampleTable; found: ReadonlyMap<RowField, FoundColumn>; known: Known }>,
): Pick<Mapping, 'constants'> {
  const constants: Mapping['constants'] = {}
  if (!found.has('ProducerId')) {
    constants.ProducerId = String(known.producer)
    const named = table.columns.find(({ name }) => name.replace(/^@/, '').toLowerCase() === 'producerid')
    const other = named?.values.find((value) => value !== '')
    draft.certain.ProducerId = other === undefined ? 'sure' : 'unsure'
    if (other !== undefined) ask(draft, 'producer_differs', 'ProducerId', other)
  }
  const [place, ...others] = known.places
  if (!found.has('ProducerLocation') && place !== undefined && others.length === 0) {
    constants.ProducerLocation = place
    draft.certain.ProducerLocation = 'likely'
  }
  for (const field of rowFields) {
    const said = found.has(field) || field in constants || field === 'TxType'
    if (!said) ask(draft, 'column_missing', field)
  }
  return { constants }
}

function datesOf(draft: Draft, found: FoundColumn | undefined): { dates?: string[] } {
  const dates = found?.dates
  if (dates === null || dates === undefined) return {}
  draft.certain.TxDate = lesser(draft.certain.TxDate, dates.certainty)
  if (dates.ambiguous) ask(draft, 'date_order', 'TxDate', found?.column.values.find((value) => value !== '') ?? null)
  return { dates: [...dates.formats] }
}

function amountsOf(draft: Draft, found: FoundColumn | undefined): Partial<Pick<Mapping, 'units' | 'decimalMark'>> {
  const amounts = found?.amounts
  if (amounts === null || amounts === undefined) return {}
  draft.certain.Amount = lesser(draft.certain.Amount, amounts.certainty)
  const shown = found?.column.values.find((value) => /[.,]/.test(value)) ?? null
  if (amounts.certainty === 'unsure') ask(draft, 'amount_units', 'Amount', shown)
  return { units: amounts.units, decimalMark: amounts.decimalMark }
}

const wordLengthMax = 60

const opposite = (type: TransactionType): TransactionType => (type === 'TopUp' ? 'Payment' : 'TopUp')

function typesOf(
  draft: Draft,
  found: ReadonlyMap<RowField, FoundColumn>,
): Partial<Pick<Mapping, 'types' | 'typeFromSign'>> {
  const column = found.get('TxType')?.column
  const words = [...new Set(column?.values.filter((word) => word !== '' && word.length <= wordLengthMax))]
  const types = new Map<string, TransactionType>()
  for (const word of words) {
    const type = guessType(word)
    if (type !== undefined) types.set(word, type)
  }
  const [unknown, ...others] = words.filter((word) => !types.has(word))
  const meanings = new Set(types.values())
  const [meaning] = meanings
  // Of two words one of which is known, the other is most likely its opposite; a person is asked all the same.
  if (unknown !== undefined && others.length === 0 && meanings.size === 1 && meaning !== undefined) {
    types.set(unknown, opposite(meaning))
  }
  const signed = found.get('Amount')?.amounts?.signs
  if (signed === 'both' || signed === 'negative') {
    // Where the sign says it, no column may say it too.
    delete draft.columns.TxType
    return { typeFromSign: signsOf(draft, found, types) }
  }
  for (const word of [unknown, ...others]) if (word !== undefined) ask(draft, 'type_word', 'TxType', word)
  if (column === undefined) ask(draft, 'column_missing', 'TxType')
  if (unknown !== undefined || column === undefined) draft.certain.TxType = 'unsure'
  const named = [...types].filter(([word]) => word !== 'TopUp' && word !== 'Payment')
  return { types: Object.fromEntries(named) }
}

/** What a minus means, by the words beside it; without any, that money goes out. */
function signsOf(
  draft: Draft,
  found: ReadonlyMap<RowField, FoundColumn>,
  types: ReadonlyMap<string, TransactionType>,
): NonNullable<Mapping['typeFromSign']> {
  const amounts = found.get('Amount')?.column.values ?? []
  const words = found.get('TxType')?.column.values ?? []
  const votes = amounts.map((amount, row) => {
    const type = types.get(words[row] ?? '')
    if (type === undefined) return 0
    return (type === 'Payment') === amount.startsWith('-') ? 1 : -1
  })
  const sum = votes.reduce<number>((all, vote) => all + vote, 0)
  const contrary = votes.some((vote) => vote !== 0 && Math.sign(vote) !== Math.sign(sum))
  draft.certain.TxType = sum === 0 || contrary ? 'unsure' : 'likely'
  if (sum === 0 || contrary)
    ask(draft, 'sign_meaning', 'Amount', amounts.find((amount) => amount.startsWith('-')) ?? null)
  return sum < 0 ? { positive: 'Payment', negative: 'TopUp' } : { positive: 'TopUp', negative: 'Payment' }
}

const order: readonly Certainty[] = ['sure', 'likely', 'unsure']
const lesser = (one: Certainty, other: Certainty): Certainty =>
  order[Math.max(order.indexOf(one), order.indexOf(other))] ?? 'unsure'
