/** `config`: how the workspace is set up, as one document. It is brought in as it would be typed: proposed, where two decide. */
import path from 'node:path'
import { Configuration, type ConfigurationItem, type ImportedItem } from '../contract/configuration.ts'
import { type Answer, argumentOf, type Call, type Command, optionOf } from './command.ts'
import { signedIn } from './connection.ts'
import { readJsonFile } from './json-file.ts'
import { UsageError } from './refusal.ts'
import { tableOf } from './table.ts'
import { sentenceOf } from './words.ts'
import { writeNew } from './write-new.ts'

const one = { min: 1, max: 1 } as const

export const configurationCommands: readonly Command[] = [
  {
    name: 'config export',
    form: 'FILE',
    summary: 'settings, currencies, producers with their agreements, and roles, as one document without secrets',
    positionals: one,
    run: write,
  },
  {
    name: 'config preview',
    form: 'FILE',
    summary: 'what a document would change here, and what of it would be refused; nothing is changed',
    positionals: one,
    run: preview,
  },
  {
    name: 'config import',
    form: 'FILE --reason TEXT',
    summary: 'propose what a document would change, and do at once what needs no second person',
    details: `Settings, currencies and agreements are proposed, as "proposals propose" does. New producers, what is known of
producers, and roles of users who are here are changed at once. Exit 1 when any part was refused.`,
    positionals: one,
    options: { reason: { kind: 'text', value: 'TEXT' } },
    run: bringIn,
  },
]

async function write(call: Call): Promise<Answer> {
  const file = path.resolve(argumentOf(call, 0))
  return signedIn(call, async (client) => {
    const document = await client.configuration.export()
    const content = `${JSON.stringify(document, null, 2)}\n`
    await writeNew(file, new File([content], path.basename(file), { type: 'application/json' }))
    const { producers, users } = document
    return {
      document: { file, producers: producers.length, users: users.length },
      text: `Written to ${file}: the settings, ${producers.length} producers and ${users.length} users. There is no secret in it.`,
    }
  })
}

async function preview(call: Call): Promise<Answer> {
  const document = await readJsonFile(argumentOf(call, 0), Configuration)
  return signedIn(call, async (client) => {
    const seen = await client.configuration.preview({ document })
    return { document: seen, text: previewText(seen.items), exit: anyRefused(seen.items) ? 1 : 0 }
  })
}

async function bringIn(call: Call): Promise<Answer> {
  const reason = optionOf(call, 'reason')
  if (reason === undefined) throw new UsageError({ is: 'option_missing', option: '--reason' })
  const document = await readJsonFile(argumentOf(call, 0), Configuration)
  return signedIn(call, async (client) => {
    const { hash, items } = await client.configuration.preview({ document })
    const imported = await client.configuration.import({ document, hash, reason })
    const refused = items.filter((item) => item.refused !== null)
    const done = tableOf<ImportedItem>(imported.items, [
      { title: 'Part', cell: ({ subject }) => subject },
      { title: 'What became of it', cell: (item) => outcomeWords(item) },
    ])
    return {
      document: { items: imported.items, refused },
      text: [done, ...(refused.length === 0 ? [] : [previewText(refused)])].join('\n\n'),
      exit: anyRefused(items) || anyRefused(imported.items) ? 1 : 0,
    }
  })
}

const anyRefused = (items: readonly Readonly<{ refused: unknown }>[]): boolean =>
  items.some(({ refused }) => refused !== null)

function previewText(items: readonly ConfigurationItem[]): string {
  const shown = items.filter(({ state }) => state !== 'same')
  if (shown.length === 0) return 'It says what is in force here already.'
  return tableOf<ConfigurationItem>(shown, [
    { title: 'Part', cell: ({ subject }) => subject },
    { title: 'Would be', cell: (item) => stateWords(item) },
    { title: 'Now', cell: ({ before }) => (before === null ? '-' : JSON.stringify(before)) },
    { title: 'In the document', cell: ({ after }) => JSON.stringify(after) },
  ])
}

function stateWords({ state, how, refused }: ConfigurationItem): string {
  if (refused !== null) return `refused: ${sentenceOf({ ...refused, exit: 1 })}`
  return how === 'proposal' ? `${state}, by a proposal` : `${state}, at once`
}

const outcomeWords = ({ outcome, proposal, refused }: ImportedItem): string => {
  if (refused !== null) return `refused: ${sentenceOf({ ...refused, exit: 1 })}`
  return outcome === 'proposed' ? `proposal ${proposal}` : 'done'
}
