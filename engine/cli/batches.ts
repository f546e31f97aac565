/** `batches`: what came in and what became of it. */
import { type Batch, BatchRow, batchStates } from '../contract/batches.ts'
import type { EngineClient } from '../contract/contract.ts'
import { batchText, rowsText } from './batch-text.ts'
import { type Answer, argumentOf, type Call, type Command, optionOf } from './command.ts'
import { signedIn } from './connection.ts'
import { decideBatchCommands } from './decide-batches.ts'
import { type Figures, figuresOf } from './figures.ts'
import { pageOf, pageOptions } from './pages.ts'
import { numberOf, oneOf } from './parse.ts'
import { said } from './said.ts'
import { tableOf } from './table.ts'
import { verifyBatchCommands } from './verify-batches.ts'

export const batchCommands: readonly Command[] = [
  {
    name: 'batches list',
    form: '[--state S] [--producer ID] [--limit N] [--cursor C]',
    summary: 'batches, newest first',
    details: `States are ${batchStates.join(', ')}.`,
    positionals: { min: 0, max: 0 },
    options: { state: { kind: 'text', value: 'S' }, producer: { kind: 'text', value: 'ID' }, ...pageOptions },
    run: list,
  },
  {
    name: 'batches show',
    form: 'ID',
    summary: 'one batch: what the rules said of it, and the first of its rows that need a look',
    positionals: { min: 1, max: 1 },
    run: show,
  },
  {
    name: 'batches rows',
    form: 'ID [--outcome O] [--code C] [--limit N] [--cursor C]',
    summary: 'the rows of a batch that were not simply posted, in line order',
    details: `Outcomes are ${BatchRow.shape.outcome.options.join(', ')}.`,
    positionals: { min: 1, max: 1 },
    options: { outcome: { kind: 'text', value: 'O' }, code: { kind: 'text', value: 'CODE' }, ...pageOptions },
    run: rows,
  },
  ...decideBatchCommands,
  ...verifyBatchCommands,
]

async function list(call: Call): Promise<Answer> {
  const state = optionOf(call, 'state')
  const producer = optionOf(call, 'producer')
  const input = {
    ...pageOf(call),
    ...(state === undefined ? {} : { state: oneOf(state, batchStates, 'state') }),
    ...(producer === undefined ? {} : { producer: numberOf(producer, 'producer') }),
  }
  return signedIn(call, async (client) => {
    const document = await client.batches.list(input)
    return { document, text: said.page(tableOfBatches(document.items, await figuresOf(client)), document.next) }
  })
}

export function tableOfBatches(batches: readonly Batch[], { amount, time }: Figures): string {
  if (batches.length === 0) return said.noBatches
  return tableOf<Batch>(batches, [
    { title: 'Id', cell: ({ id }) => id, right: true },
    { title: 'Received', cell: ({ receivedAt }) => time(receivedAt) },
    { title: 'Producer', cell: ({ producerCode }) => producerCode },
    { title: 'File', cell: ({ file }) => file },
    { title: 'State', cell: ({ state }) => state },
    { title: 'Rows', cell: (batch) => batch.rows, right: true },
    { title: 'Posted', cell: ({ posted }) => posted, right: true },
    { title: 'Repeats', cell: ({ repeats }) => repeats, right: true },
    { title: 'Conflicts', cell: ({ conflicts }) => conflicts, right: true },
    { title: 'Faults', cell: ({ faults }) => faults, right: true },
    { title: 'Held now', cell: ({ heldNow }) => heldNow, right: true },
    { title: 'Sum', cell: ({ sum }) => amount(sum), right: true },
    { title: 'Because', cell: ({ reasons }) => reasons.join(', ') },
  ])
}

async function show(call: Call): Promise<Answer> {
  const id = numberOf(argumentOf(call, 0), 'batch')
  return signedIn(call, async (client) => {
    const document = await client.batches.get({ id })
    return { document, text: call.json ? '' : await describe(document, client) }
  })
}

async function describe(batch: Batch, client: EngineClient): Promise<string> {
  const { items: counts } = await client.batches.counts({ id: batch.id })
  const rows = await client.batches.rows({ id: batch.id, limit: 20 })
  return batchText(batch, await figuresOf(client), { counts, rows })
}

async function rows(call: Call): Promise<Answer> {
  const id = numberOf(argumentOf(call, 0), 'batch')
  const outcome = optionOf(call, 'outcome')
  const input = {
    id,
    ...pageOf(call),
    code: optionOf(call, 'code'),
    outcome: outcome === undefined ? undefined : oneOf(outcome, BatchRow.shape.outcome.options, 'outcome'),
  }
  return signedIn(call, async (client) => {
    const document = await client.batches.rows(input)
    const text = document.items.length === 0 ? said.noRows : rowsText(document.items)
    return { document, text: said.page(text, document.next) }
  })
}
