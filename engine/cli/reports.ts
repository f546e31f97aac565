/** `reports`: tables that are written again and again, and running one of them now. */
import path from 'node:path'
import type { EngineClient } from '../contract/contract.ts'
import type { Report } from '../contract/reports.ts'
import { type Answer, argumentOf, type Call, type Command, optionOf } from './command.ts'
import { signedIn } from './connection.ts'
import { exportSaid } from './export-words.ts'
import { cancelsItself, untilEnded } from './exports.ts'
import { figuresOf } from './figures.ts'
import { UsageError } from './refusal.ts'
import { tableOf } from './table.ts'
import { writeNew } from './write-new.ts'

export const reportCommands: readonly Command[] = [
  {
    name: 'reports list',
    form: '',
    summary: 'reports: what they are of, when they run next, and how they ran',
    positionals: { min: 0, max: 0 },
    run: list,
  },
  {
    name: 'reports run',
    form: 'NAME --out FILE',
    summary: 'run a report now, wait for it, and write its file',
    details: `NAME is the name of a report, or its number.
How far it is stands on standard error. Ctrl-C cancels it, and nothing of it is left.`,
    positionals: { min: 1, max: 1 },
    options: { out: { kind: 'text', value: 'FILE' } },
    run: runNow,
  },
]

function list(call: Call): Promise<Answer> {
  return signedIn(call, async (client) => {
    const document = await client.reports.list()
    const { time } = await figuresOf(client)
    const text = tableOf<Report>(document.items, [
      { title: 'No', cell: ({ id }) => id, right: true },
      { title: 'Name', cell: ({ name }) => name },
      { title: 'Table', cell: ({ source }) => source },
      { title: 'Format', cell: ({ format }) => format },
      { title: 'Owner', cell: ({ owner }) => owner },
      { title: 'Last run', cell: ({ lastRun }) => time(lastRun?.at ?? null) },
      { title: 'Outcome', cell: ({ lastRun }) => lastRun?.problem ?? lastRun?.file?.state ?? '-' },
      { title: 'Next run', cell: ({ nextAt, isPaused }) => (isPaused ? 'paused' : time(nextAt)) },
    ])
    return { document, text: document.items.length === 0 ? 'There are no reports.' : text }
  })
}

function runNow(call: Call): Promise<Answer> {
  const out = optionOf(call, 'out')
  if (out === undefined) throw new UsageError({ is: 'option_missing', option: '--out' })
  return signedIn(
    call,
    async (client) => {
      const { id } = await namedReport(client, argumentOf(call, 0))
      const run = await client.reports.run({ id })
      if (run.file === null) return { document: run, text: exportSaid.refused(run.problem), exit: 1 }
      const document = await untilEnded(call, client, run.file.export)
      const file = document.state === 'done' ? path.resolve(out) : null
      if (file !== null) await writeNew(file, await client.reports.download({ id, run: run.id }))
      return { document, text: exportSaid.ended(document, file), exit: file === null ? 1 : 0 }
    },
    cancelsItself,
  )
}

async function namedReport(client: EngineClient, given: string): Promise<Report> {
  const { items } = await client.reports.list()
  const found = items.find(({ name, id }) => name.toLowerCase() === given.toLowerCase() || String(id) === given)
  if (found === undefined)
    throw new UsageError({ is: 'not_one_of', what: 'report', given, known: items.map(({ name }) => name) })
  return found
}
