/** `matches`: what explains what on an account, what is left, and whether the bank's money is what is owed. */
import { matchRateDays } from '../contract/match-rate.ts'
import { ItemSide, type ReconciledItem } from '../contract/reconciled-items.ts'
import {
  MatchState,
  type MatchSuggestion,
  type OmnibusProof,
  type ReconciliationMatch,
  type ReconciliationRun,
} from '../contract/reconciliation.ts'
import { type Answer, argumentOf, type Call, type Command, optionOf } from './command.ts'
import { signedIn } from './connection.ts'
import { dayOf, neededOf, numbersOf, optionsOf } from './fields.ts'
import { type Figures, figuresOf, percentOf } from './figures.ts'
import { pageOf, pageOptions } from './pages.ts'
import { numberOf, oneOf, signedNumberOf } from './parse.ts'
import { said } from './said.ts'
import { factsOf, tableOf } from './table.ts'

const one = { min: 1, max: 1 } as const
const none = { min: 0, max: 0 } as const

export const matchCommands: readonly Command[] = [
  {
    name: 'matches accounts',
    form: '',
    summary: 'the accounts that have statements, with what is open on each',
    positionals: none,
    run: accounts,
  },
  {
    name: 'matches run',
    form: '[--account ACCOUNT]',
    summary: 'match what is open now',
    positionals: none,
    options: optionsOf('account'),
    run: run,
  },
  {
    name: 'matches open',
    form: '--account ACCOUNT --side line|posting [--from DAY] [--to DAY] [--amount N] [--text TEXT]',
    summary: 'what nobody explained yet on one side of an account, oldest first',
    positionals: none,
    options: { ...optionsOf('account', 'currency', 'side', 'from', 'to', 'amount', 'text'), ...pageOptions },
    run: open,
  },
  {
    name: 'matches suggestions',
    form: '--account ACCOUNT',
    summary: 'what could belong together, and how sure that is',
    positionals: none,
    options: { ...optionsOf('account', 'currency'), ...pageOptions },
    run: suggestions,
  },
  {
    name: 'matches list',
    form: '--account ACCOUNT [--state S] [--rule RULE]',
    summary: 'matches of an account, newest first',
    details: `States are ${MatchState.options.join(', ')}.`,
    positionals: none,
    options: { ...optionsOf('account', 'currency', 'state', 'rule'), ...pageOptions },
    run: list,
  },
  {
    name: 'matches show',
    form: 'ID',
    summary: 'a match with its lines and postings, and why it was made',
    positionals: one,
    run: show,
  },
  {
    name: 'matches make',
    form: '--account ACCOUNT --lines N,N --postings N,N --reason TEXT',
    summary: 'put lines and postings together that come to the same',
    details: 'What leaves something over is proposed: "proposals propose match-residue".',
    positionals: none,
    options: optionsOf('account', 'currency', 'lines', 'postings', 'reason'),
    run: make,
  },
  {
    name: 'matches split',
    form: '--account ACCOUNT --line N|--posting N --parts N,N --reason TEXT',
    summary: 'split a line or a posting into parts that come to it, each matched by itself',
    details:
      'Parts are minor units. A part is an item with a number below zero: "matches make --lines=-3 --postings 7".',
    positionals: none,
    options: optionsOf('account', 'currency', 'line', 'posting', 'parts', 'reason'),
    run: split,
  },
  {
    name: 'matches join',
    form: '--account ACCOUNT --line N|--posting N --reason TEXT',
    summary: 'take the parts of a line or a posting together again while all of them are open',
    positionals: none,
    options: optionsOf('account', 'currency', 'line', 'posting', 'reason'),
    run: join,
  },
  {
    name: 'matches opening',
    form: '--account ACCOUNT [--postings N,N --reason TEXT]',
    summary: 'say of postings from before the first statement that its opening balance has them, or list those',
    positionals: none,
    options: { ...optionsOf('account', 'currency', 'postings', 'reason'), ...pageOptions },
    run: opening,
  },
  {
    name: 'matches reopen',
    form: '--account ACCOUNT --postings N,N --reason TEXT',
    summary: 'say that the opening balance does not have them after all: they are open again',
    positionals: none,
    options: optionsOf('account', 'currency', 'postings', 'reason'),
    run: reopen,
  },
  {
    name: 'matches suspense',
    form: 'LINE --reason TEXT',
    summary: 'put money from an unknown payer into suspense, and explain its line by that',
    positionals: one,
    options: optionsOf('reason'),
    run: suspense,
  },
  {
    name: 'matches undo',
    form: 'ID --reason TEXT',
    summary: 'take a match apart: its lines and postings are open again',
    positionals: one,
    options: optionsOf('reason'),
    run: undo,
  },
  {
    name: 'matches proof',
    form: '--account ACCOUNT --day DAY',
    summary: "whether the bank's money is what is owed at the end of a day; exit 1 when it is not",
    positionals: none,
    options: optionsOf('account', 'currency', 'day'),
    run: proof,
  },
]

