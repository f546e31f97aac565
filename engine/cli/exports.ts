/** `export`: a table of the product as a file, narrowed as its list is. */
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { EngineClient, Inputs } from '../contract/contract.ts'
import { type ExportSource, exportFormats, exportParameters, exportSources } from '../contract/export-sources.ts'
import type { Export } from '../contract/exports.ts'
import { type Answer, argumentOf, type Call, type Command, optionOf, severalOf } from './command.ts'
import { signedIn } from './connection.ts'
import { exportSaid } from './export-words.ts'
import { oneOf } from './parse.ts'
import { UsageError } from './refusal.ts'
import { writeNew } from './write-new.ts'

export const exportCommands: readonly Command[] = [
  {
    name: 'export',
    form: 'SOURCE --format FORMAT --out FILE [--param NAME=VALUE ...]',
    summary: 'write a table to a file, and wait for it',
    details: `SOURCE is one of ${exportSources.join(', ')}.
FORMAT is one of ${exportFormats.join(', ')}; the last two are journals of postings and transactions.
Each --param narrows it as the list of that table can be narrowed: --param from=2026-11-01 --param kind=payout.
A value that is several things is written as JSON: --param 'status=["open","waiting"]'.
How far it is stands on standard error. Ctrl-C cancels it, and nothing of it is left.`,
    positionals: { min: 1, max: 1 },
    options: {
      format: { kind: 'text', value: 'FORMAT' },
      out: { kind: 'text', value: 'FILE' },
      param: { kind: 'several', value: 'NAME=VALUE' },
      columns: { kind: 'text', value: 'NAME,NAME' },
      title: { kind: 'text', value: 'TEXT' },
    },
    run,
  },
]

function run(call: Call): Promise<Answer> {
  const out = optionOf(call, 'out')
  if (out === undefined) throw new UsageError({ is: 'option_missing', option: '--out' })
  const asked = askedOf(call)
  return signedIn(
    call,
    async (client) => {
      const { id } = await client.exports.start(asked)
      const document = await untilEnded(call, client, id)
      const file = document.state === 'done' ? path.resolve(out) : null
      if (file !== null) await writeNew(file, await client.exports.download({ id }))
      return { document, text: exportSaid.ended(document, file), exit: file === null ? 1 : 0 }
    },
    cancelsItself,
  )
}

function askedOf(call: Call): Inputs['exports']['start'] {
  const source = oneOf(argumentOf(call, 0), exportSources, 'table')
  const format = oneOf(optionOf(call, 'format') ?? 'csv', exportFormats, 'format')
  const columns = optionOf(call, 'columns')?.split(',')
  const title = optionOf(call, 'title')
  const more = { ...(columns === undefined ? {} : { columns }), ...(title === undefined ? {} : { title }) }
  // What it may be narrowed by is held against the contract by the engine, which says what is wrong with it.
  return { source, format, parameters: parametersOf(call, source), ...more } as Inputs['exports']['start']
}

/** Words as they are where the table takes them so, and else as the JSON that they may be. */
function parametersOf(call: Call, source: ExportSource): Readonly<Record<string, unknown>> {
  const words = Object.fromEntries(severalOf(call, 'param').map(pairOf))
  const { error } = exportParameters[source].safeParse(words)
  const wrong = new Set(error?.issues.map(({ path: [field] }) => String(field)))
  return Object.fromEntries(Object.entries(words).map(([name, word]) => [name, wrong.has(name) ? read(word) : word]))
}

function pairOf(given: string): readonly [string, string] {
  const at = given.indexOf('=')
  if (at < 1) throw new UsageError({ is: 'not_one_of', what: 'parameter', given, known: ['NAME=VALUE'] })
  return [given.slice(0, at), given.slice(at + 1)]
}

function read(word: string): unknown {
  try {
    return JSON.parse(word)
  } catch {
    return word
  }
}

/** Stopped, it has something to write down before the workspace is closed. */
export const cancelsItself = { endsItself: true } as const

const lookEveryMs = 100
const sayEveryMs = 1_000

/** Says how far it is, and cancels it where we are asked to stop: what is asked for here is wanted now or not at all. */
export async function untilEnded(call: Call, client: EngineClient, id: number): Promise<Export> {
  let said = Date.now()
  for (;;) {
    const document = await client.exports.get({ id })
    if (document.state !== 'waiting' && document.state !== 'running') return document
    if (call.signal.aborted) await client.exports.cancel({ id })
    else if (Date.now() - said >= sayEveryMs) {
      said = Date.now()
      call.output.say(exportSaid.soFar(document))
    }
    await wait(lookEveryMs, undefined, { signal: call.signal }).catch(() => undefined)
  }
}
