/** In which of the usual ways a sample says its amounts. */
import type { PlainAmount, StatementAmount } from '../../contract/statement-mappings.ts'
import type { GuessReason, StatementField, StatementQuestion } from '../../contract/statement-previews.ts'
import { bestFor, type LookedAt, nameScore, scoreIn } from './columns.ts'
import { directionWords, fieldNames, foldedName, referenceNames } from './words.ts'

export type AmountGuess = Readonly<{
  amount: StatementAmount
  /** The columns that it is made of. */
  columns: readonly LookedAt[]
  reasons: readonly GuessReason[]
  questions: readonly StatementQuestion[]
  /** The words beside say the opposite of the sign. */
  isInverted?: boolean
}>

/** Columns that can hold money: no days, and no numbers by which things are called. */
export function moneyIn(columns: readonly LookedAt[]): readonly LookedAt[] {
  return columns.filter((column) => {
    const { figures, dates, name } = column
    if (figures === null) return false
    const moneyScore = Math.max(...moneyFields.map((field) => nameScore(field, name)))
    const otherScore = Math.max(...Object.values(referenceNames).map((names) => scoreIn(names, name)))
    if (moneyScore > 0) return moneyScore >= otherScore
    if (otherScore > 0 || dates !== null) return false
    // Without a name only what has decimals or a sign is money: whole numbers number things.
    return !figures.isWhole || figures.hasNegative
  })
}

const moneyFields = ['amount', 'credit', 'debit', 'gross', 'net', 'fee', 'running'] as const satisfies StatementField[]

export function guessAmount(columns: readonly LookedAt[], words: readonly LookedAt[]): AmountGuess | null {
  return withFees(columns, words) ?? split(columns) ?? single(columns, words)
}

const reasonOf = (field: StatementField, { name }: LookedAt): GuessReason => {
  const score = nameScore(field, name)
  return { field, column: name, because: score > 0 ? 'name' : 'content', certainty: score >= 0.8 ? 'sure' : 'likely' }
}

/** One column for what came in and one for what went out, of which no line fills both. */
function split(columns: readonly LookedAt[]): AmountGuess | null {
  const credit = bestFor('credit', columns, () => true)?.column
  const debit = bestFor('debit', columns, (column) => column !== credit)?.column
  if (credit === undefined || debit === undefined || !excludes(credit, debit)) return null
  return {
    amount: splitOf(credit, debit),
    columns: [credit, debit],
    reasons: [reasonOf('credit', credit), reasonOf('debit', debit)],
    questions: [],
  }
}

export function splitOf(credit: LookedAt, debit: LookedAt): Extract<PlainAmount, { by: 'columns' }> {
  const debitIsNegative = debit.figures?.hasNegative === true && !debit.figures.hasPositive
  return { by: 'columns', credit: credit.name, debit: debit.name, debitIsNegative }
}

export function excludes(one: LookedAt, other: LookedAt): boolean {
  const isNothing = (value: string | undefined): boolean => /^[0.,\s]*$/.test(value ?? '')
  return one.values.every((value, line) => isNothing(value) || isNothing(other.values[line]))
}

function single(columns: readonly LookedAt[], words: readonly LookedAt[]): AmountGuess | null {
  const isSplit = (column: LookedAt): boolean => nameScore('credit', column.name) + nameScore('debit', column.name) >= 1
  const byName = bestFor('amount', columns, (column) => !isSplit(column))?.column
  // Of several without names only one that every line fills, and that goes both ways, can be meant.
  const full = columns.filter(({ filled, values, figures }) => filled.length === values.length && figures?.hasNegative)
  const [only, ...others] = columns.length === 1 ? columns : full
  const column = byName ?? bestFor('net', columns, () => true)?.column ?? (others.length === 0 ? only : undefined)
  if (column === undefined) return null
  const { amount, reasons, questions } = plain(column, words)
  const isInverted = figuresContradict(column, words)
  return { amount, columns: [column], reasons: [reasonOf('amount', column), ...reasons], questions, isInverted }
}

type PlainGuess = Readonly<{
  amount: PlainAmount
  reasons: readonly GuessReason[]
  questions: readonly StatementQuestion[]
}>

/** With its own sign, or with a word beside it that says which way. */
function plain({ name, figures, values }: LookedAt, words: readonly LookedAt[]): PlainGuess {
  const signed: PlainAmount = { by: 'sign', column: name }
  if (figures?.hasNegative === true) return { amount: signed, reasons: [], questions: [] }
  const direction = bestDirection(words)
  if (direction === null) {
    const question = {
      code: 'sign_meaning',
      column: name,
      found: values.find((value) => value !== '') ?? null,
    } as const
    return { amount: signed, reasons: [], questions: [question] }
  }
  const { column, credit, debit, unknown } = direction
  return {
    amount: { by: 'direction', column: name, direction: column.name, credit, debit },
    reasons: [reasonOf('direction', column)],
    questions: unknown.map((found) => ({ code: 'word_unknown', column: column.name, found })),
  }
}

