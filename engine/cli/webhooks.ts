/** `webhooks`: which systems are told what happens, and everything that they were told. */
import {
  deliveryStates,
  type WebhookDelivery,
  type WebhookDeliveryDetail,
  type WebhookEndpoint,
} from '../contract/webhooks.ts'
import { type Answer, argumentOf, type Call, type Command, optionOf } from './command.ts'
import { signedIn } from './connection.ts'
import { instantOf, neededOf, optionsOf, wholeOf } from './fields.ts'
import { type Figures, figuresOf } from './figures.ts'
import { pageOf, pageOptions } from './pages.ts'
import { numberOf, oneOf } from './parse.ts'
import { factsOf, tableOf } from './table.ts'

const one = { min: 1, max: 1 } as const
const none = { min: 0, max: 0 } as const

export const webhookCommands: readonly Command[] = [
  {
    name: 'webhooks list',
    form: '',
    summary: 'the addresses that are told what happens, and how each stands',
    details: `"proposals propose webhook" proposes one, "proposals propose setting --name webhooks --file FILE" the addresses
that may be told at all.`,
    positionals: none,
    run: list,
  },
  {
    name: 'webhooks new-secret',
    form: 'ID [--hours N]',
    summary: 'make a new secret to sign with; it is told once and can be read by nobody again',
    details:
      'The one before signs beside it for 24 more hours, or for --hours. Nothing is sent before the first is made.',
    positionals: one,
    options: optionsOf('hours'),
    run: newSecret,
  },
  {
    name: 'webhooks pause',
    form: 'ID',
    summary: 'send nothing to an address until it is resumed; what happens meanwhile waits',
    positionals: one,
    run: (call) => changed(call, 'pause'),
  },
  {
    name: 'webhooks resume',
    form: 'ID',
    summary: 'send to an address again, beginning with what waits',
    positionals: one,
    run: (call) => changed(call, 'resume'),
  },
  {
    name: 'webhooks remove',
    form: 'ID',
    summary: 'tell an address nothing any more, for good; what waits for it is cancelled',
    positionals: one,
    run: (call) => changed(call, 'remove'),
  },
  {
    name: 'webhooks test',
    form: 'ID',
    summary: 'send an event to an address that says nothing, to see whether it is taken',
    positionals: one,
    run: test,
  },
  {
    name: 'webhooks replay',
    form: 'ID --since INSTANT',
    summary: 'send once more everything that an address was told since an instant, in its order',
    positionals: one,
    options: optionsOf('since'),
    run: replaySince,
  },
  {
    name: 'webhooks deliveries',
    form: '[--endpoint ID] [--state S] [--type T] [--subject S]',
    summary: 'what addresses were told or are to be told, newest first',
    details: `States are ${deliveryStates.join(', ')}. --subject is what it is about, as "wallet:C-1 USD" or batch:12, or the
id of an event.`,
    positionals: none,
    options: { ...optionsOf('endpoint', 'state', 'type', 'subject'), ...pageOptions },
    run: deliveries,
  },
  {
    name: 'webhooks show',
    form: 'DELIVERY',
    summary: 'a delivery with what is sent and every try',
    positionals: one,
    run: show,
  },
  {
    name: 'webhooks send-again',
    form: 'DELIVERY',
    summary: 'send an event once more, as a delivery of its own',
    positionals: one,
    run: sendAgain,
  },
]

function list(call: Call): Promise<Answer> {
  return signedIn(call, async (client) => {
    const document = await client.webhooks.endpoints({})
    const text = tableOfEndpoints(document.items, await figuresOf(client))
    return { document, text: document.items.length === 0 ? noAddress : text }
  })
}

const noAddress = 'Nothing is told to other systems; "proposals propose webhook" proposes an address.'

async function newSecret(call: Call): Promise<Answer> {
  const id = endpointOf(call)
  const oldValidHours = wholeOf(call, 'hours')
  return signedIn(call, async (client) => {
    const document = await client.webhooks.newSecret({ id, oldValidHours })
    const text = tableOfEndpoints([document.endpoint], await figuresOf(client))
    return { document, text: `${text}\n\nThe secret, which is told only now: ${document.secret}` }
  })
}

async function changed(call: Call, how: 'pause' | 'resume' | 'remove'): Promise<Answer> {
  const id = endpointOf(call)
  return signedIn(call, async (client) => {
    const document = await client.webhooks[how]({ id })
    return { document, text: tableOfEndpoints([document], await figuresOf(client)) }
  })
}

