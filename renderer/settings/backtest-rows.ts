/** What other rules would have matched, as rows of a table: what is in force beside the draft. Pure. */

import type { Backtest } from '../../engine/contract/backtests.ts'
import { residueAccounts } from '../../engine/contract/match-rules.ts'
import type { Text } from '../messages/use-text.ts'
import { formatCount } from '../money/format.ts'
import type { Words } from './setting-lines.ts'

export type ComparedRow = Readonly<{ what: string; inForce: string; draft: string }>

type Side = Backtest['inForce']

/** Sums may pass what a number holds, so they come as text. */
export function countWords({ lines, money }: Side, currency: string, { text, formats }: Words): string {
  return lines === 0
    ? text('rules.matching.try.lines', { lines })
    : text('rules.matching.try.count', { lines, money: formats.money(BigInt(money), currency) })
}

export function wholeRows(backtest: Backtest, words: Words): readonly ComparedRow[] {
  const { inForce, draft, leftInForce, leftInDraft, currency } = backtest
  const { text, formats } = words
  const count = (items: number): string => formatCount(items, formats.locale)
  return [
    {
      what: text('rules.matching.try.explained'),
      inForce: countWords(inForce, currency, words),
      draft: countWords(draft, currency, words),
    },
    {
      what: text('rules.matching.try.left.lines'),
      inForce: count(leftInForce.lines),
      draft: count(leftInDraft.lines),
    },
    {
      what: text('rules.matching.try.left.postings'),
      inForce: count(leftInForce.postings),
      draft: count(leftInDraft.postings),
    },
  ]
}

export const ruleRows = ({ byRule, currency }: Backtest, words: Words): readonly ComparedRow[] =>
  byRule.map(({ name, inForce, draft }) => ({
    what: name,
    inForce: countWords(inForce, currency, words),
    draft: countWords(draft, currency, words),
  }))

export const residueRows = ({ residues, currency }: Backtest, { text, formats }: Words): readonly ComparedRow[] =>
  residues.map(({ to, inForce, draft }) => ({
    what: residueWords(to, text),
    inForce: formats.money(BigInt(inForce), currency),
    draft: formats.money(BigInt(draft), currency),
  }))

/** An open set: an account that this console does not know goes by its code. */
function residueWords(to: string, text: Text): string {
  const known = residueAccounts.find((account) => account === to)
  return known === undefined ? to : text(`residue.to.${known}`)
}

/** Whether the draft does anything else than what is in force does. */
export const isSame = ({ gained, lost, changed }: Backtest): boolean =>
  [gained, lost, changed].every(({ lines }) => lines === 0)