type Direction = Readonly<{ column: LookedAt; credit: string[]; debit: string[]; unknown: readonly string[] }>

const distinctMax = 12

/** The column whose words mean both ways; what nobody knows a person is asked for. */
function bestDirection(columns: readonly LookedAt[]): Direction | null {
  const candidates = columns.flatMap((column): readonly Direction[] => {
    if (column.distinct.size > distinctMax || column.figures !== null || column.dates !== null) return []
    const found = [...column.distinct]
    const credit = found.filter((word) => directionWords.credit.includes(foldedName(word) || word))
    const debit = found.filter((word) => directionWords.debit.includes(foldedName(word) || word))
    const unknown = found.filter((word) => !credit.includes(word) && !debit.includes(word))
    return credit.length === 0 || debit.length === 0 ? [] : [{ column, credit, debit, unknown }]
  })
  const rank = ({ column, unknown }: Direction): number => unknown.length - nameScore('direction', column.name)
  return candidates.sort((one, other) => rank(one) - rank(other))[0] ?? null
}

/** A card's list has what was spent as plus: it is what is owed. */
function figuresContradict({ figures, values }: LookedAt, words: readonly LookedAt[]): boolean {
  const direction = figures?.hasNegative === true ? bestDirection(words) : null
  if (direction === null) return false
  const { column, credit, debit } = direction
  return values.every((value, line) => {
    const isOut = value.startsWith('-') || value.startsWith('(')
    const word = column.values[line] ?? ''
    return isOut ? credit.includes(word) : debit.includes(word)
  })
}

/** Fees in columns of their own, with what is left in others. */
function withFees(columns: readonly LookedAt[], words: readonly LookedAt[]): AmountGuess | null {
  const fees = columns.filter(({ name }) => scoreIn(fieldNames.fee ?? [], name) >= 0.6)
  const [first] = fees
  if (first === undefined) return null
  const rest = columns.filter((column) => !fees.includes(column))
  const parts = split(rest)
  if (parts?.amount.by === 'columns') {
    return {
      ...parts,
      amount: { by: 'fees', net: parts.amount, fees: fees.map(feeOf('kept')), line: 'net' },
      columns: [...parts.columns, ...fees],
      reasons: [...parts.reasons, ...fees.map((fee) => reasonOf('fee', fee))],
    }
  }
  const net = bestFor('net', rest, () => true)?.column
  const gross = bestFor('gross', rest, (column) => column !== net)?.column
  if (net === undefined || gross === undefined) return null
  const [whole, left] = [plain(gross, words), plain(net, words)]
  const sign = signOfFees({ gross, net, fees, isDirected: whole.amount.by === 'direction' })
  const questions = [...whole.questions]
  // Where they don't come out, what is left is believed, and a person sees it in the preview.
  if (sign === null) questions.push({ code: 'sign_meaning', column: first.name, found: first.filled[0] ?? null })
  return {
    amount: {
      by: 'fees',
      ...(sign === null ? {} : { gross: whole.amount }),
      net: left.amount,
      fees: fees.map(feeOf(sign ?? 'kept')),
      line: 'net',
    },
    columns: [gross, net, ...fees],
    reasons: [
      reasonOf('gross', gross),
      reasonOf('net', net),
      ...fees.map((fee) => reasonOf('fee', fee)),
      ...whole.reasons,
    ],
    questions,
  }
}

type FeeSign = Extract<StatementAmount, { by: 'fees' }>['fees'][number]['sign']

const feeOf =
  (sign: FeeSign) =>
  ({ name }: LookedAt): Readonly<{ column: string; sign: FeeSign }> => ({ column: name, sign })

/** In which way what is left follows from the whole and the fees, in every line of the sample. */
function signOfFees({
  gross,
  net,
  fees,
  isDirected,
}: Readonly<{ gross: LookedAt; net: LookedAt; fees: readonly LookedAt[]; isDirected: boolean }>): FeeSign | null {
  const [whole, left, ...kept] = [gross, net, ...fees].map(amountsOf)
  const follows = (sign: number): boolean =>
    gross.values.every((_, line) => {
      const fee = kept.reduce((sum, amounts) => sum + (amounts[line] || 0), 0)
      return (whole?.[line] ?? 0) + sign * fee === left?.[line]
    })
  if (isDirected) return follows(-1) ? 'none' : null
  return follows(-1) ? 'kept' : follows(1) ? 'effect' : null
}

/** Line by line; NaN where there is none. */
function amountsOf({ figures, values }: LookedAt): readonly number[] {
  let next = 0
  return values.map((value) => (value === '' ? Number.NaN : (figures?.amounts[next++] ?? Number.NaN)))
}
