/** Sentences for what keeps lines and postings from being put together or taken apart: what happened, and what to do about it. */
import type { Fault } from './fault.ts'

type Sentence = (facts: Fault['facts']) => string

const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')

export const matchSentences: Readonly<Record<string, Sentence>> = {
  account_not_reconciled: ({ account }) =>
    `${text(account)} has no statements yet, so there is nothing to match. "matches accounts" lists those that have.`,
  item_unknown: ({ side, item }) => `There is no ${text(side)} ${text(item)} on this account that could be matched.`,
  item_matched: ({ side, item, match }) =>
    `The ${text(side)} ${text(item)} is in match ${text(match)} already. "matches undo ${text(match)}" takes that apart.`,
  item_split: ({ side, item }) =>
    `The ${text(side)} ${text(item)} stands in parts: match those, or take them together with "matches join".`,
  item_not_split: ({ side, item }) =>
    `The ${text(side)} ${text(item)} stands in no parts that could be taken together.`,
  no_opening_balance: ({ account }) => `The first statement of ${text(account)} says no opening balance.`,
  item_after_opening: ({ item, firstDay }) =>
    `Posting ${text(item)} is not from before ${text(firstDay)}, where the first statement begins: a line has to tell of it.`,
  item_not_in_opening: ({ item }) => `Nobody said of posting ${text(item)} that it is in the opening balance.`,
  parts_differ: ({ amount, sum }) =>
    `The parts come to ${text(sum)} minor units, and it is of ${text(amount)}: parts come to the whole exactly.`,
  part_of_other_sign: ({ amount, part }) =>
    `A part of ${text(part)} minor units is none of ${text(amount)}: each is something, and goes the same way.`,
  sums_differ: ({ residue }) =>
    `They leave ${text(residue)} minor units over. "proposals propose match-residue" says where that goes, and a second person agrees.`,
  match_unknown: ({ match }) => `There is no match ${text(match)}. "matches list" lists them.`,
  match_undone: ({ match }) => `Match ${text(match)} was taken apart before.`,
  line_not_of_a_payer: ({ line }) =>
    `Line ${text(line)} is not money that came in to a bank, so it can not be of an unknown payer.`,
  line_posted_before: ({ line, posting, amount, match }) =>
    match === null
      ? `Posting ${text(posting)} of ${text(amount)} minor units was made from line ${text(line)} before and is open. Match the line, or a part of it, with that posting, or have it reversed: "proposals propose reversal".`
      : `Posting ${text(posting)} of ${text(amount)} minor units was made from line ${text(line)} before and stands in match ${text(match)}. "matches undo ${text(match)}" takes that apart: match the posting with line ${text(line)} then, or have it reversed.`,
  residue_posted: ({ match }) =>
    `What match ${text(match)} left over is posted. "proposals propose match-undo" posts it back, and a second person agrees.`,
}
