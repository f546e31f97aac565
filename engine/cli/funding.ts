/** `funding`: money that is expected through gateways. */
import { type FundRequest, type FundRequestDetail, fundStates } from '../contract/funding.ts'
import { type Answer, argumentOf, type Call, type Command, optionOf } from './command.ts'
import { signedIn } from './connection.ts'
import { dayOf, neededAmountOf, neededOf, optionsOf } from './fields.ts'
import { type Figures, figuresOf } from './figures.ts'
import { pageOf, pageOptions } from './pages.ts'
import { numberOf, oneOf } from './parse.ts'
import { factsOf, tableOf } from './table.ts'

const one = { min: 1, max: 1 } as const
const none = { min: 0, max: 0 } as const

export const fundingCommands: readonly Command[] = [
  {
    name: 'funding list',
    form: '[--state S] [--client C] [--gateway G] [...]',
    summary: 'requests to top up through a gateway, newest first',
    details: `States are ${fundStates.join(', ')}. --reference is ours, however it is written, or that of whoever asked;
--from and --to are days of asking.`,
    positionals: none,
    options: { ...optionsOf('state', 'client', 'gateway', 'reference', 'from', 'to'), ...pageOptions },
    run: list,
  },
  {
    name: 'funding show',
    form: 'ID',
    summary: 'a request with its history and what the gateway told of it',
    positionals: one,
    run: show,
  },
  {
    name: 'funding create',
    form: '--client C --amount N --gateway G --key K',
    summary: 'expect money for a wallet through a gateway',
    details: `Amounts are whole minor units: 1250 is 12.50 where the currency has two digits. What it answers has the reference
that the gateway has to quote. The same KEY and content again answer the same request.`,
    positionals: none,
    options: optionsOf('client', 'amount', 'currency', 'gateway', 'reference', 'key', 'initiated-by'),
    run: create,
  },
  {
    name: 'funding cancel',
    form: 'ID --reason TEXT',
    summary: 'expect the money no more; should it come all the same, it is taken',
    positionals: one,
    options: optionsOf('reason'),
    run: cancel,
  },
]

async function list(call: Call): Promise<Answer> {
  const state = optionOf(call, 'state')
  const input = {
    ...(state === undefined ? {} : { state: oneOf(state, fundStates, 'state') }),
    client: optionOf(call, 'client'),
    gateway: optionOf(call, 'gateway'),
    reference: optionOf(call, 'reference'),
    from: dayOf(call, 'from'),
    to: dayOf(call, 'to'),
    ...pageOf(call),
  }
  return signedIn(call, async (client) => {
    const document = await client.funding.list(input)
    const { money, time } = await figuresOf(client)
    const text = tableOf<FundRequest>(document.items, [
      { title: 'Request', cell: ({ id }) => id, right: true },
      { title: 'Reference', cell: ({ reference }) => reference },
      { title: 'Client', cell: ({ client: owner }) => owner },
      { title: 'Amount', cell: ({ amount, currency }) => money(amount, currency), right: true },
      { title: 'Gateway', cell: ({ gateway }) => gateway },
      { title: 'State', cell: ({ state: stands }) => stands },
      { title: 'Asked for', cell: ({ createdAt }) => time(createdAt) },
      { title: 'Paid', cell: ({ paidAt }) => time(paidAt) },
      { title: 'Settled', cell: ({ settledDay }) => settledDay ?? '-' },
    ])
    return { document, text: document.items.length === 0 ? nothingExpected : text }
  })
}

const nothingExpected = 'No money was asked for; "funding create" asks for some.'

async function show(call: Call): Promise<Answer> {
  const id = numberOf(argumentOf(call, 0), 'request')
  return signedIn(call, async (client) => {
    const document = await client.funding.get({ id })
    return { document, text: detailText(document, await figuresOf(client)) }
  })
}

async function create(call: Call): Promise<Answer> {
  const input = {
    client: neededOf(call, 'client'),
    amount: neededAmountOf(call),
    currency: optionOf(call, 'currency'),
    gateway: neededOf(call, 'gateway'),
    reference: optionOf(call, 'reference'),
    key: neededOf(call, 'key'),
    initiatedBy: optionOf(call, 'initiated-by'),
  }
  return signedIn(call, async (client) => {
    const document = await client.funding.create(input)
    return { document, text: requestText(document, await figuresOf(client)) }
  })
}

async function cancel(call: Call): Promise<Answer> {
  const input = { id: numberOf(argumentOf(call, 0), 'request'), reason: neededOf(call, 'reason') }
  return signedIn(call, async (client) => {
    const document = await client.funding.cancel(input)
    return { document, text: requestText(document, await figuresOf(client)) }
  })
}

function requestText(request: FundRequest, { money, time }: Figures): string {
  const { id, reference, client, amount, currency, gateway, state, expiresAt, paidAt, paidLate, payment } = request
  const { received, fee, settledDay } = request
  return factsOf({
    Request: id,
    'The gateway quotes': reference,
    Client: client,
    Amount: money(amount, currency),
    Gateway: gateway,
    State: state,
    ...(paidAt === null
      ? { Expires: time(expiresAt) }
      : { Paid: `${time(paidAt)}${paidLate ? ', after its end' : ''}` }),
    ...(payment === null ? {} : { Payment: payment }),
    ...(received === null ? {} : { Received: `${money(received, currency)} on ${settledDay ?? ''}` }),
    ...(fee === null ? {} : { 'Kept by the gateway': money(fee, currency) }),
  })
}

function detailText(request: FundRequestDetail, figures: Figures): string {
  const { time } = figures
  const history = tableOf(request.history, [
    { title: 'When', cell: ({ at }) => time(at) },
    { title: 'What', cell: ({ kind }) => kind },
    { title: 'By', cell: ({ by }) => by },
    { title: 'Transaction', cell: ({ transaction }) => transaction ?? '-', right: true },
  ])
  const events = tableOf(request.events, [
    { title: 'Told', cell: ({ receivedAt }) => time(receivedAt) },
    { title: 'What', cell: ({ type }) => type },
    { title: 'Payment', cell: ({ payment }) => payment },
    { title: 'Happened', cell: ({ occurredAt }) => time(occurredAt) },
    { title: 'Came to', cell: ({ outcome }) => outcome },
  ])
  return [requestText(request, figures), history, ...(request.events.length === 0 ? [] : [events])].join('\n\n')
}
