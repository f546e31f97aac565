/**
 * Guesses from the beginning of a file how a bank's, a gateway's or a producer's tables are to be read, and says why, and
 * what a person has to answer. Pure; nothing is decided here, and the preview shows what the guess does to the lines.
 */
import { StatementMapping } from '../../contract/statement-mappings.ts'
import type { GuessReason, StatementGuess, StatementQuestion } from '../../contract/statement-previews.ts'
import type { Reading } from '../statement.ts'
import { bestFor, type LookedAt, lookAt } from './columns.ts'
import { balancesFollow } from './follows.ts'
import { type AmountGuess, guessAmount, moneyIn } from './guess-amount.ts'
import { amountsByBalances } from './guess-balances.ts'
import { type DaysGuess, guessDays } from './guess-days.ts'
import { guessLabels } from './guess-labels.ts'
import { type OddRows, passedMax, withoutDays, withoutTotals } from './guess-odd-rows.ts'
import { guessOthers } from './guess-others.ts'
import { guessMarks } from './guess-words.ts'
import { readSample, type SampleTable, type StatementSample } from './sample.ts'

/** What is known before the sample is looked at: whose files these are. */
export type Known = Reading & Readonly<{ account: string | null; currency: string | null; at: number }>

/** Stands for what nobody has said, and is asked for. */
const unknown = { account: '?', currency: 'XXX' } as const

type Draft = { readonly reasons: GuessReason[]; readonly questions: StatementQuestion[] }

export function guessStatement(sample: StatementSample, known: Known): StatementGuess {
  const draft: Draft = { reasons: [], questions: [] }
  const lines = findLines(readSample(sample), known)
  if (lines.days === null) return nothing(draft, lines.columns.length > 0 ? 'date_missing' : 'no_lines')
  const { table, odd, columns, days } = lines
  const found = findMoney(columns, days, known)
  if (found === null) return nothing(draft, 'amount_missing')
  draft.reasons.push(...days.reasons, ...found.amount.reasons)
  draft.questions.push(...days.questions, ...found.amount.questions)
  const mapping = assemble({ table, odd, columns, days, found, known }, draft)
  return { mapping: withBalances(mapping, { columns, found, known }, draft), ...draft }
}

type Lines = Readonly<{ table: SampleTable; odd: OddRows; columns: readonly LookedAt[]; days: DaysGuess | null }>

/** What is no line is left out before the columns are looked at for good. */
function findLines(table: SampleTable, known: Known): Lines {
  const look = { at: known.at, digits: digitsOf(known) }
  const lookAll = (columns: SampleTable['columns']): readonly LookedAt[] =>
    // What has a number in its way is one of several, and seldom there in each line.
    columns.filter(({ name }) => !/\/\d+(\/|$)/.test(name)).map((column) => lookAt(column, look))
  const noTotals = withoutTotals(table)
  const first = lookAll(noTotals.columns)
  const days = guessDays(first)
  const filled = first.filter((column) => column.filled.length > 0)
  if (days === null) return { table, odd: noTotals, columns: filled, days }
  const found = [days.bookedOn, days.valueOn].flatMap((column) => column?.name ?? [])
  const noOthers = withoutDays({ ...table, columns: noTotals.columns }, found)
  const columns = noOthers.columns === noTotals.columns ? first : lookAll(noOthers.columns)
  const same = (column: LookedAt | null): LookedAt | null => columns.find(({ name }) => name === column?.name) ?? null
  const passed = [...new Set([...noTotals.passed, ...noOthers.passed])].slice(0, passedMax)
  const odd = { columns: noOthers.columns, said: [...noTotals.said, ...noOthers.said], passed }
  return { table, odd, columns, days: { ...days, bookedOn: same(days.bookedOn), valueOn: same(days.valueOn) } }
}

const digitsOf = ({ currency, digitsOf: ofCode }: Known): number => (currency === null ? null : ofCode(currency)) ?? 2

const nothing = (draft: Draft, code: StatementQuestion['code']): StatementGuess => ({
  mapping: null,
  reasons: draft.reasons,
  questions: [...draft.questions, { code, column: null, found: null }],
})

