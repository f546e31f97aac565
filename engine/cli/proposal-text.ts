/** A proposal as people read it: what it is, what it does, and whether they may decide. */
import type { Outputs } from '../contract/contract.ts'
import type { Bar, Comment, Effect } from '../contract/proposals.ts'
import { caseSaid } from './case-words.ts'
import type { Figures } from './figures.ts'
import { factsOf, tableOf } from './table.ts'
import { sentenceOf } from './words.ts'

type View = Outputs['proposals']['get']

export function proposalText(view: View, figures: Figures): string {
  const { effect, now, bar, thread } = view
  return [
    factsText(view, figures),
    `What it does\n${effectText(effect, figures)}`,
    ...(now === null ? [] : [nowText(now, figures)]),
    ...(view.state === 'open' ? [bar === null ? 'You may decide on it.' : barWords[bar]] : []),
    ...(thread.length === 0 ? [] : [threadText(thread, figures)]),
  ].join('\n\n')
}

/** Postings, what else it sets, and the balances that it leaves: each only where there are any. */
export function effectText({ postings, sets, balances }: Effect, { money }: Figures): string {
  const parts = [
    ...(postings.length === 0
      ? []
      : [
          tableOf<Effect['postings'][number]>(postings, [
            { title: 'Posting', cell: ({ kind }) => kind },
            { title: 'Debit', cell: ({ debit }) => debit },
            { title: 'Credit', cell: ({ credit }) => credit },
            { title: 'Amount', cell: ({ amount, currency }) => money(amount, currency), right: true },
          ]),
        ]),
    ...(sets.length === 0
      ? []
      : [
          tableOf<Effect['sets'][number]>(sets, [
            { title: 'Sets', cell: ({ subject }) => subject },
            { title: 'Before', cell: ({ before }) => JSON.stringify(before) },
            { title: 'After', cell: ({ after }) => JSON.stringify(after) },
          ]),
        ]),
    ...(balances.length === 0
      ? []
      : [
          tableOf<Effect['balances'][number]>(balances, [
            { title: 'Balance of', cell: ({ account }) => account },
            { title: 'Before', cell: ({ before, currency }) => money(before, currency), right: true },
            { title: 'After', cell: ({ after, currency }) => money(after, currency), right: true },
          ]),
        ]),
  ]
  return parts.length === 0 ? 'Nothing.' : parts.join('\n\n')
}

function factsText(view: View, { money, time }: Figures): string {
  const { amount, currency, onBehalfOf, decidedBy, decision, result } = view
  return factsOf({
    Proposal: view.id,
    Kind: view.kind,
    State: view.state,
    ...('exception' in view.change ? { Exception: view.change.exception } : {}),
    ...(view.client === null ? {} : { Client: view.client }),
    ...(amount === null ? {} : { Amount: money(amount, currency ?? undefined) }),
    Reason: view.reason,
    Proposed: `by ${view.proposedBy} at ${time(view.proposedAt)}`,
    ...(onBehalfOf === null ? {} : { 'On behalf of': onBehalfOf }),
    ...(view.state === 'open' ? { Expires: time(view.expiresAt) } : {}),
    ...(decidedBy === null ? {} : { Decided: `by ${decidedBy} at ${time(view.decidedAt)}` }),
    ...(decision === null ? {} : { Because: decision }),
    ...(view.inSetUp ? { 'Set-up mode': 'decided by its own proposer' } : {}),
    ...(result === null ? {} : { Result: caseSaid.settled(view) ?? JSON.stringify(result) }),
    Content: view.hash,
    Effect: view.effectHash,
  })
}

function nowText(now: NonNullable<View['now']>, figures: Figures): string {
  if (!now.possible) {
    const sentence = sentenceOf({ code: now.code, facts: now.facts, exit: 1 })
    return `Now it could not be carried out. ${sentence}`
  }
  if (now.same) return 'Carried out now, it would do exactly this.'
  return `The world moved: carried out now, it would do something else, so it can't be approved any more.\n${effectText(now.effect, figures)}`
}

const barWords: Readonly<Record<Bar, string>> = {
  own_proposal: 'You proposed it, so somebody else decides on it. You may withdraw it.',
  on_own_behalf: 'It was proposed on your behalf, so somebody else decides on it.',
  not_permitted: 'You may not decide on proposals.',
  above_own_bound: 'Its amount is above what you may approve.',
  not_open: 'It is decided, or its time is over.',
}

const threadText = (thread: readonly Comment[], { time }: Figures): string =>
  tableOf<Comment>(thread, [
    { title: 'At', cell: ({ at }) => time(at) },
    { title: 'By', cell: ({ by }) => by },
    { title: 'Comment', cell: ({ text }) => text },
  ])
