import { packRefusals } from '../contract/close-packs.ts'
import { notFound } from '../contract/fault.ts'
import { noteIncident } from '../incident.ts'
import { handOut, handOutPart } from '../ingest/hand-out.ts'
import { invariant } from '../invariant.ts'
import { publicBytesOf } from '../keys/derive.ts'
import { api, sessionOf } from '../router/api.ts'
import type { GuardedContext } from '../router/call-context.ts'
import { numberCursor } from '../router/cursor-input.ts'
import { fault } from '../router/faults.ts'
import { cursorOf } from '../views/cursor.ts'
import { packSubject } from './close-pack-commands.ts'
import { fingerprintOf } from './manifest.ts'
import { makePacks } from './pack-maker.ts'
import type { ArchivedPack } from './pack-records.ts'

export const closePackHandlers = {
  list: api.closePacks.list.handler(async ({ input: { cursor, limit }, context }) => {
    const { store, packs } = await context.engine.opened()
    const before = cursor === undefined ? null : numberCursor(cursor)
    const { items, more } = await store.read('closePacks.list', { before, limit })
    const last = items.at(-1)
    const shown = items.map((record) => packs.withProgress(record))
    return { items: shown, next: more && last !== undefined ? cursorOf(last.id) : null }
  }),

  get: api.closePacks.get.handler(async ({ input: { id }, context }) => {
    const { store, packs } = await context.engine.opened()
    const record = await store.read('closePacks.find', { id })
    if (record === null) throw missing(id)
    return packs.withProgress(record)
  }),

  make: api.closePacks.make.handler(async ({ input, context }) => {
    const { store, scheduler, packs } = await context.engine.opened()
    const by = sessionOf(context).user.name
    const asked = await store.write('closePacks.ask', { ...input, begun: packs.begun }, by)
    if (asked.status !== 'asked') {
      const { status, ...facts } = asked
      throw fault(status, packRefusals[status].status, facts)
    }
    const started = await scheduler.run(makePacks, by)
    if (started.status === 'running')
      void packs.wake().catch((error: unknown) => noteIncident(context.engine.log, error, makePacks))
    const record = await store.read('closePacks.find', { id: asked.id })
    invariant(record !== null, 'a close pack that was just asked for is gone', { id: asked.id })
    return packs.withProgress(record)
  }),

  key: api.closePacks.key.handler(async ({ context }) => {
    const { ring } = await context.engine.opened()
    const key = publicBytesOf(ring.keys.signing)
    return { fingerprint: fingerprintOf(key), publicKey: key.toString('base64'), generation: ring.generation }
  }),

  download: api.closePacks.download.handler(async ({ input: { id }, context }) =>
    handOut(context, await getArchived(context, id), asOf(id)),
  ),

  downloadPart: api.closePacks.downloadPart.handler(async ({ input: { id, offset }, context }) =>
    handOutPart(context, await getArchived(context, id), { ...asOf(id), offset }),
  ),
}

const asOf = (id: number) => ({ action: 'close_pack.downloaded', subject: packSubject(id) })

async function getArchived({ engine }: GuardedContext, id: number): Promise<ArchivedPack> {
  const { store } = await engine.opened()
  const archived = await store.read('closePacks.archived', { id })
  if (archived === null) throw missing(id)
  return archived
}

const missing = (id: number): Error => fault('not_found', notFound.status, { noun: 'close_pack', id: String(id) })
