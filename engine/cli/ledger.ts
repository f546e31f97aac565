/** `ledger`: what a client has, had, and did. */
import { isoOf } from '../calendar/instant.ts'
import { Zone } from '../calendar/zone.ts'
import type { HistoryItem } from '../contract/clients.ts'
import { type Answer, argumentOf, type Call, type Command, optionOf } from './command.ts'
import { signedIn } from './connection.ts'
import { figuresOf } from './figures.ts'
import { pageOf, pageOptions } from './pages.ts'
import { UsageError } from './refusal.ts'
import { said } from './said.ts'
import { factsOf, tableOf } from './table.ts'

export const ledgerCommands: readonly Command[] = [
  {
    name: 'ledger balance',
    form: 'CLIENT [--at INSTANT]',
    summary: "a client's balance now, or as it stood",
    details: `INSTANT is ISO 8601, such as 2026-01-31T18:00:00Z; without an offset it is in the workspace's zone, and a date
alone is the start of that day. It asks when postings were made, not what date their rows bear.`,
    positionals: { min: 1, max: 1 },
    options: { at: { kind: 'text', value: 'INSTANT' } },
    run: balance,
  },
  {
    name: 'ledger history',
    form: 'CLIENT [--limit N] [--cursor C]',
    summary: "a client's transactions, newest first",
    positionals: { min: 1, max: 1 },
    options: pageOptions,
    run: history,
  },
]

function balance(call: Call): Promise<Answer> {
  return signedIn(call, async (client) => {
    const figures = await figuresOf(client)
    const at = optionOf(call, 'at')
    const instant = at === undefined ? {} : { at: instantOf(at, figures.zone) }
    const document = await client.ledger.balance({ client: argumentOf(call, 0), ...instant })
    const text = factsOf({
      Client: document.client,
      Balance: figures.money(document.balance),
      Available: figures.money(document.available),
      Pending: figures.money(document.pending),
    })
    return { document, text }
  })
}

function instantOf(text: string, zone: string): string {
  const at = new Zone(zone).readInstant(text)
  if (at === null) throw new UsageError({ is: 'not_an_instant', given: text })
  return isoOf(at)
}

function history(call: Call): Promise<Answer> {
  return signedIn(call, async (client) => {
    const document = await client.ledger.history({ client: argumentOf(call, 0), ...pageOf(call) })
    const { amount, time } = await figuresOf(client)
    const text = tableOf<HistoryItem>(document.items, [
      { title: 'At', cell: ({ at }) => time(at) },
      { title: 'Type', cell: ({ type }) => type },
      { title: 'Amount', cell: (item) => amount(item.amount), right: true },
      { title: 'Balance', cell: (item) => (item.balance === null ? '-' : amount(item.balance)), right: true },
      { title: 'Producer', cell: ({ producerName }) => producerName },
      { title: 'Place', cell: ({ location }) => location },
      { title: 'Transaction', cell: ({ txId }) => txId },
      { title: 'Batch:line', cell: ({ batch, line }) => `${batch}:${line}` },
      { title: 'Status', cell: ({ status }) => said.historyStatus[status] },
    ])
    return { document, text: said.page(document.items.length === 0 ? said.noHistory : text, document.next) }
  })
}
