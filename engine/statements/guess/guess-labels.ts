/** What a sample says once: whose account it is, of which days, and its balances. */
import type { StatementMapping } from '../../contract/statement-mappings.ts'
import type { GuessReason } from '../../contract/statement-previews.ts'
import { dayReader } from '../mapped/day-reader.ts'
import { type Currency, figureReader } from '../mapped/figure.ts'
import { scoreIn } from './columns.ts'
import type { SaidOnce } from './sample.ts'
import { labelNames } from './words.ts'

type LabelField = keyof typeof labelNames
export type LabelsGuess = Readonly<{
  labels: Readonly<Partial<Record<LabelField, SaidOnce>>>
  reasons: readonly GuessReason[]
}>

type Form = Pick<StatementMapping, 'decimalMark' | 'units' | 'dates'>

const scoreMin = 0.6

export function guessLabels(said: readonly SaidOnce[], form: Form, currency: Currency): LabelsGuess {
  const readDay = dayReader(form.dates, undefined)
  const readFigure = figureReader(form)
  // `1.00 EUR` says its currency itself.
  const codeIn = (text: string): string => /[A-Z]{3}/.exec(text)?.[0] ?? currency.code
  const isBalance = (text: string): boolean => readFigure(text, { ...currency, code: codeIn(text) }) !== null
  const fits: Readonly<Record<LabelField, (text: string) => boolean>> = {
    account: (text) => /\d/.test(text) && text.length <= 60,
    currency: (text) => /^[A-Z]{3}$/i.test(text),
    number: (text) => text.length <= 60,
    owner: (text) => text.length <= 120,
    from: (text) => readDay(text) !== null,
    to: (text) => readDay(text) !== null,
    opening: isBalance,
    closing: isBalance,
  }
  const labels: Partial<Record<LabelField, SaidOnce>> = {}
  const reasons: GuessReason[] = []
  for (const field of Object.keys(labelNames) as LabelField[]) {
    const taken = Object.values(labels)
    const best = said
      .filter((one) => fits[field](one.text) && !taken.includes(one))
      .map((one) => ({ one, score: scoreIn(labelNames[field], one.label) }))
      .filter(({ score }) => score >= scoreMin)
      .sort((one, other) => other.score - one.score)[0]
    if (best === undefined) {
      const typed = field === 'opening' || field === 'closing' ? balanceOfType(said, field, fits[field]) : undefined
      if (typed !== undefined) labels[field] = typed
      if (typed !== undefined) reasons.push({ field, column: typed.label, because: 'content', certainty: 'likely' })
      continue
    }
    labels[field] = best.one
    const certainty = best.score >= 0.8 ? 'sure' : 'likely'
    reasons.push({ field, column: best.one.label, because: 'name', certainty })
  }
  return { labels, reasons }
}

/** In JSON a word beside it says which balance it is: `{"balanceType": "closingBooked", "amount": …}`. */
function balanceOfType(
  said: readonly SaidOnce[],
  field: 'opening' | 'closing',
  isFigure: (text: string) => boolean,
): SaidOnce | undefined {
  const type = said.find(({ label, text }) => label.includes('/') && scoreIn(labelNames[field], text) >= scoreMin)
  if (type === undefined) return undefined
  const around = type.label.slice(0, type.label.lastIndexOf('/') + 1)
  return said.find(({ label, text }) => label.startsWith(around) && label !== type.label && isFigure(text))
}