type Money = Readonly<{ amount: AmountGuess; running: LookedAt | null; form: LookedAt | null }>

function findMoney(columns: readonly LookedAt[], days: DaysGuess, known: Known): Money | null {
  const rest = columns.filter((column) => column !== days.bookedOn && column !== days.valueOn)
  const money = moneyIn(rest)
  const words = rest.filter((column) => !money.includes(column))
  const running = bestFor('running', money, () => true)?.column ?? null
  const others = money.filter((column) => column !== running)
  const isNamed = others.some(({ name }) => !/^\d+$/.test(name))
  const amount = isNamed ? guessAmount(others, words) : null
  if (amount !== null) return { amount, running, form: formOf(amount) }
  const inferred = amountsByBalances({ columns, money, days, known })
  if (inferred !== null) return { ...inferred, form: formOf(inferred.amount) }
  const single = guessAmount(others, words)
  return single === null ? null : { amount: single, running: null, form: formOf(single) }
}

/** The column that says most of how amounts are written. */
const formOf = ({ columns }: AmountGuess): LookedAt | null =>
  columns.find(({ figures }) => figures !== null && !figures.isWhole) ?? columns[0] ?? null

type Parts = Readonly<{
  table: SampleTable
  odd: OddRows
  columns: readonly LookedAt[]
  days: DaysGuess
  found: Money
  known: Known
}>

function assemble({ table, odd, columns, days, found, known }: Parts, draft: Draft): StatementMapping {
  const form = unitsOf(table, found, draft)
  const currencyOnce = { code: known.currency ?? unknown.currency, digits: digitsOf(known) }
  const said = guessLabels([...table.said, ...odd.said], { ...form, dates: [...days.dates] }, currencyOnce)
  draft.reasons.push(...said.reasons)
  const { labels } = said
  const used = [days.bookedOn, days.valueOn].flatMap((column) => column?.name ?? [])
  const money = [...found.amount.columns, ...(found.running === null ? [] : [found.running])].map(({ name }) => name)
  const rest = columns.filter(({ name }) => !used.includes(name) && !money.includes(name))
  const currency = currencyOf(rest, labels.currency?.label, found, known, draft)
  const account = accountOf(rest, labels.account?.label, known, draft)
  const taken = [account, currency].flatMap((one) => ('column' in one ? one.column : []))
  const free = rest.filter(({ name }) => !taken.includes(name))
  const marks = guessMarks(free)
  draft.questions.push(...marks.questions)
  draft.reasons.push(
    ...marks.columns.map(
      ({ name }) => ({ field: 'status', column: name, because: 'name', certainty: 'likely' }) as const,
    ),
  )
  const { reasons, ...others } = guessOthers(free.filter((column) => !marks.columns.includes(column)))
  draft.reasons.push(...reasons)
  const head = {
    number: labels.number?.label,
    owner: labels.owner?.label,
    from: labels.from?.label,
    to: labels.to?.label,
  }
  const { columns: _columns, said: _said, ...layout } = table
  return StatementMapping.parse({
    ...layout,
    account,
    currency,
    head: defined(head),
    balances: defined({ running: found.running?.name, opening: labels.opening?.label, closing: labels.closing?.label }),
    ...defined({ bookedOn: days.bookedOn?.name, valueOn: days.valueOn?.name }),
    dates: days.dates,
    amount: found.amount.amount,
    invert: found.amount.isInverted === true ? 'amounts' : 'none',
    ...form,
    ...others,
    marks: marks.marks,
    passed: odd.passed,
  })
}

const defined = (object: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(object).filter((entry): entry is [string, string] => entry[1] !== undefined))

/** JSON in whole numbers is most likely in the smallest unit, as gateways write it; a table in whole ones. */
function unitsOf(
  { format }: SampleTable,
  { form, amount }: Money,
  draft: Draft,
): Pick<StatementMapping, 'units' | 'decimalMark'> {
  const figures = form?.figures ?? null
  const isWhole = amount.columns.every((column) => column.figures?.isWhole !== false)
  if (figures?.certainty === 'unsure' || isWhole) {
    draft.questions.push({ code: 'amount_units', column: form?.name ?? null, found: form?.filled[0] ?? null })
  }
  return { units: isWhole && format !== 'csv' ? 'minor' : 'major', decimalMark: figures?.form.decimalMark ?? '.' }
}

