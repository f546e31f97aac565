/** Who works on a case, when it is worked on, and what is said about it: nothing of it touches rows or money. */

import { isoOf } from '../../calendar/instant.ts'
import { permissionsOf, type Role } from '../../contract/permission.ts'
import { changeCase } from '../../exceptions/case.ts'
import { settingInForce } from '../../settings/in-force.ts'
import { perConnection } from '../../store/compiled.ts'
import { type DeedContext, type DeedOf, type DeedOutcome, did } from './deed.ts'

export function assign(context: DeedContext, { to }: DeedOf<'assign'>): DeedOutcome {
  const { raw, at, facts, initiator } = context
  const user = to === null ? null : workerNamed(context, to)
  if (user === undefined) return { status: 'user_unknown', user: to ?? '' }
  // Assigned again to whom it belongs it stays as it is.
  if (user === facts.owner) return did(context)
  const detail = { from: facts.ownerName, to }
  changeCase(raw, at, {
    id: facts.id,
    by: initiator.name,
    kind: 'assigned',
    detail,
    owner: user,
    ...(facts.status === 'waiting' ? {} : { to: { status: 'at_work' } }),
  })
  return did(context)
}

const dayMs = 86_400_000
const minuteMs = 60_000

export function snooze(context: DeedContext, { until }: DeedOf<'snooze'>): DeedOutcome {
  const { raw, at, facts, initiator } = context
  const { id } = facts
  const by = initiator.name
  if (until === null) {
    if (facts.snoozedUntil !== null) changeCase(raw, at, { id, by, kind: 'woken', detail: {}, snoozedUntil: null })
    return did(context)
  }
  const latest = at + settingInForce(raw, 'exceptions').value.snoozeDaysMax * dayMs
  const earliest = at + minuteMs
  const snoozedUntil = Date.parse(until)
  if (snoozedUntil < earliest || snoozedUntil > latest)
    return { status: 'snooze_unusable', earliest: isoOf(earliest), latest: isoOf(latest) }
  changeCase(raw, at, { id, by, kind: 'snoozed', detail: { until }, snoozedUntil })
  return did(context)
}

export function note(context: DeedContext, { text }: DeedOf<'note'>): DeedOutcome {
  const { raw, at, facts, initiator } = context
  changeCase(raw, at, { id: facts.id, by: initiator.name, kind: 'noted', detail: { text } })
  return did(context)
}

/** Only somebody who may work on cases can be handed one; undefined when nobody of that name may. */
function workerNamed({ raw }: DeedContext, name: string): number | undefined {
  const { user, roles } = statementsOf(raw)
  const id = user.get(name) as number | undefined
  if (id === undefined) return undefined
  return permissionsOf(roles.all(id) as Role[]).has('exceptions.work') ? id : undefined
}

const statementsOf = perConnection((raw) => ({
  user: raw.prepare(`SELECT id FROM user WHERE name = ? COLLATE NOCASE AND state = 'active'`).pluck(),
  roles: raw.prepare('SELECT role FROM user_role WHERE user_id = ?').pluck(),
}))
