/** `holds`: money that is set aside, not yet moved. */
import type { Hold } from '../contract/operations.ts'
import { type Answer, argumentOf, type Call, type Command, flagOf, optionOf } from './command.ts'
import { signedIn } from './connection.ts'
import {
  amountOf,
  askedFields,
  askedOf,
  detailFields,
  detailsOf,
  neededAmountOf,
  neededOf,
  operationWords,
  optionsOf,
  wholeOf,
} from './fields.ts'
import { figuresOf } from './figures.ts'
import { limitOption, pageOf } from './pages.ts'
import { numberOf } from './parse.ts'
import { proposed, proposeWords, proposingOf } from './propose.ts'
import { said } from './said.ts'
import { tableOf } from './table.ts'

export const holdCommands: readonly Command[] = [
  {
    name: 'holds list',
    form: 'CLIENT [--currency CCY] [--limit N]',
    summary: "a wallet's holds, newest first",
    positionals: { min: 1, max: 1 },
    options: { ...optionsOf('currency'), ...limitOption },
    run: list,
  },
  {
    name: 'holds place',
    form: '--client C --amount N --key K',
    summary: 'set money aside',
    details: `--hours says for how long; else the settings do.\n${operationWords}\n${proposeWords}`,
    positionals: { min: 0, max: 0 },
    options: {
      ...optionsOf('client', 'amount', 'currency', 'producer', 'order', 'hours', 'reference', ...askedFields),
      propose: { kind: 'flag' },
    },
    run: place,
  },
  {
    name: 'holds capture',
    form: 'HOLD --key K [--amount N]',
    summary: 'move money that was set aside, all of it or --amount',
    details: `What is left over is free again, unless --keep-rest is said.\n${operationWords}`,
    positionals: { min: 1, max: 1 },
    options: { ...optionsOf('amount', ...detailFields, ...askedFields), 'keep-rest': { kind: 'flag' } },
    run: capture,
  },
  {
    name: 'holds release',
    form: 'HOLD --key K',
    summary: 'free money that was set aside',
    details: operationWords,
    positionals: { min: 1, max: 1 },
    options: optionsOf(...askedFields),
    run: release,
  },
]

async function list(call: Call): Promise<Answer> {
  const input = { client: argumentOf(call, 0), currency: optionOf(call, 'currency'), ...pageOf(call) }
  return signedIn(call, async (client) => {
    const document = await client.holds.list(input)
    const { money, time } = await figuresOf(client)
    const text = tableOf<Hold>(document.items, [
      { title: 'Hold', cell: ({ id }) => id, right: true },
      { title: 'State', cell: ({ state }) => state },
      { title: 'Amount', cell: ({ amount, currency }) => money(amount, currency), right: true },
      { title: 'Captured', cell: ({ captured, currency }) => money(captured, currency), right: true },
      { title: 'Left', cell: ({ left, currency }) => money(left, currency), right: true },
      { title: 'Placed', cell: ({ placedAt }) => time(placedAt) },
      { title: 'Expires', cell: ({ expiresAt }) => time(expiresAt) },
      { title: 'Producer', cell: ({ producer }) => producer ?? '-' },
      { title: 'Order', cell: ({ orderId }) => orderId ?? '-' },
      { title: 'Reference', cell: ({ reference }) => reference ?? '-' },
    ])
    return { document, text: document.items.length === 0 ? said.noHolds : text }
  })
}

async function place(call: Call): Promise<Answer> {
  const read = {
    client: neededOf(call, 'client'),
    amount: neededAmountOf(call),
    currency: optionOf(call, 'currency'),
    producer: wholeOf(call, 'producer'),
    orderId: optionOf(call, 'order'),
    hours: wholeOf(call, 'hours'),
    reference: optionOf(call, 'reference'),
  }
  const asked = askedOf(call)
  const proposing = flagOf(call, 'propose') ? proposingOf(call) : null
  return signedIn(call, async (client) => {
    const figures = await figuresOf(client)
    if (proposing !== null) return proposed(client, { ...proposing, change: { kind: 'hold', ...read } })
    const document = await client.holds.place({ ...read, ...asked })
    return { document, text: said.holdReceipt(document, figures) }
  })
}

async function capture(call: Call): Promise<Answer> {
  const hold = numberOf(argumentOf(call, 0), 'hold')
  const read = { hold, amount: amountOf(call), keepRest: flagOf(call, 'keep-rest'), ...askedOf(call) }
  return signedIn(call, async (client) => {
    const figures = await figuresOf(client)
    const document = await client.holds.capture({ ...read, ...detailsOf(call, figures.zone) })
    return { document, text: said.holdReceipt(document, figures) }
  })
}

async function release(call: Call): Promise<Answer> {
  const input = { hold: numberOf(argumentOf(call, 0), 'hold'), ...askedOf(call) }
  return signedIn(call, async (client) => {
    const document = await client.holds.release(input)
    return { document, text: said.holdReceipt(document, await figuresOf(client)) }
  })
}