function currencyOf(
  columns: readonly LookedAt[],
  label: string | undefined,
  { amount }: Money,
  known: Known,
  draft: Draft,
): StatementMapping['currency'] {
  const isCode = ({ filled }: LookedAt): boolean => filled.every((text) => known.digitsOf(text.toUpperCase()) !== null)
  const filled = columns.filter((column) => column.filled.length === column.values.length && isCode(column))
  const byName = bestFor('currency', filled, () => true)?.column
  const column = byName ?? filled[0]
  if (column !== undefined) {
    const because = byName === undefined ? 'content' : 'name'
    draft.reasons.push({ field: 'currency', column: column.name, because, certainty: 'sure' })
    return { column: column.name }
  }
  if (label !== undefined) return { label }
  // `Amount (EUR)` says it in the name, and `1.00 EUR` beside the amount.
  const words = amount.columns.flatMap(({ name, filled: values }) => [name, values[0] ?? ''])
  const codes = words.flatMap((text) => /(?<![A-Z])[A-Z]{3}(?![A-Z])/.exec(text)?.[0] ?? [])
  const code = codes.find((one) => known.digitsOf(one) !== null) ?? known.currency
  if (code !== null) return { fixed: code }
  draft.questions.push({ code: 'currency_missing', column: null, found: null })
  return { fixed: unknown.currency }
}

/** A column of few accounts; one in which each line has another is that of the other side. */
function accountOf(
  columns: readonly LookedAt[],
  label: string | undefined,
  known: Known,
  draft: Draft,
): StatementMapping['account'] {
  if (label !== undefined) return { label }
  const canBe = ({ filled, values, distinct }: LookedAt): boolean =>
    filled.length === values.length && distinct.size <= Math.max(1, filled.length / 2)
  const best = bestFor('account', columns, canBe) ?? constantIn(columns)
  if (best !== null && best.score >= 0.5) {
    draft.reasons.push({
      field: 'account',
      column: best.column.name,
      because: 'name',
      certainty: best.score >= 0.8 ? 'sure' : 'likely',
    })
    return { column: best.column.name }
  }
  if (known.account !== null) return { fixed: known.account }
  draft.questions.push({ code: 'account_missing', column: null, found: null })
  return { fixed: unknown.account }
}

/** Of a table without names a number that is the same in each line. */
function constantIn(columns: readonly LookedAt[]): Readonly<{ column: LookedAt; score: number }> | null {
  const column = columns.find(
    ({ name, values, filled, distinct }) =>
      /^\d+$/.test(name) && distinct.size === 1 && filled.length === values.length && /\d{6}/.test(filled[0] ?? ''),
  )
  return column === undefined ? null : { column, score: 0.5 }
}

/** Balances that follow from the lines are kept; from amounts seen from the other side they may follow too. */
function withBalances(
  mapping: StatementMapping,
  { columns, found, known }: Readonly<{ columns: readonly LookedAt[]; found: Money; known: Known }>,
  draft: Draft,
): StatementMapping {
  if (found.running === null) return mapping
  const { name, filled } = found.running
  const inverted = mapping.invert === 'none' ? 'amounts' : 'none'
  const variants = [mapping, { ...mapping, invert: inverted } as const]
  const fitting = variants.find((variant) => balancesFollow(columns, variant, known) !== 'no')
  if (fitting !== undefined) {
    const certainty = balancesFollow(columns, fitting, known) === 'yes' ? 'sure' : 'likely'
    draft.reasons.push({
      field: 'running',
      column: name,
      because: certainty === 'sure' ? 'balances' : 'name',
      certainty,
    })
    return fitting
  }
  draft.questions.push({ code: 'balances_differ', column: name, found: filled[0] ?? null })
  const { running: _, ...balances } = mapping.balances
  return { ...mapping, balances }
}
