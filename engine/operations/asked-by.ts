/** Who asks, from the session of a guarded call; and what a refusal looks like on the way out. */
import type { LiveSession } from '../access/sessions.ts'
import { sameName } from '../access/users.ts'
import { changeFaults } from '../contract/proposals.ts'
import type { Engine } from '../engine.ts'
import { notPermitted, sessionOf } from '../router/api.ts'
import { fault } from '../router/faults.ts'
import type { Initiator } from './initiator.ts'
import type { Refusal } from './refusal.ts'

type Guarded = Readonly<{ engine: Engine; session: LiveSession | undefined }>

/** Acting for somebody else has a permission of its own; acting for oneself by name is acting for oneself. */
export async function initiatorOf(
  context: Guarded,
  { name, initiatedBy }: Readonly<{ name: string; initiatedBy?: string | undefined }>,
): Promise<Initiator> {
  const session = sessionOf(context)
  const { user, roles, program } = session
  const other = initiatedBy !== undefined && !sameName(initiatedBy, user.name)
  const permission = 'ledger.act_on_behalf'
  if (other && !session.permissions.has(permission))
    throw await notPermitted(context.engine, session, { name, permission })
  return {
    caller: `user:${user.id}`,
    user: user.id,
    name: user.name,
    roles,
    onBehalfOf: other ? initiatedBy : null,
    ...(program === null ? {} : { aloneUpTo: program.aloneUpTo }),
  }
}

export function refused({ status, ...facts }: Refusal): Error {
  return fault(status, changeFaults[status].status, facts)
}