const accountOf = (call: Call) => ({ account: neededOf(call, 'account'), currency: optionOf(call, 'currency') })

function accounts(call: Call): Promise<Answer> {
  return signedIn(call, async (client) => {
    const document = await client.reconciliation.accounts()
    const { money, time } = await figuresOf(client)
    const table = tableOf(document.items, [
      { title: 'Account', cell: ({ account }) => account },
      { title: 'Open lines', cell: ({ openLines }) => openLines.toLocaleString('en'), right: true },
      { title: 'come to', cell: ({ lineSum, currency }) => money(BigInt(lineSum), currency), right: true },
      { title: 'Open postings', cell: ({ openPostings }) => openPostings.toLocaleString('en'), right: true },
      { title: 'come to', cell: ({ postingSum, currency }) => money(BigInt(postingSum), currency), right: true },
      { title: `Matched, ${matchRateDays} days`, cell: ({ matched }) => percentOf(matched.shareOfLines), right: true },
      { title: 'of money', cell: ({ matched }) => percentOf(matched.shareOfMoney), right: true },
      { title: 'Final to', cell: ({ cutOffDay }) => cutOffDay ?? '-' },
      { title: 'Last run', cell: ({ lastRun }) => time(lastRun?.endedAt ?? null) },
    ])
    return { document, text: document.items.length === 0 ? 'No account has statements.' : table }
  })
}

function run(call: Call): Promise<Answer> {
  const account = optionOf(call, 'account')
  return signedIn(call, async (client) => {
    const document = await client.reconciliation.run(account === undefined ? {} : { accounts: [account] })
    return { document, text: runsText(document.items) }
  })
}

export const runsText = (runs: readonly ReconciliationRun[]): string =>
  runs.length === 0
    ? 'No account has statements.'
    : tableOf(runs, [
        { title: 'Account', cell: ({ account }) => account },
        { title: 'Lines matched', cell: ({ lines }) => lines.toLocaleString('en'), right: true },
        { title: 'Postings', cell: ({ postings }) => postings.toLocaleString('en'), right: true },
        { title: 'Suggestions', cell: ({ suggestions: count }) => count.toLocaleString('en'), right: true },
        { title: 'Open lines', cell: ({ openLines }) => openLines?.toLocaleString('en') ?? '-', right: true },
        { title: 'Open postings', cell: ({ openPostings }) => openPostings?.toLocaleString('en') ?? '-', right: true },
      ])

function open(call: Call): Promise<Answer> {
  const amount = optionOf(call, 'amount')
  const input = {
    ...accountOf(call),
    ...pageOf(call),
    side: oneOf(neededOf(call, 'side'), ItemSide.options, 'side'),
    from: dayOf(call, 'from'),
    to: dayOf(call, 'to'),
    text: optionOf(call, 'text'),
    ...(amount === undefined ? {} : { amount: signedNumberOf(amount, 'amount') }),
  }
  return signedIn(call, async (client) => {
    const document = await client.reconciliation.open(input)
    const text =
      document.items.length === 0
        ? 'Nothing is open.'
        : itemsText(document.items, await figuresOf(client), input.currency)
    return { document, text: said.page(text, document.next) }
  })
}

const itemsText = (items: readonly ReconciledItem[], { amount }: Figures, currency?: string): string =>
  tableOf(items, [
    { title: 'Side', cell: ({ side }) => side },
    { title: 'Number', cell: ({ id }) => id, right: true },
    { title: 'Day', cell: ({ day }) => day },
    { title: 'Amount', cell: (item) => amount(item.amount, currency), right: true },
    { title: 'Reference', cell: ({ references }) => references[0]?.value ?? '-' },
    { title: 'Party', cell: ({ party, counter }) => party ?? counter ?? '-' },
    { title: 'Text', cell: ({ text }) => text },
  ])

