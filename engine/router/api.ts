/**
 * The contract with its guard: every procedure, whoever calls it and through whatever, passes here first. It finds the
 * session, holds it against the access that the procedure names, and records a refusal.
 */
import { type ImplementerInternalWithMiddlewares, implement } from '@orpc/server'
import type { LiveSession } from '../access/sessions.ts'
import { now } from '../calendar/instant.ts'
import { type Contract, contract } from '../contract/contract.ts'
import type { Access } from '../contract/permission.ts'
import type { ProcedureMeta } from '../contract/procedure.ts'
import { noteIncident } from '../incident.ts'
import { invariant } from '../invariant.ts'
import { ownerOf, type WalletOwner } from '../own-wallet/owner.ts'
import { type CallContext, type GuardedContext, tokenOf } from './call-context.ts'
import { fault, faultOf } from './faults.ts'
import { noted, programOf } from './program.ts'

const root = implement(contract).$context<CallContext>()

/** Procedures that somebody with a passphrase to change may still call. */
const allowedBeforeChange: ReadonlySet<string> = new Set(['session.changePassphrase', 'session.get', 'session.signOut'])

/** All that a display on a wall asks for: its figures, what they are written in, and who hung it. */
const allowedOnWall: ReadonlySet<string> = new Set([
  'live.get',
  'ingest.status',
  'changes.watch',
  'workspace.get',
  'settings.currencies',
  'session.get',
  'session.preferences',
  'session.signOut',
])

/** What belongs to whoever is signed in is for people, but for asking who one is, and whether a receipt is genuine. */
const allowedToPrograms: ReadonlySet<string> = new Set(['session.get', 'receipts.verify'])

/** Written out, because what the compiler infers of so many procedures is longer than it can write down. */
type Guarded = ImplementerInternalWithMiddlewares<Contract, CallContext, GuardedContext>

export const api: Guarded = root
  .use(async ({ context, next, path }) => {
    try {
      return await next({})
    } catch (error) {
      throw faultOf(error, context.engine.log, path.join('.'))
    }
  })
  .use(async ({ context, next, path, procedure }) => {
    const name = path.join('.')
    const meta: Partial<ProcedureMeta> = procedure['~orpc'].meta
    invariant(meta.access !== undefined, 'a procedure names no access', { name })
    if (meta.access === 'wallet_owner') return next({ context: ofWallet(await ownerOf(context)) })
    const token = context.shown ?? tokenOf(context.reqHeaders?.get('authorization'))
    const program = await programOf(context, token)
    // A stream that asks again is no person at work; only real calls keep a session alive.
    const person = token === undefined ? undefined : context.engine.sessions.find(token, now())
    const session = program?.session ?? person
    const { access, peopleOnly = false } = meta
    const call = async () => {
      await admit(context, { name, access, peopleOnly, session })
      return next({ context: { token, session, owner: undefined } })
    }
    return program === null ? call() : noted(program, name, call)
  })

type Caller = Omit<GuardedContext, keyof CallContext>

const ofWallet = (owner: WalletOwner): Caller => ({ token: undefined, session: undefined, owner })

/** Of end users' own procedures `ownerOf` has decided. */
type StaffAccess = Exclude<Access, 'wallet_owner'>

type Asked = Readonly<{ name: string; access: StaffAccess; peopleOnly: boolean }>
type Attempt = Asked & Readonly<{ session: LiveSession | undefined }>

async function admit({ engine }: CallContext, { session, ...asked }: Attempt): Promise<void> {
  const { name, access } = asked
  if (access === 'public') return
  if (session === undefined) throw fault('not_signed_in', 401, undefined)
  const permission = lackingOf(session, { ...asked, access })
  if (permission !== null) throw await notPermitted(engine, session, { name, permission })
}

/** The refusal of somebody who lacks a permission, recorded. For what only the input of a call tells that it needs one. */
export async function notPermitted(
  engine: CallContext['engine'],
  session: LiveSession,
  { name, permission }: Readonly<{ name: string; permission: string }>,
): Promise<Error> {
  const { store } = await engine.opened()
  await store
    .write('audit.noteRefusal', { procedure: name, permission }, session.user.name)
    // The refusal stands also when it can't be recorded; that it could not is an incident.
    .catch((error: unknown) => noteIncident(engine.log, error, name))
  return fault('not_permitted', 403, { permission })
}

function lackingOf(
  session: LiveSession,
  { name, access, peopleOnly }: Asked & Readonly<{ access: Exclude<StaffAccess, 'public'> }>,
): string | null {
  if (session.mustChangePassphrase && !allowedBeforeChange.has(name)) return 'passphrase_change_first'
  if (session.isOnWall && !allowedOnWall.has(name)) return 'sign_in_first'
  if (session.program !== null && peopleOnly) return 'a_person'
  if (access !== 'signed_in') return session.permissions.has(access) ? null : access
  return session.program === null || allowedToPrograms.has(name) ? null : 'a_person'
}

/** The session of a guarded call; the guard has already refused calls without one. */
export function sessionOf(context: Readonly<{ session: LiveSession | undefined }>): LiveSession {
  invariant(context.session !== undefined, 'a guarded procedure ran without a session')
  return context.session
}
