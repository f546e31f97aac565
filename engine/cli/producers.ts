/** `producers`: who sends batches. */
import { type Producer, ProducerDraft } from '../contract/producers.ts'
import { type Answer, argumentOf, type Call, type Command } from './command.ts'
import { signedIn } from './connection.ts'
import { type Figures, figuresOf } from './figures.ts'
import { readJsonFile } from './json-file.ts'
import { numberOf } from './parse.ts'
import { said } from './said.ts'
import { factsOf, tableOf } from './table.ts'

export const producerCommands: readonly Command[] = [
  { name: 'producers list', form: '', summary: 'who sends batches', positionals: { min: 0, max: 0 }, run: list },
  {
    name: 'producers add',
    form: 'FILE',
    summary: 'register the producer that FILE describes and make its drop folder',
    details: `FILE is JSON: { "id": 7, "code": "seven", "name": "Seven Corner", "locations": ["Central"],
"contact": { "email": "..." }, "agreement": { ... }, "schedule": { ... } }. Only id, code and name are needed.`,
    positionals: { min: 1, max: 1 },
    run: add,
  },
  { name: 'producers show', form: 'ID', summary: 'one producer', positionals: { min: 1, max: 1 }, run: show },
]

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
  const id = numberOf(argumentOf(call, 0), 'producer')
  return signedIn(call, async (client) => {
    const document = await client.producers.get({ id })
    return { document, text: describe(document, await figuresOf(client)) }
  })
}

const describe = (producer: Producer, { time }: Figures): string =>
  factsOf({
    Id: producer.id,
    Code: producer.code,
    Name: producer.name,
    State: producer.state,
    Places: producer.locations.join(', ') || said.everyPlace,
    'Drop folder': producer.dropFolder,
    Batches: producer.batches,
    'Last batch': time(producer.lastBatchAt),
    Added: time(producer.createdAt),
  })
