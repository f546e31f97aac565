import { now } from '../calendar/instant.ts'
import { type CaseDeed, caseFaults } from '../contract/cases.ts'
import type { ExceptionDetail } from '../contract/exceptions.ts'
import { changeFaults } from '../contract/proposals.ts'
import type { CorrectedRow } from '../contract/row-fields.ts'
import { invariant } from '../invariant.ts'
import { initiatorOf } from '../operations/asked-by.ts'
import type { Initiator } from '../operations/initiator.ts'
import type { Refusal } from '../operations/refusal.ts'
import { api, notPermitted, sessionOf } from '../router/api.ts'
import type { GuardedContext } from '../router/call-context.ts'
import { fault } from '../router/faults.ts'
import type { CaseRefusal } from './deeds/deed.ts'
import { lackedFor } from './may.ts'
import { isUnreadable, refusedRows } from './rows-for-deed.ts'

export const caseHandlers = {
  get: api.exceptions.get.handler(({ input: { id }, context }) => getCase(context, id)),

  act: api.exceptions.act.handler(async ({ input: { id, version, key, deed }, context }) => {
    const initiator = await actorOf(context, deed)
    const asTheyStand = await rowsAsTheyStand(context, id, deed)
    const { store, intake } = await context.engine.opened()
    let seen = version
    let proposal: number | null = null
    for (let piece = 0, more = true; more; piece += 1) {
      const pieceKey = piece === 0 ? key : `${key}#${piece}`
      const acting = { id, version: seen, key: pieceKey, deed, initiator, asTheyStand }
      const outcome = await store.write('exceptions.act', acting, initiator.name)
      if (!('answer' in outcome)) throw refusedDeed(outcome)
      proposal = outcome.answer.proposal
      more = outcome.answer.more
      if (more) seen = (await getCase(context, id)).version
    }
    if (deed.action === 'suspend_producer' || deed.action === 'reject_batch') intake.nudge()
    const { actions: _, history: __, firstRows: ___, detail: ____, ...exception } = await getCase(context, id)
    return { exception, proposal }
  }),

  effect: api.exceptions.effect.handler(async ({ input: { id, deed }, context }) => {
    const initiator = await actorOf(context, deed)
    const asTheyStand = await rowsAsTheyStand(context, id, deed)
    const { store } = await context.engine.opened()
    const outcome = await store.write('exceptions.try', { id, deed, initiator, asTheyStand }, initiator.name)
    if (outcome.status !== 'tried') throw refusedDeed(outcome)
    return outcome.effect
  }),

  look: api.exceptions.look.handler(({ input: { id }, context }) => {
    const { engine } = context
    const { user, token } = whoLooks(context)
    const at = now()
    if (engine.presence.look(token, user, id, at)) engine.changes.publish(['presence'])
    return { items: engine.presence.others(token, id, at) }
  }),

  lookers: api.exceptions.lookers.handler(({ context }) => {
    const { token } = whoLooks(context)
    return { items: context.engine.presence.others(token, null, now()), next: null }
  }),
}

function whoLooks(context: GuardedContext) {
  const { user } = sessionOf(context)
  return { token: context.token ?? '', user }
}

async function getCase(context: GuardedContext, id: number): Promise<ExceptionDetail> {
  const { store } = await context.engine.opened()
  const found = await store.read('cases.find', { id, roles: [...sessionOf(context).roles] })
  if (found === null) throw fault('not_found', 404, { noun: 'exception', id: String(id) })
  return found
}

async function actorOf(context: GuardedContext, { action }: CaseDeed): Promise<Initiator> {
  const session = sessionOf(context)
  const name = `exceptions.${action}`
  const permission = lackedFor(action, session.permissions)
  if (permission !== null) throw await notPermitted(context.engine, session, { name, permission })
  return initiatorOf(context, { name })
}

/** Refused rows are posted with what stands in the file; held ones are in the store as they are. */
async function rowsAsTheyStand(context: GuardedContext, id: number, deed: CaseDeed): Promise<readonly CorrectedRow[]> {
  if (deed.action !== 'post') return []
  const { store, intake } = await context.engine.opened()
  const rows = await refusedRows({ store, intake }, { id, action: 'post', lines: deed.lines })
  if (isUnreadable(rows)) throw refusedDeed(rows)
  return rows
}

export function refusedDeed(outcome: Refusal | CaseRefusal): Error {
  const { status, ...facts } = outcome
  if (status === 'not_found') return fault(status, 404, facts)
  if (status === 'not_permitted') return fault(status, 403, facts)
  const known = isOfCase(status) ? caseFaults[status] : changeFaults[status]
  invariant(known !== undefined, 'a refusal that the contract does not know', { status })
  return fault(status, known.status, facts)
}

const isOfCase = (status: string): status is keyof typeof caseFaults => Object.hasOwn(caseFaults, status)
