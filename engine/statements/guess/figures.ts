/** Whether values look like amounts, and how those are written. */
import type { Certainty } from '../../producers/guess-values.ts'
import { type FigureForm, figureReader } from '../mapped/figure.ts'

export type FiguresGuess = Readonly<{
  form: FigureForm
  certainty: Certainty
  hasNegative: boolean
  hasPositive: boolean
  /** Nowhere is there a mark, so that they may be whole units or hundredths. */
  isWhole: boolean
  /** For comparing only; NaN for what can't be read. */
  amounts: readonly number[]
}>

/** So many of the values have to be amounts; a sample may have a bad row in it. */
const shareMin = 0.9
/** Any currency's code reads here: the column beside says it, and a guess need not know. */
const currencyIn = /[A-Z]{3}/

export function guessFigures(values: readonly string[], digits: number): FiguresGuess | null {
  if (values.length === 0) return null
  const readings = (['.', ','] as const).map((decimalMark) => readAs({ units: 'major', decimalMark }, values, digits))
  const [point, comma] = readings
  if (point === undefined || comma === undefined) return null
  const best = comma.read > point.read || (comma.read === point.read && hasDecimals(values, ',')) ? comma : point
  if (best.read < values.length * shareMin) return null
  const isWhole = values.every((value) => !/[.,]/.test(value))
  const isTold = isWhole || point.read !== comma.read || values.some((value) => /[.,]\d{1,2}\D*$/.test(value))
  return {
    form: best.form,
    certainty: isTold ? 'sure' : 'unsure',
    hasNegative: best.amounts.some((amount) => amount < 0),
    hasPositive: best.amounts.some((amount) => amount > 0),
    isWhole,
    amounts: best.amounts,
  }
}

type Reading = Readonly<{ form: FigureForm; amounts: readonly number[]; read: number }>

function readAs(form: FigureForm, values: readonly string[], digits: number): Reading {
  const read = figureReader(form)
  const codeOf = (value: string): string => currencyIn.exec(value)?.[0] ?? 'XXX'
  const amounts = values.map((value) => read(value, { code: codeOf(value), digits }) ?? Number.NaN)
  return { form, amounts, read: amounts.filter((amount) => !Number.isNaN(amount)).length }
}

const hasDecimals = (values: readonly string[], mark: string): boolean =>
  values.some((value) => new RegExp(`\\${mark}\\d{1,2}\\D*$`).test(value))
