/** `periods`: days and months that are closed, and their proof. Closing one is a proposal. */
import type { Period } from '../contract/periods.ts'
import { type Answer, argumentOf, type Call, type Command } from './command.ts'
import { signedIn } from './connection.ts'
import { figuresOf } from './figures.ts'
import { said } from './said.ts'
import { tableOf } from './table.ts'

export const periodCommands: readonly Command[] = [
  {
    name: 'periods list',
    form: '',
    summary: 'closed days and months, newest first, and the first day that is open',
    positionals: { min: 0, max: 0 },
    run: list,
  },
  {
    name: 'periods verify',
    form: 'NAME',
    summary:
      'rebuild a closed day (2026-11-20) or month (2026-11) from its postings; exit 1 when it is not what was closed',
    positionals: { min: 1, max: 1 },
    run: verify,
  },
]

function list(call: Call): Promise<Answer> {
  return signedIn(call, async (client) => {
    const document = await client.periods.list()
    const { time } = await figuresOf(client)
    const table = tableOf<Period>(document.items, [
      { title: 'Period', cell: ({ name }) => name },
      { title: 'State', cell: ({ state }) => state },
      { title: 'Postings', cell: ({ postings }) => postings?.toLocaleString('en') ?? '-', right: true },
      { title: 'Closed', cell: ({ closedAt }) => time(closedAt) },
      { title: 'Proposal', cell: ({ proposal }) => proposal, right: true },
      { title: 'Root', cell: ({ root }) => root?.slice(0, 16) ?? '-' },
    ])
    const text = `${document.items.length === 0 ? said.noPeriods : table}\n\n${said.openFrom(document)}`
    return { document, text }
  })
}

function verify(call: Call): Promise<Answer> {
  return signedIn(call, async (client) => {
    const document = await client.periods.verify({ name: argumentOf(call, 0) })
    return { document, text: said.periodVerdict(document), exit: document.matches ? 0 : 1 }
  })
}
