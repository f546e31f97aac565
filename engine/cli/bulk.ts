/** `exceptions bulk` and `exceptions resume`: what was done about many exceptions at once, and what was left half done. */
import { type Bulk, type BulkResult, BulkState } from '../contract/bulk.ts'
import type { EngineClient } from '../contract/contract.ts'
import { type Answer, argumentOf, type Call, type Command, optionOf } from './command.ts'
import { signedIn } from './connection.ts'
import { figuresOf } from './figures.ts'
import { pageOf, pageOptions } from './pages.ts'
import { numberOf, oneOf } from './parse.ts'
import { Refusal } from './refusal.ts'
import { said } from './said.ts'
import { tableOf } from './table.ts'

export const bulkCommands: readonly Command[] = [
  {
    name: 'exceptions bulk',
    form: '[--state S] [--limit N] [--cursor C]',
    summary: 'what was done about many exceptions at once, newest first',
    details: `S is one of ${BulkState.options.join(', ')}. What is running was left so by a process that ended: the console, "serve"
and "watch" go on with it by themselves, "exceptions resume" when you say so, and no other command does.`,
    positionals: { min: 0, max: 0 },
    options: { state: { kind: 'text', value: 'S' }, ...pageOptions },
    run: list,
  },
  {
    name: 'exceptions resume',
    form: 'ID',
    summary: 'go on with work on many exceptions that a process which ended left half done',
    details: `It ends when the work does; interrupted, it stops between two exceptions and can be resumed again. Everything is done
in the name of whoever began it. Exit 1 when exceptions are left, or something was not done.`,
    positionals: { min: 1, max: 1 },
    run: resume,
  },
]

async function list(call: Call): Promise<Answer> {
  const state = optionOf(call, 'state')
  const asked = state === undefined ? {} : { state: oneOf(state, BulkState.options, 'state') }
  return signedIn(call, async (client) => {
    const document = await client.exceptions.bulk.list({ ...asked, ...pageOf(call) })
    const { time } = await figuresOf(client)
    if (document.items.length === 0) return { document, text: bulkSaid.none }
    const table = tableOf<Bulk>(document.items, [
      { title: 'Id', cell: ({ id }) => id, right: true },
      { title: 'What', cell: ({ deed }) => deed.action },
      { title: 'State', cell: (bulk) => bulk.state },
      { title: 'Exceptions', cell: ({ cases }) => cases, right: true },
      { title: 'Done', cell: ({ done }) => done, right: true },
      { title: 'Proposed', cell: ({ proposed }) => proposed, right: true },
      { title: 'Not done', cell: ({ refused }) => refused, right: true },
      { title: 'Left', cell: ({ left }) => left, right: true },
      { title: 'By', cell: ({ by }) => by },
      { title: 'Begun', cell: ({ startedAt }) => time(startedAt) },
    ])
    const left = document.items.filter((bulk) => bulk.state === 'running').map(bulkSaid.left)
    return { document, text: said.page([table, ...left].join('\n\n'), document.next) }
  })
}

const lookAgainMs = 50
/** Looks at which nothing moves any more: then something is in its way. */
const stillMax = 100

async function resume(call: Call): Promise<Answer> {
  const id = numberOf(argumentOf(call, 0), 'work')
  return signedIn(call, async (client) => {
    await client.exceptions.bulk.resume({ id })
    const document = await endedBulk(call, client, id)
    const { left, refused } = document
    return { document, text: bulkSaid.stands(document), exit: left + refused === 0 ? 0 : 1 }
  })
}

/** The engine ends with the command, so the command waits for what it has set going. */
async function endedBulk(call: Call, client: EngineClient, id: number): Promise<BulkResult> {
  let before = -1
  for (let still = 0; ; still += 1) {
    const bulk = await client.exceptions.bulk.get({ id })
    if (call.signal.aborted) throw new Refusal('interrupted')
    // Answers of clients come to a host, and a command is none.
    if (bulk.state !== 'running' || still === stillMax || bulk.deed.action === 'ask_client') return bulk
    if (bulk.left !== before) still = 0
    before = bulk.left
    await new Promise((resolve) => setTimeout(resolve, lookAgainMs))
  }
}

/** Said beside what was asked for, because the exceptions that it is about may still change by it. */
export async function sayWhatIsLeft(call: Call, client: EngineClient): Promise<void> {
  const { items } = await client.exceptions.bulk.list({ state: 'running', limit: 10 })
  for (const bulk of items) call.output.say(bulkSaid.left(bulk))
}

const count = (cases: number): string => `${cases.toLocaleString('en')} exception${cases === 1 ? '' : 's'}`
const named = ({ id, deed, cases }: Bulk): string => `Work ${id} (${deed.action}, ${count(cases)})`

const bulkSaid = {
  none: 'Nothing was done about many exceptions at once yet.',
  left: (bulk: Bulk): string =>
    bulk.deed.action === 'ask_client'
      ? `${named(bulk)} was left by a process that ended, with ${bulk.left} to go. "serve" goes on with it: clients answer there.`
      : `${named(bulk)} was left by a process that ended, with ${bulk.left} to go. The console, "serve" and "watch" go on with it, and so does "exceptions resume ${bulk.id}".`,
  stands: (bulk: BulkResult): string => {
    const { state, done, proposed, refused, left, reasons } = bulk
    if (state === 'running') return bulkSaid.left(bulk)
    const why = reasons.map(({ code, cases }) => `${code} ${cases}`).join(', ')
    const parts = [
      `${done} done`,
      ...(proposed === 0 ? [] : [`${proposed} proposed`]),
      ...(left === 0 ? [] : [`${left} left`]),
      ...(refused === 0 ? [] : [`${refused} not done: ${why}`]),
    ]
    return `${named(bulk)} ${state === 'stopped' ? 'was stopped' : 'has ended'}: ${parts.join(', ')}.`
  },
} as const
