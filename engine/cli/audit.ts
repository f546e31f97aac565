/** `audit`: the chained record of who did what, its proof, and its signed head to be kept elsewhere. */
import path from 'node:path'
import { Anchor, type AuditRecord } from '../contract/audit.ts'
import { writeWhole } from '../files/whole-file.ts'
import { type Answer, type Call, type Command, optionOf } from './command.ts'
import { signedIn } from './connection.ts'
import { figuresOf } from './figures.ts'
import { readJsonFile, reasonOf } from './json-file.ts'
import { pageOf, pageOptions } from './pages.ts'
import { Refusal } from './refusal.ts'
import { said } from './said.ts'
import { tableOf } from './table.ts'

export const auditCommands: readonly Command[] = [
  {
    name: 'audit verify',
    form: '[--anchor FILE]',
    summary: 'recompute the whole chain, and hold it against an anchor; exit 1 when it is broken',
    positionals: { min: 0, max: 0 },
    options: { anchor: { kind: 'text', value: 'FILE' } },
    run: verify,
  },
  {
    name: 'audit list',
    form: '[--actor USER] [--action A] [--subject S] [--limit N] [--cursor C]',
    summary: 'audit records, newest first',
    positionals: { min: 0, max: 0 },
    options: {
      actor: { kind: 'text', value: 'USER' },
      action: { kind: 'text', value: 'A' },
      subject: { kind: 'text', value: 'S' },
      ...pageOptions,
    },
    run: list,
  },
  {
    name: 'audit anchor',
    form: '[--to FILE]',
    summary: 'sign the head of the chain; keep FILE outside the workspace',
    positionals: { min: 0, max: 0 },
    options: { to: { kind: 'text', value: 'FILE' } },
    run: anchor,
  },
]

async function verify(call: Call): Promise<Answer> {
  const file = optionOf(call, 'anchor')
  const input = file === undefined ? {} : { anchor: await readJsonFile(file, Anchor) }
  return signedIn(call, async (client) => {
    const document = await client.audit.verify(input)
    return { document, text: said.verdict(document, file !== undefined), exit: document.intact ? 0 : 1 }
  })
}

async function list(call: Call): Promise<Answer> {
  const filters = ['actor', 'action', 'subject'].flatMap((name) => {
    const value = optionOf(call, name)
    return value === undefined ? [] : [[name, value] as const]
  })
  const input = { ...pageOf(call), ...Object.fromEntries(filters) }
  return signedIn(call, async (client) => {
    const document = await client.audit.list(input)
    const { time } = await figuresOf(client)
    const text = tableOf<AuditRecord>(document.items, [
      { title: 'No.', cell: ({ seq }) => seq, right: true },
      { title: 'At', cell: ({ at }) => time(at) },
      { title: 'Who', cell: ({ actor }) => actor },
      { title: 'What', cell: ({ action }) => action },
      { title: 'Of', cell: ({ subject }) => subject },
      { title: 'Outcome', cell: ({ outcome }) => outcome },
    ])
    return { document, text: said.page(text, document.next) }
  })
}

function anchor(call: Call): Promise<Answer> {
  return signedIn(call, async (client) => {
    const document = await client.audit.anchor()
    const text = JSON.stringify(document, null, 1)
    const to = optionOf(call, 'to')
    if (to === undefined) return { document, text }
    const file = path.resolve(to)
    try {
      writeWhole(file, `${text}\n`)
    } catch (error) {
      throw new Refusal('file_unwritable', { file, reason: reasonOf((error as Error).cause ?? error) }, error)
    }
    return { document, text: said.anchored(document, file) }
  })
}