function suggestions(call: Call): Promise<Answer> {
  const input = { ...accountOf(call), ...pageOf(call) }
  return signedIn(call, async (client) => {
    const document = await client.reconciliation.suggestions(input)
    const { amount } = await figuresOf(client)
    const numbers = (of: MatchSuggestion, side: ItemSide): string =>
      of.items.flatMap((item) => (item.side === side ? [item.id] : [])).join(',')
    const table = tableOf<MatchSuggestion>(document.items, [
      { title: 'Score', cell: ({ score }) => score, right: true },
      { title: 'Rule', cell: ({ ruleName, rule }) => ruleName ?? rule },
      { title: 'Lines', cell: (of) => numbers(of, 'line') },
      { title: 'Postings', cell: (of) => numbers(of, 'posting') },
      { title: 'Lines come to', cell: ({ lineSum }) => amount(lineSum), right: true },
      { title: 'Left over', cell: ({ residue }) => amount(residue), right: true },
    ])
    return { document, text: said.page(document.items.length === 0 ? 'No suggestions.' : table, document.next) }
  })
}

function list(call: Call): Promise<Answer> {
  const state = optionOf(call, 'state')
  const input = {
    ...accountOf(call),
    ...pageOf(call),
    rule: optionOf(call, 'rule'),
    ...(state === undefined ? {} : { state: oneOf(state, MatchState.options, 'state') }),
  }
  return signedIn(call, async (client) => {
    const document = await client.reconciliation.matches(input)
    const { money } = await figuresOf(client)
    const table = tableOf<ReconciliationMatch>(document.items, [
      { title: 'Match', cell: ({ id }) => id, right: true },
      { title: 'Day', cell: ({ day }) => day },
      { title: 'State', cell: (match) => match.state },
      { title: 'By', cell: ({ ruleName, rule, madeBy }) => madeBy ?? ruleName ?? rule ?? '-' },
      { title: 'Lines', cell: ({ lines }) => lines, right: true },
      { title: 'Postings', cell: ({ postings }) => postings, right: true },
      { title: 'Amount', cell: ({ lineSum, currency }) => money(lineSum, currency), right: true },
      { title: 'Left over', cell: ({ residue, currency }) => money(residue, currency), right: true },
    ])
    return { document, text: said.page(document.items.length === 0 ? 'No matches.' : table, document.next) }
  })
}

function show(call: Call): Promise<Answer> {
  const id = numberOf(argumentOf(call, 0), 'match')
  return signedIn(call, async (client) => {
    const document = await client.reconciliation.get({ id })
    return { document, text: matchText(document, await figuresOf(client)) }
  })
}

function matchText(
  match: ReconciliationMatch & Readonly<{ items?: readonly ReconciledItem[] }>,
  figures: Figures,
): string {
  const facts = factsOf({
    Match: `${match.id}, ${match.state}`,
    Account: `${match.account} ${match.currency}`,
    Made: `${figures.time(match.madeAt)} by ${match.madeBy ?? match.ruleName ?? match.rule ?? 'the engine'}`,
    Because: match.reason ?? JSON.stringify(match.evidence),
    Lines: `${match.lines}, ${figures.money(match.lineSum, match.currency)}`,
    Postings: `${match.postings}, ${figures.money(match.postingSum, match.currency)}`,
    'Left over': `${figures.money(match.residue, match.currency)}${match.residueTo === null ? '' : ` to ${match.residueTo}`}`,
    ...(match.endedAt === null
      ? {}
      : { 'Taken apart': `${figures.time(match.endedAt)} by ${match.endedBy ?? '-'}: ${match.endedWhy ?? ''}` }),
  })
  return match.items === undefined ? facts : `${facts}\n\n${itemsText(match.items, figures, match.currency)}`
}

function make(call: Call): Promise<Answer> {
  const input = {
    ...accountOf(call),
    lines: numbersOf(call, 'lines'),
    postings: numbersOf(call, 'postings'),
    reason: neededOf(call, 'reason'),
  }
  return signedIn(call, async (client) => {
    const document = await client.reconciliation.match(input)
    return { document, text: matchText(document, await figuresOf(client)) }
  })
}

