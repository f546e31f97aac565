import { now } from '../calendar/instant.ts'
import { progressOf } from '../changes/progress.ts'
import type { Anchor, ChainProgress, ChainVerdict } from '../contract/audit.ts'
import { noteIncident } from '../incident.ts'
import { api, sessionOf } from '../router/api.ts'
import type { GuardedContext } from '../router/call-context.ts'
import { numberCursor } from '../router/cursor-input.ts'
import { cursorOf } from '../views/cursor.ts'
import { signAnchor } from './anchor.ts'
import { findingsOfChain } from './verify.ts'

export const auditHandlers = {
  list: api.audit.list.handler(async ({ input, context }) => {
    const { cursor, limit, actor, action, subject } = input
    const before = cursor === undefined ? null : numberCursor(cursor)
    const { store } = await context.engine.opened()
    const { items, more } = await store.read('audit.list', { before, limit, actor, action, subject })
    const last = items.at(-1)
    return { items, next: more && last !== undefined ? cursorOf(last.seq) : null }
  }),

  actions: api.audit.actions.handler(async ({ context }) => {
    const { store } = await context.engine.opened()
    return store.read('audit.facets', null)
  }),

  verify: api.audit.verify.handler(({ input, context }) => verify(context, input.anchor, () => undefined)),

  watchVerify: api.audit.watchVerify.handler(({ input, context }) =>
    progressOf<ChainProgress, ChainVerdict>((report) => verify(context, input.anchor, report)),
  ),

  anchor: api.audit.anchor.handler(async ({ context }) => {
    const { store, ring } = await context.engine.opened()
    const note = { action: 'audit.anchor', subject: 'audit', outcome: 'done' }
    await store.write('audit.note', note, sessionOf(context).user.name)
    const head = await store.read('audit.head', null)
    return signAnchor(ring.keys.signing, head, { workspace: ring.workspace, at: now() })
  }),
}

/** The proof, and the record that it was made: an auditor's question is part of the history too. */
async function verify(
  context: GuardedContext,
  anchor: Anchor | undefined,
  report: (progress: ChainProgress) => void,
): Promise<ChainVerdict> {
  const { store, ring } = await context.engine.opened()
  const { seq: total } = await store.read('audit.head', null)
  const verdict = await store.readLong(
    'audit.verify',
    { chainKey: ring.keys.chain, anchor: anchor ?? null, workspace: ring.workspace },
    { onProgress: (progress) => report({ ...(progress as Readonly<{ records: number }>), total }) },
  )
  const detail = { records: verdict.records, brokenAt: verdict.brokenAt, anchor: anchor?.seq ?? null }
  const note = { action: 'audit.verify', subject: 'audit', outcome: verdict.problem ?? 'intact', detail }
  const { name } = sessionOf(context).user
  await store.write('audit.note', note, name)
  // An anchor that is not ours says nothing about the chain.
  if (verdict.problem !== 'anchor_forged')
    await store
      .write('exceptions.noteCheck', { check: 'audit.verify', findings: findingsOfChain(verdict) }, name)
      // The verdict is told also when the store is too damaged to hold it as somebody's work; that is an incident.
      .catch((error: unknown) => noteIncident(context.engine.log, error, 'audit.verify'))
  return verdict
}
