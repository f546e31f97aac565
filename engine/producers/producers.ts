/** Who sends batches: registering a producer and reading the registry. */
import { isoOf } from '../calendar/instant.ts'
import type { ProducerDraft } from '../contract/producers.ts'
import { isHouseAccount } from '../ledger/account.ts'
import { command, type QueryContext } from '../store/command.ts'
import type { Reader } from '../store/tables.ts'

export type ProducerRecord = Readonly<{
  id: number
  code: string
  name: string
  state: 'active' | 'suspended'
  locations: string[]
  createdAt: string
  batches: number
  lastBatchAt: string | null
}>

type Added =
  | Readonly<{ status: 'done'; id: number }>
  | Readonly<{ status: 'producer_exists'; field: 'id' | 'code'; value: string }>

export const addProducer = command({
  topics: ['producers'],
  record: ({ id, code }: ProducerDraft, { status }: Added) => ({
    action: 'producers.add',
    subject: `producer:${id}`,
    outcome: status,
    detail: { code },
  }),
  run: async ({ db, at }, { id, code, name, locations = [], contact, agreement, schedule }): Promise<Added> => {
    const clash = await db
      .selectFrom('producer')
      .select(['id', 'code'])
      .where((where) => where.or([where('id', '=', id), where('code', '=', code)]))
      .executeTakeFirst()
    if (clash?.id === id) return { status: 'producer_exists', field: 'id', value: String(id) }
    // The house has a clearing account of its own, for what is bought from nobody in particular.
    const taken = clash !== undefined || isHouseAccount(`clearing:${code}`)
    if (taken) return { status: 'producer_exists', field: 'code', value: code }
    const document = JSON.stringify({ contact: contact ?? {}, agreement: agreement ?? {}, schedule: schedule ?? {} })
    await db.insertInto('producer').values({ id, code, name, state: 'active', document, created_at: at }).execute()
    const places = [...new Set(locations.map(asStored))].map((place) => ({ producer_id: id, name: place }))
    if (places.length > 0) await db.insertInto('producer_location').values(places).execute()
    const { currency } = await db.selectFrom('workspace').select('currency').executeTakeFirstOrThrow()
    await db
      .insertInto('account')
      .values({ code: `clearing:${code}`, kind: 'clearing', currency, client_id: null, opened_at: at })
      .execute()
    return { status: 'done', id }
  },
})

/** Half a character can't be stored and becomes the sign for it: two places that differ in nothing else are then one. */
const asStored = (text: string): string => Buffer.from(text).toString()

export const listProducers = async ({ db }: QueryContext, _: null): Promise<readonly ProducerRecord[]> =>
  readProducers(db)

/** What each look through the drop folders needs, without counting anybody's batches. */
export const producerCodes = ({ db }: QueryContext, _: null) =>
  db.selectFrom('producer').select(['id', 'code']).execute()

export const findProducer = async ({ db }: QueryContext, { id }: Readonly<{ id: number }>) =>
  (await readProducers(db)).find((each) => each.id === id) ?? null

async function readProducers(db: Reader): Promise<readonly ProducerRecord[]> {
  const rows = await db
    .selectFrom('producer')
    .selectAll()
    .select((each) => [
      each
        .selectFrom('batch')
        .whereRef('batch.producer_id', '=', 'producer.id')
        .select((count) => count.fn.countAll<number>().as('n'))
        .as('batches'),
      each
        .selectFrom('batch')
        .whereRef('batch.producer_id', '=', 'producer.id')
        .orderBy('batch.id', 'desc')
        .limit(1)
        .select('received_at')
        .as('last_batch_at'),
    ])
    .orderBy('id')
    .execute()
  const places = await db.selectFrom('producer_location').selectAll().orderBy('name').execute()
  return rows.map((row) => ({
    id: row.id,
    code: row.code,
    name: row.name,
    state: row.state,
    locations: places.filter((place) => place.producer_id === row.id).map((place) => place.name),
    createdAt: isoOf(row.created_at),
    batches: row.batches ?? 0,
    lastBatchAt: row.last_batch_at === null ? null : isoOf(row.last_batch_at),
  }))
}
