/** `producers`: who sends batches, under which agreement, and whether anything is taken from them. */
import { randomUUID } from 'node:crypto'
import path from 'node:path'
import { Agreement, Mapping } from '../contract/agreements.ts'
import type { EngineClient } from '../contract/contract.ts'
import { type AgreementVersion, type Producer, ProducerDraft } from '../contract/producers.ts'
import { type Answer, argumentOf, type Call, type Command, optionOf } from './command.ts'
import { signedIn } from './connection.ts'
import { neededOf, optionsOf } from './fields.ts'
import { type Figures, figuresOf } from './figures.ts'
import { readJsonFile } from './json-file.ts'
import { pageOf, pageOptions } from './pages.ts'
import { numberOf } from './parse.ts'
import { previewText, readSampleFile } from './preview.ts'
import { producerText } from './producer-text.ts'
import { type Change, proposed } from './propose.ts'
import { UsageError } from './refusal.ts'
import { said } from './said.ts'
import { tableOf } from './table.ts'

const one = { min: 1, max: 1 } as const

export const producerCommands: readonly Command[] = [
  { name: 'producers list', form: '', summary: 'who sends batches', positionals: { min: 0, max: 0 }, run: list },
  {
    name: 'producers add',
    form: 'FILE',
    summary: 'register the producer that FILE describes and make its drop folder',
    details: `FILE is JSON: { "id": 7, "code": "seven", "name": "Seven Corner", "locations": ["Central"],
"contact": { "email": "..." }, "agreement": { ... }, "schedule": { ... } }. Only id, code and name are needed.
The agreement may have "mapping", "effects", "limits" and "places"; what it leaves out is as usual. The schedule is
{ "kind": "daily", "times": ["18:00"] } or { "kind": "every", "minutes": 60, "from": "08:00", "to": "20:00" }, each
with "weekdays", "graceMinutes" and "leadMinutes" where they differ. "kind" is shop, gateway, bank or other.`,
    positionals: one,
    run: add,
  },
  { name: 'producers show', form: 'ID', summary: 'one producer, and how punctual it was', positionals: one, run: show },
  {
    name: 'producers suspend',
    form: 'ID --reason TEXT',
    summary: 'take nothing more from a producer, at once; its files are held',
    positionals: one,
    options: optionsOf('reason'),
    run: suspend,
  },
  {
    name: 'producers resume',
    form: 'ID --reason TEXT [--key K]',
    summary: 'propose to take from a suspended producer again; "proposals approve" does it',
    details: 'Until there is a second approver, who proposed it may approve it too.',
    positionals: one,
    options: optionsOf('reason', 'key'),
    run: resume,
  },
  {
    name: 'producers agreement',
    form: 'ID [FILE --reason TEXT [--key K]] [--version N]',
    summary: 'the agreement in force as JSON, or propose the one in FILE instead',
    details: `FILE holds the whole agreement, - is standard input; what it leaves out is as usual, not as it was. --version
shows an earlier one.`,
    positionals: { min: 1, max: 2 },
    options: { ...optionsOf('reason', 'key'), version: { kind: 'text', value: 'N' } },
    run: agreement,
  },
  {
    name: 'producers preview',
    form: 'ID FILE [--mapping FILE.json]',
    summary: 'what the rows of a sample file would become; nothing is saved',
    details: `Of a large file the first mebibyte is looked at. Without --mapping the file is read as its content suggests; the
mapping that was used stands in the JSON, ready for an agreement.`,
    positionals: { min: 2, max: 2 },
    options: { mapping: { kind: 'text', value: 'FILE.json' } },
    run: preview,
  },
  {
    name: 'producers agreements',
    form: 'ID',
    summary: 'every version of an agreement, newest first',
    positionals: one,
    options: pageOptions,
    run: agreements,
  },
]

const idOf = (call: Call): number => numberOf(argumentOf(call, 0), 'producer')

function list(call: Call): Promise<Answer> {
  return signedIn(call, async (client) => {
    const document = await client.producers.list()
    const { time } = await figuresOf(client)
    const text = tableOf<Producer>(document.items, [
      { title: 'Id', cell: ({ id }) => id, right: true },
      { title: 'Code', cell: ({ code }) => code },
      { title: 'Name', cell: ({ name }) => name },
      { title: 'State', cell: ({ state }) => state },
      { title: 'Batches', cell: ({ batches }) => batches, right: true },
      { title: 'Last batch', cell: ({ lastBatchAt }) => time(lastBatchAt) },
      { title: 'Expected', cell: ({ nextExpected }) => time(nextExpected?.expectedAt ?? null) },
    ])
    return { document, text: document.items.length === 0 ? said.noProducers : text }
  })
}

