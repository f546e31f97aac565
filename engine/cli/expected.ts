/** `expected`: settlements with producers and withdrawals, and how far each is. */
import { type ExpectedDetail, type ExpectedPayment, expectedKinds, expectedStates } from '../contract/expected.ts'
import { type Answer, argumentOf, type Call, type Command, optionOf } from './command.ts'
import { signedIn } from './connection.ts'
import { neededOf, optionsOf } from './fields.ts'
import { type Figures, figuresOf } from './figures.ts'
import { pageOf, pageOptions } from './pages.ts'
import { numberOf, oneOf } from './parse.ts'
import { factsOf, tableOf } from './table.ts'

const one = { min: 1, max: 1 } as const

export const expectedCommands: readonly Command[] = [
  {
    name: 'expected list',
    form: '[--kind K] [--state S] [--producer P] [...]',
    summary: 'settlements with producers and withdrawals to be paid out, newest first',
    details: `Kinds are ${expectedKinds.join(', ')}; states are ${expectedStates.join(', ')}. --overdue yes shows
what nobody paid in time.`,
    positionals: { min: 0, max: 0 },
    options: { ...optionsOf('kind', 'state', 'producer', 'client', 'reference', 'overdue'), ...pageOptions },
    run: list,
  },
  {
    name: 'expected show',
    form: 'ID',
    summary: 'an expected payment with its history and the matches it stands in',
    positionals: one,
    run: show,
  },
  {
    name: 'expected send',
    form: 'ID --reason TEXT',
    summary: 'note that the bank was told to pay, or that the producer says it is on its way',
    positionals: one,
    options: optionsOf('reason'),
    run: (call) => decide(call, 'send'),
  },
  {
    name: 'expected cancel',
    form: 'ID --reason TEXT',
    summary: 'expect a settlement no more; what it was for is part of the next one',
    positionals: one,
    options: optionsOf('reason'),
    run: (call) => decide(call, 'cancel'),
  },
  {
    name: 'expected settle',
    form: 'ID --line LINE --reason TEXT',
    summary: "say that a bank's line is this payment: it is posted, and the line is explained",
    positionals: one,
    options: optionsOf('line', 'reason'),
    run: settle,
  },
]

async function list(call: Call): Promise<Answer> {
  const [kind, state, producer] = [optionOf(call, 'kind'), optionOf(call, 'state'), optionOf(call, 'producer')]
  const overdue = optionOf(call, 'overdue')
  const input = {
    ...(kind === undefined ? {} : { kind: oneOf(kind, expectedKinds, 'kind') }),
    ...(state === undefined ? {} : { state: oneOf(state, expectedStates, 'state') }),
    ...(producer === undefined ? {} : { producer: numberOf(producer, 'producer') }),
    ...(overdue === undefined ? {} : { overdue: oneOf(overdue, ['yes', 'no'], 'overdue') === 'yes' }),
    client: optionOf(call, 'client'),
    reference: optionOf(call, 'reference'),
    ...pageOf(call),
  }
  return signedIn(call, async (client) => {
    const document = await client.expected.list(input)
    const { money } = await figuresOf(client)
    const text = tableOf<ExpectedPayment>(document.items, [
      { title: 'Payment', cell: ({ id }) => id, right: true },
      { title: 'Reference', cell: ({ reference }) => reference },
      { title: 'What for', cell: ({ kind: what, part }) => (what === 'withdrawal' ? what : `${what}, ${part}`) },
      { title: 'Of', cell: partyOf },
      { title: 'Amount', cell: ({ amount, currency }) => money(amount, currency), right: true },
      { title: 'Due', cell: ({ dueDay }) => dueDay ?? '-' },
      { title: 'State', cell: ({ state: stands, overdue: late }) => (late ? `${stands}, overdue` : stands) },
    ])
    return { document, text: document.items.length === 0 ? nothing : text }
  })
}

const nothing = 'No payment is expected; settlements come once an agreement says how a producer is settled.'

const partyOf = ({ client, producerName, producer }: ExpectedPayment): string =>
  client ?? producerName ?? String(producer)

async function show(call: Call): Promise<Answer> {
  const id = numberOf(argumentOf(call, 0), 'payment')
  return signedIn(call, async (client) => {
    const document = await client.expected.get({ id })
    return { document, text: detailText(document, await figuresOf(client)) }
  })
}

async function decide(call: Call, what: 'send' | 'cancel'): Promise<Answer> {
  const input = { id: numberOf(argumentOf(call, 0), 'payment'), reason: neededOf(call, 'reason') }
  return signedIn(call, async (client) => {
    const document = await client.expected[what](input)
    return { document, text: paymentText(document, await figuresOf(client)) }
  })
}

async function settle(call: Call): Promise<Answer> {
  const id = numberOf(argumentOf(call, 0), 'payment')
  const input = { id, line: numberOf(neededOf(call, 'line'), 'line'), reason: neededOf(call, 'reason') }
  return signedIn(call, async (client) => {
    const document = await client.expected.settle(input)
    return { document, text: paymentText(document, await figuresOf(client)) }
  })
}

function paymentText(payment: ExpectedPayment, { money, time }: Figures): string {
  const { id, reference, kind, part, amount, paid, currency, state, overdue, dueDay, createdAt, bank, account } =
    payment
  const shown = (minor: number): string => money(minor, currency)
  return factsOf({
    Payment: id,
    'The bank quotes': reference,
    'What for': kind === 'withdrawal' ? kind : `${kind}, ${part}`,
    Of: partyOf(payment),
    Amount: shown(amount),
    ...(paid === 0 ? {} : { Paid: shown(paid) }),
    ...(kind === 'withdrawal'
      ? {}
      : {
          'Made of': `top-ups ${shown(payment.topUps)}, payments ${shown(payment.payments)}, other ${shown(payment.other)}`,
          Fees: `they keep ${shown(payment.feeExpense)}, we keep ${shown(payment.feeIncome)}`,
          Clears: `${account} by ${shown(payment.cleared)}`,
        }),
    Bank: bank,
    ...(dueDay === null ? {} : { Due: overdue ? `${dueDay}, overdue` : dueDay }),
    State: state,
    Since: time(createdAt),
  })
}

function detailText(payment: ExpectedDetail, figures: Figures): string {
  const history = tableOf(payment.history, [
    { title: 'When', cell: ({ at }) => figures.time(at) },
    { title: 'What', cell: ({ kind }) => kind },
    { title: 'By', cell: ({ by }) => by },
    { title: 'Transaction', cell: ({ transaction }) => transaction ?? '-', right: true },
  ])
  const matches = tableOf(payment.matches, [
    { title: 'Match', cell: ({ match }) => match, right: true },
    { title: 'Final', cell: ({ final }) => (final ? 'yes' : 'no') },
  ])
  return [paymentText(payment, figures), history, ...(payment.matches.length === 0 ? [] : [matches])].join('\n\n')
}
