/** `clients`: who owns a wallet. */
import path from 'node:path'
import { StatementFormat } from '../contract/client-statements.ts'
import type { Client } from '../contract/clients.ts'
import { type Answer, argumentOf, type Call, type Command, optionOf } from './command.ts'
import { signedIn } from './connection.ts'
import { dayOf, optionsOf } from './fields.ts'
import { figuresOf } from './figures.ts'
import { pageOf, pageOptions } from './pages.ts'
import { oneOf } from './parse.ts'
import { languageOf } from './receipts.ts'
import { UsageError } from './refusal.ts'
import { said } from './said.ts'
import { factsOf, tableOf } from './table.ts'
import { writeNew } from './write-new.ts'

export const clientCommands: readonly Command[] = [
  {
    name: 'clients list',
    form: '[--search START] [--limit N] [--cursor C]',
    summary: 'clients by their number; --search: those whose number begins so',
    positionals: { min: 0, max: 0 },
    options: { search: { kind: 'text', value: 'START' }, ...pageOptions },
    run: list,
  },
  {
    name: 'clients statement',
    form: 'ID --from DAY --to DAY [--language L] [--format pdf|csv] [--out FILE]',
    summary: "write a client's statement of up to a year: a PDF for people, a CSV for table programs",
    details:
      'It is for the client and says nothing of others. Without --out it goes into the current folder under its own name.',
    positionals: { min: 1, max: 1 },
    options: {
      ...optionsOf('from', 'to', 'currency'),
      language: { kind: 'text', value: 'L' },
      format: { kind: 'text', value: 'pdf|csv' },
      out: { kind: 'text', value: 'FILE' },
    },
    run: statement,
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

function statement(call: Call): Promise<Answer> {
  const [from, to, currency, out] = [
    dayOf(call, 'from'),
    dayOf(call, 'to'),
    optionOf(call, 'currency'),
    optionOf(call, 'out'),
  ]
  if (from === undefined || to === undefined)
    throw new UsageError({ is: 'option_missing', option: from === undefined ? '--from' : '--to' })
  const format = oneOf(optionOf(call, 'format') ?? 'pdf', StatementFormat.options, 'format')
  const days = { client: argumentOf(call, 0), from, to, language: languageOf(call), format }
  return signedIn(call, async (engine) => {
    const made = await engine.clients.statementDocument(currency === undefined ? days : { ...days, currency })
    const file = path.resolve(out ?? made.name)
    await writeNew(file, made)
    return { document: { file, name: made.name, bytes: made.size }, text: `The statement is in ${file}.` }
  })
}