async function add(call: Call): Promise<Answer> {
  const draft = await readJsonFile(argumentOf(call, 0), ProducerDraft)
  return signedIn(call, async (client) => {
    const document = await client.producers.add(draft)
    return { document, text: said.producerAdded(document) }
  })
}

async function show(call: Call): Promise<Answer> {
  const id = idOf(call)
  return signedIn(call, async (client) => {
    const document = await client.producers.get({ id })
    return { document, text: producerText(document, await figuresOf(client)) }
  })
}

async function suspend(call: Call): Promise<Answer> {
  const input = { id: idOf(call), reason: neededOf(call, 'reason') }
  return signedIn(call, async (client) => {
    const document = await client.producers.suspend(input)
    return { document, text: said.producerSuspended(document) }
  })
}

async function resume(call: Call): Promise<Answer> {
  const producer = idOf(call)
  const reason = neededOf(call, 'reason')
  return signedIn(call, (client) => propose(call, client, { change: { kind: 'producer_resume', producer }, reason }))
}

async function agreement(call: Call): Promise<Answer> {
  const producer = idOf(call)
  const file = call.positionals[1]
  if (file === undefined) return showAgreement(call, producer)
  if (optionOf(call, 'version') !== undefined)
    throw new UsageError({ is: 'options_clash', option: '--version', other: file })
  const reason = neededOf(call, 'reason')
  const read = await readJsonFile(file, Agreement)
  const change = { kind: 'agreement', producer, agreement: read } as const
  return signedIn(call, (client) => propose(call, client, { change, reason }))
}

async function showAgreement(call: Call, id: number): Promise<Answer> {
  const asked = optionOf(call, 'version')
  const version = asked === undefined ? undefined : numberOf(asked, 'version')
  return signedIn(call, async (client) => {
    const document =
      version === undefined
        ? (await client.producers.get({ id })).agreement
        : await client.producers.agreement({ id, version })
    // The agreement alone, so that it can be changed in a file and proposed again.
    return { document, text: JSON.stringify(document.agreement, null, 2) }
  })
}

async function preview(call: Call): Promise<Answer> {
  const id = idOf(call)
  const file = argumentOf(call, 1)
  const mappingFile = optionOf(call, 'mapping')
  const mapping = mappingFile === undefined ? undefined : await readJsonFile(mappingFile, Mapping)
  const sample = await readSampleFile(file)
  return signedIn(call, async (client) => {
    const document = await client.producers.preview({ id, name: path.basename(file), mapping, ...sample })
    return { document, text: previewText(document, await figuresOf(client)) }
  })
}

async function agreements(call: Call): Promise<Answer> {
  const input = { id: idOf(call), ...pageOf(call) }
  return signedIn(call, async (client) => {
    const document = await client.producers.agreements(input)
    const text = tableOfVersions(document.items, await figuresOf(client))
    return { document, text: said.page(text, document.next) }
  })
}

const tableOfVersions = (versions: readonly AgreementVersion[], { time }: Figures): string =>
  tableOf<AgreementVersion>(versions, [
    { title: 'Version', cell: ({ version }) => version, right: true },
    { title: 'In force', cell: ({ inForce }) => (inForce ? 'yes' : '') },
    { title: 'Since', cell: ({ at }) => time(at) },
    { title: 'By', cell: ({ by }) => by ?? '-' },
    { title: 'Proposal', cell: ({ proposal }) => proposal ?? '-', right: true },
  ])

function propose(
  call: Call,
  client: EngineClient,
  { change, reason }: Readonly<{ change: Change; reason: string }>,
): Promise<Answer> {
  const key = optionOf(call, 'key') ?? randomUUID()
  // Said before it is used: whoever hears no answer may ask again with it.
  if (optionOf(call, 'key') === undefined) call.output.say(said.keyUsed(key))
  return proposed(client, { change, reason, key, initiatedBy: undefined })
}