function itemOf(call: Call): Readonly<{ side: ItemSide; item: number }> {
  const line = optionOf(call, 'line')
  return line === undefined
    ? { side: 'posting', item: signedNumberOf(neededOf(call, 'posting'), 'posting') }
    : { side: 'line', item: signedNumberOf(line, 'line') }
}

function split(call: Call): Promise<Answer> {
  const parts = numbersOf(call, 'parts')
  const input = { ...accountOf(call), ...itemOf(call), parts, reason: neededOf(call, 'reason') }
  return signedIn(call, async (client) => {
    const document = await client.reconciliation.split(input)
    return { document, text: itemsText(document.items, await figuresOf(client), input.currency) }
  })
}

function join(call: Call): Promise<Answer> {
  const input = { ...accountOf(call), ...itemOf(call), reason: neededOf(call, 'reason') }
  return signedIn(call, async (client) => {
    const document = await client.reconciliation.join(input)
    return { document, text: itemsText([document], await figuresOf(client), input.currency) }
  })
}

function opening(call: Call): Promise<Answer> {
  const postings = numbersOf(call, 'postings')
  if (postings.length > 0) return inOpening(call, 'setOpening')
  const input = { ...accountOf(call), ...pageOf(call) }
  return signedIn(call, async (client) => {
    const document = await client.reconciliation.opening(input)
    const items = document.items.map(({ posting }) => posting)
    const table = items.length === 0 ? 'None.' : itemsText(items, await figuresOf(client), input.currency)
    return { document, text: said.page(table, document.next) }
  })
}

function reopen(call: Call): Promise<Answer> {
  return inOpening(call, 'unsetOpening')
}

function inOpening(call: Call, verb: 'setOpening' | 'unsetOpening'): Promise<Answer> {
  const input = { ...accountOf(call), postings: numbersOf(call, 'postings'), reason: neededOf(call, 'reason') }
  return signedIn(call, async (client) => {
    const document = await client.reconciliation[verb](input)
    return { document, text: `${document.items} postings.` }
  })
}

function suspense(call: Call): Promise<Answer> {
  const line = signedNumberOf(argumentOf(call, 0), 'line')
  const reason = neededOf(call, 'reason')
  return signedIn(call, async (client) => {
    const document = await client.reconciliation.bookUnknown({ line, reason })
    return { document, text: matchText(document, await figuresOf(client)) }
  })
}

function undo(call: Call): Promise<Answer> {
  const id = numberOf(argumentOf(call, 0), 'match')
  const reason = neededOf(call, 'reason')
  return signedIn(call, async (client) => {
    const document = await client.reconciliation.unmatch({ id, reason })
    return { document, text: matchText(document, await figuresOf(client)) }
  })
}

function proof(call: Call): Promise<Answer> {
  const input = { ...accountOf(call), day: neededOf(call, 'day') }
  return signedIn(call, async (client) => {
    const document = await client.reconciliation.proof(input)
    const text = proofText(document, await figuresOf(client))
    return { document, text, exit: document.isTold && document.difference === '0' ? 0 : 1 }
  })
}

function proofText(proof: OmnibusProof, { money }: Figures): string {
  const { account, currency, day, terms, expected, bankClosing, bankDay, isTold, difference } = proof
  const sum = (text: string | null): string => (text === null ? 'not known' : money(BigInt(text), currency))
  const rows = [
    ...terms.map(({ term, sum: of }) => ({ name: term.replaceAll('_', ' '), of: sum(of) })),
    { name: 'expected at the bank', of: sum(expected) },
    {
      name: isTold || bankDay === null ? 'the bank says' : `the bank said at the end of ${bankDay}`,
      of: sum(bankClosing),
    },
    { name: 'difference', of: sum(isTold ? difference : null) },
  ]
  const table = tableOf(rows, [
    { title: `${account}, end of ${day}`, cell: ({ name }) => name },
    { title: currency, cell: ({ of }) => of, right: true },
  ])
  return `${table}\n\n${proofVerdict(proof)}`
}

function proofVerdict({ bankDay, isTold, difference }: OmnibusProof): string {
  if (isTold && difference !== null) return difference === '0' ? 'Proven.' : 'Not proven.'
  if (bankDay === null) return 'No statement says what the bank had by this day: add the statements that do.'
  return (
    `Not proven yet: no statement has told of this day. The balance is the one at the end of the last statement, ${bankDay}. ` +
    `Add the statement that comes next, or ask for --day ${bankDay}.`
  )
}
