/** `ledger`: what a client has, had, and did. */
import type { HistoryItem } from '../contract/clients.ts'
import { type Answer, argumentOf, type Call, type Command, optionOf } from './command.ts'
import { signedIn } from './connection.ts'
import { amountOf, dayOf, instantOf, optionsOf } from './fields.ts'
import { figuresOf } from './figures.ts'
import { pageOf, pageOptions } from './pages.ts'
import { said } from './said.ts'
import { factsOf, tableOf } from './table.ts'

export const ledgerCommands: readonly Command[] = [
  {
    name: 'ledger balance',
    form: 'CLIENT [--at INSTANT] [--currency CCY]',
    summary: "a client's balance now, or as it stood",
    details: `INSTANT is ISO 8601, such as 2026-01-31T18:00:00Z; without an offset it is in the workspace's zone, and a date
alone is the start of that day. It asks when postings were made, not what date their rows bear.`,
    positionals: { min: 1, max: 1 },
    options: optionsOf('at', 'currency'),
    run: balance,
  },
  {
    name: 'ledger history',
    form: 'CLIENT [--from DAY] [--to DAY] [--limit N]',
    summary: "a client's transactions, newest first",
    details: `--kind, --amount (exactly, in or out) and --text (part of a TxId, place, reference or reason) look for some of
them; DAY is a business day. What came from a batch says its producer, place and line; what somebody did, who and why.`,
    positionals: { min: 1, max: 1 },
    options: { ...optionsOf('currency', 'kind', 'amount', 'text', 'from', 'to'), ...pageOptions },
    run: history,
  },
]

function balance(call: Call): Promise<Answer> {
  return signedIn(call, async (client) => {
    const { money, zone } = await figuresOf(client)
    const input = { client: argumentOf(call, 0), at: instantOf(call, 'at', zone), currency: optionOf(call, 'currency') }
    const document = await client.ledger.balance(input)
    const text = factsOf({
      Client: document.client,
      Balance: money(document.balance, document.currency),
      Available: money(document.available, document.currency),
      Pending: money(document.pending, document.currency),
    })
    return { document, text }
  })
}

async function history(call: Call): Promise<Answer> {
  const currency = optionOf(call, 'currency')
  const input = {
    client: argumentOf(call, 0),
    currency,
    kind: optionOf(call, 'kind'),
    amount: amountOf(call),
    text: optionOf(call, 'text'),
    from: dayOf(call, 'from'),
    to: dayOf(call, 'to'),
    ...pageOf(call),
  }
  return signedIn(call, async (client) => {
    const document = await client.ledger.history(input)
    const { amount, time } = await figuresOf(client)
    const text = tableOf<HistoryItem>(document.items, [
      { title: 'At', cell: ({ at }) => time(at) },
      { title: 'Type', cell: ({ type }) => type },
      { title: 'Amount', cell: (item) => amount(item.amount, currency), right: true },
      { title: 'Balance', cell: (item) => (item.balance === null ? '-' : amount(item.balance, currency)), right: true },
      { title: 'Transaction', cell: ({ transaction }) => transaction ?? '-', right: true },
      { title: 'Producer', cell: ({ producerName }) => producerName ?? '-' },
      { title: 'Place', cell: ({ location }) => location ?? '-' },
      { title: 'TxId', cell: ({ txId }) => txId ?? '-' },
      { title: 'Batch:line', cell: ({ batch, line }) => (batch === null ? '-' : `${batch}:${line ?? '-'}`) },
      { title: 'Reference', cell: ({ reference }) => reference ?? '-' },
      { title: 'Reason', cell: ({ reason }) => reason ?? '-' },
      { title: 'Day', cell: ({ businessDay, late }) => said.businessDay(businessDay, late) },
      { title: 'Status', cell: ({ status }) => said.historyStatus[status] },
    ])
    return { document, text: said.page(document.items.length === 0 ? said.noHistory : text, document.next) }
  })
}