async function test(call: Call): Promise<Answer> {
  const id = endpointOf(call)
  return signedIn(call, async (client) => {
    const document = await client.webhooks.test({ id })
    return { document, text: tableOfDeliveries([document.delivery], await figuresOf(client)) }
  })
}

async function replaySince(call: Call): Promise<Answer> {
  const id = endpointOf(call)
  neededOf(call, 'since')
  return signedIn(call, async (client) => {
    const { zone } = await figuresOf(client)
    const document = await client.webhooks.replaySince({ id, since: instantOf(call, 'since', zone) ?? '' })
    return { document, text: `${document.events} events are sent once more.` }
  })
}

async function deliveries(call: Call): Promise<Answer> {
  const [state, endpoint] = [optionOf(call, 'state'), optionOf(call, 'endpoint')]
  const input = {
    ...(state === undefined ? {} : { state: oneOf(state, deliveryStates, 'state') }),
    ...(endpoint === undefined ? {} : { endpoint: numberOf(endpoint, 'webhook') }),
    type: optionOf(call, 'type'),
    subject: optionOf(call, 'subject'),
    ...pageOf(call),
  }
  return signedIn(call, async (client) => {
    const document = await client.webhooks.deliveries(input)
    const text = tableOfDeliveries(document.items, await figuresOf(client))
    return { document, text: document.items.length === 0 ? 'Nothing was told.' : text }
  })
}

async function show(call: Call): Promise<Answer> {
  const id = numberOf(argumentOf(call, 0), 'delivery')
  return signedIn(call, async (client) => {
    const document = await client.webhooks.delivery({ id })
    return { document, text: detailText(document, await figuresOf(client)) }
  })
}

async function sendAgain(call: Call): Promise<Answer> {
  const id = numberOf(argumentOf(call, 0), 'delivery')
  return signedIn(call, async (client) => {
    const document = await client.webhooks.replay({ id })
    return { document, text: tableOfDeliveries([document], await figuresOf(client)) }
  })
}

const endpointOf = (call: Call): number => numberOf(argumentOf(call, 0), 'webhook')

const tableOfEndpoints = (endpoints: readonly WebhookEndpoint[], { time }: Figures): string =>
  tableOf<WebhookEndpoint>(endpoints, [
    { title: 'Webhook', cell: ({ id }) => id, right: true },
    { title: 'Name', cell: ({ name }) => name },
    { title: 'Address', cell: ({ url, isListed }) => (isListed ? url : `${url} (not listed)`) },
    { title: 'State', cell: ({ state }) => state },
    { title: 'Told of', cell: ({ events }) => events.join(', ') },
    { title: 'Secret made', cell: ({ secretMadeAt }) => time(secretMadeAt) },
    { title: 'Old one until', cell: ({ oldSecretUntil }) => time(oldSecretUntil) },
    { title: 'Failing since', cell: ({ failingSince }) => time(failingSince) },
    { title: 'Waiting', cell: ({ waiting }) => waiting, right: true },
  ])

const tableOfDeliveries = (items: readonly WebhookDelivery[], { time }: Figures): string =>
  tableOf<WebhookDelivery>(items, [
    { title: 'Delivery', cell: ({ id }) => id, right: true },
    { title: 'Happened', cell: ({ happenedAt }) => time(happenedAt) },
    { title: 'Event', cell: ({ type }) => type },
    { title: 'About', cell: ({ subject }) => subject },
    { title: 'Address', cell: ({ endpointName }) => endpointName },
    { title: 'State', cell: ({ state }) => state },
    { title: 'Tries', cell: ({ attempts }) => attempts, right: true },
    {
      title: 'Answer',
      cell: ({ lastStatus, lastProblem }) => [lastStatus, lastProblem].filter(Boolean).join(' ') || '-',
    },
    { title: 'Next try', cell: ({ nextAt }) => time(nextAt) },
  ])

function detailText(delivery: WebhookDeliveryDetail, figures: Figures): string {
  const { time } = figures
  const { id, type, subject, endpointName, state, event, body, repeats, tries } = delivery
  const facts = factsOf({
    Delivery: id,
    Event: `${type} ${event}`,
    About: subject,
    Address: endpointName,
    State: state,
    ...(repeats === null ? {} : { Repeats: repeats }),
  })
  const table = tableOf(tries, [
    { title: 'Tried', cell: ({ at }) => time(at) },
    { title: 'Answer', cell: ({ status, problem }) => [status, problem].filter(Boolean).join(' ') },
    { title: 'Took', cell: ({ tookMs }) => (tookMs === null ? '-' : `${tookMs} ms`), right: true },
  ])
  return [facts, ...(tries.length === 0 ? [] : [table]), body].join('\n\n')
}
