/** `clients`: who owns a wallet. */
import type { Client } from '../contract/clients.ts'
import { type Answer, argumentOf, type Call, type Command, optionOf } from './command.ts'
import { signedIn } from './connection.ts'
import { figuresOf } from './figures.ts'
import { pageOf, pageOptions } from './pages.ts'
import { said } from './said.ts'
import { factsOf, tableOf } from './table.ts'

export const clientCommands: readonly Command[] = [
  {
    name: 'clients list',
    form: '[--search START] [--limit N] [--cursor C]',
    summary: 'clients by their number; --search: those whose number begins so',
    positionals: { min: 0, max: 0 },
    options: { search: { kind: 'text', value: 'START' }, ...pageOptions },
    run: list,
  },
  { name: 'clients show', form: 'ID', summary: 'one client', positionals: { min: 1, max: 1 }, run: show },
]

async function list(call: Call): Promise<Answer> {
  const search = optionOf(call, 'search')
  const input = { ...pageOf(call), ...(search === undefined ? {} : { search }) }
  return signedIn(call, async (client) => {
    const document = await client.clients.list(input)
    const { money, time } = await figuresOf(client)
    const text = tableOf<Client>(document.items, [
      { title: 'Client', cell: ({ id }) => id },
      { title: 'State', cell: ({ state }) => state },
      { title: 'Balance', cell: ({ balance, currency }) => money(balance, currency), right: true },
      { title: 'In process', cell: ({ inProcess }) => money(inProcess), right: true },
      { title: 'Since', cell: ({ createdAt }) => time(createdAt) },
    ])
    return { document, text: said.page(document.items.length === 0 ? said.noClients : text, document.next) }
  })
}

function show(call: Call): Promise<Answer> {
  return signedIn(call, async (engine) => {
    const document = await engine.clients.get({ client: argumentOf(call, 0) })
    const { money, time } = await figuresOf(engine)
    const text = factsOf({
      Client: document.id,
      State: document.state,
      Tier: document.tier,
      Balance: money(document.balance, document.currency),
      Available: money(document.available, document.currency),
      Pending: money(document.pending, document.currency),
      'In process': money(document.inProcess),
      Since: time(document.createdAt),
    })
    return { document, text }
  })
}
