/** `ingest`: takes what waits in the drop folders, or the files it is given, to the ledger, then ends. */
import type { Batch } from '../contract/batches.ts'
import type { EngineClient } from '../contract/contract.ts'
import type { IngestStatus } from '../contract/ingest.ts'
import { tableOfBatches } from './batches.ts'
import { type Answer, type Call, type Command, optionOf } from './command.ts'
import { signedIn } from './connection.ts'
import { type Dropped, dropFiles, refuseUnreadable } from './drop-files.ts'
import { figuresOf } from './figures.ts'
import { numberOf } from './parse.ts'
import { UsageError } from './refusal.ts'
import { said } from './said.ts'
import { takeAll } from './take-all.ts'

export const ingestCommands: readonly Command[] = [
  {
    name: 'ingest',
    form: '[FILE... --producer ID]',
    summary: 'process what waits in the drop folders (and these files), then end; files need no settling',
    details: `FILEs are copied into the drop folder of the producer, under safe names, and left where they are. A batch that
was begun before a crash is finished too. The JSON is { "items": [batch, ...], "next": null, "troubles": [...] }: the
batches of the FILEs in their order, then those of what waited besides.
Exit 1 when a batch was rejected or is held as a whole, or a file could not be taken. Rows that were faulted, in
conflict or held by themselves do not change the exit code: their batch is posted and shows how many they are.`,
    positionals: { min: 0, max: Number.POSITIVE_INFINITY },
    options: { producer: { kind: 'text', value: 'ID' } },
    run: ingest,
  },
]

async function ingest(call: Call): Promise<Answer> {
  const given = optionOf(call, 'producer')
  const files = call.positionals
  if (files.length > 0 && given === undefined) throw new UsageError({ is: 'option_missing', option: '--producer' })
  const producer = given === undefined ? null : numberOf(given, 'producer')
  await refuseUnreadable(files)
  return signedIn(call, async (client) => {
    const known = await knownBatches(client)
    const dropped = producer === null ? [] : await dropFiles(files, await client.producers.get({ id: producer }))
    await takeAll(client)
    const { troubles } = await client.ingest.status()
    const items = inOrder(await processedSince(client, known), dropped)
    const table = items.length === 0 ? said.nothingWaited : tableOfBatches(items, await figuresOf(client))
    const text = said.ingested(table, troubles)
    return { document: { items, next: null, troubles }, text, exit: exitOf(items, troubles) }
  })
}

const exitOf = (items: readonly Batch[], troubles: IngestStatus['troubles']): 0 | 1 =>
  troubles.length > 0 || items.some(({ state }) => state === 'rejected' || state === 'held') ? 1 : 0

type Known = Readonly<{ newest: number; unfinished: readonly number[] }>

/** What there was before: the newest batch, and those that a crash left unfinished. */
async function knownBatches(client: EngineClient): Promise<Known> {
  const unfinished: number[] = []
  for (const state of ['received', 'checking', 'posting'] as const) {
    const { items } = await client.batches.list({ state, limit: 1_000 })
    unfinished.push(...items.map(({ id }) => id))
  }
  const { items } = await client.batches.list({ limit: 1 })
  return { newest: items[0]?.id ?? 0, unfinished }
}

async function processedSince(client: EngineClient, { newest, unfinished }: Known): Promise<readonly Batch[]> {
  const batches: Batch[] = []
  for (const id of unfinished) batches.push(await client.batches.get({ id }))
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<EngineClient['batches']['list']>> = await client.batches.list({
      limit: 1_000,
      ...(cursor === null ? {} : { cursor }),
    })
    const fresh = page.items.filter(({ id }) => id > newest)
    batches.push(...fresh)
    cursor = fresh.length === page.items.length ? page.next : null
  } while (cursor !== null)
  return batches.toSorted((a, b) => a.id - b.id)
}

/** The batches of the given files come first, in the order they were given: a script finds them by position. */
function inOrder(batches: readonly Batch[], dropped: readonly Dropped[]): readonly Batch[] {
  const given = dropped.flatMap(({ name, producer }) => {
    const found = batches.findLast((batch) => batch.producer === producer && batch.file === name)
    return found === undefined ? [] : [found]
  })
  return [...given, ...batches.filter((batch) => !given.includes(batch))]
}
