/** `callers`: programs that call the API, and their keys. */
import type { Caller } from '../contract/callers.ts'
import { type Answer, argumentOf, type Call, type Command } from './command.ts'
import { signedIn } from './connection.ts'
import { neededOf, optionsOf, wholeOf } from './fields.ts'
import { type Figures, figuresOf } from './figures.ts'
import { numberOf } from './parse.ts'
import { tableOf } from './table.ts'

const proposing = `"proposals propose --change FILE" proposes one: { "kind": "caller", "name": "web-shop", "scopes":
["ledger.operate"], "expiresAt": "2027-06-30T00:00:00Z", "addresses": ["203.0.113.7"], "aloneUpTo": 100000 }; with "caller": ID
it changes what is agreed on about that one.`

export const callerCommands: readonly Command[] = [
  {
    name: 'callers list',
    form: '',
    summary: 'programs that may call the API, stopped ones too',
    details: proposing,
    positionals: { min: 0, max: 0 },
    run: list,
  },
  {
    name: 'callers show',
    form: 'ID',
    summary: 'what is agreed on about a program, and the keys that open',
    positionals: { min: 1, max: 1 },
    run: show,
  },
  {
    name: 'callers new-key',
    form: 'ID [--hours N]',
    summary: 'make a key for a program; it is said this once',
    details: 'The key before it ends at once, or --hours later, so that a program changes over without a pause.',
    positionals: { min: 1, max: 1 },
    options: optionsOf('hours'),
    run: newKey,
  },
  {
    name: 'callers stop',
    form: 'ID --reason TEXT',
    summary: 'stop a program at once and for good',
    positionals: { min: 1, max: 1 },
    options: optionsOf('reason'),
    run: stop,
  },
]

function list(call: Call): Promise<Answer> {
  return signedIn(call, async (client) => {
    const document = await client.callers.list()
    const text =
      document.items.length === 0 ? 'No program may call yet.' : tableOfCallers(document.items, await figuresOf(client))
    return { document, text }
  })
}

function show(call: Call): Promise<Answer> {
  return about(call, (client, caller) => client.callers.get({ caller }))
}

function stop(call: Call): Promise<Answer> {
  const reason = neededOf(call, 'reason')
  return about(call, (client, caller) => client.callers.stop({ caller, reason }))
}

type Client = Parameters<Parameters<typeof signedIn>[1]>[0]

function about(call: Call, ask: (client: Client, caller: number) => Promise<Caller>): Promise<Answer> {
  const caller = callerOf(call)
  return signedIn(call, async (client) => {
    const document = await ask(client, caller)
    return { document, text: callerText(document, await figuresOf(client)) }
  })
}

function newKey(call: Call): Promise<Answer> {
  const caller = callerOf(call)
  const overlapHours = wholeOf(call, 'hours')
  return signedIn(call, async (client) => {
    const document = await client.callers.newKey({ caller, ...(overlapHours === undefined ? {} : { overlapHours }) })
    return { document, text: `${document.key}\nKeep it now: it can't be shown again.` }
  })
}

const callerOf = (call: Call): number => numberOf(argumentOf(call, 0), 'ID')

const tableOfCallers = (callers: readonly Caller[], { time }: Figures): string =>
  tableOf<Caller>(callers, [
    { title: 'ID', cell: ({ id }) => id, right: true },
    { title: 'Program', cell: ({ name }) => name },
    { title: 'State', cell: ({ state }) => stateWords[state] },
    { title: 'May', cell: ({ scopes }) => scopes.join(', ') },
    { title: 'Until', cell: ({ expiresAt }) => time(expiresAt) },
    { title: 'Last call', cell: ({ lastCallAt }) => time(lastCallAt) },
    { title: 'Calls', cell: ({ calls }) => calls, right: true },
  ])

const stateWords: Readonly<Record<Caller['state'], string>> = {
  without_key: 'without a key',
  active: 'active',
  expired: 'expired',
  stopped: 'stopped',
}

function callerText(caller: Caller, figures: Figures): string {
  const { addresses, callsPerMinute, aloneUpTo, producer, keys } = caller
  const { time } = figures
  return [
    tableOfCallers([caller], figures),
    '',
    `From: ${addresses.length === 0 ? 'everywhere' : addresses.join(', ')}`,
    `Calls a minute: ${callsPerMinute}; alone up to ${aloneUpTo} minor units; producer: ${producer ?? 'none'}`,
    ...keys.map(({ prefix, createdAt, createdBy, endsAt }) => {
      const end = endsAt === null ? '' : `, ends ${time(endsAt)}`
      return `Key ${prefix}…, made ${time(createdAt)} by ${createdBy}${end}`
    }),
  ].join('\n')
}
