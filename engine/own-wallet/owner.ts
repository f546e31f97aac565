/** Who calls with a wallet's token: the part of the guard that end users pass, and nobody else. */
import { now } from '../calendar/instant.ts'
import type { Engine } from '../engine.ts'
import { invariant } from '../invariant.ts'
import { type CallContext, tokenOf } from '../router/call-context.ts'
import { fault } from '../router/faults.ts'
import type { OpenWorkspace } from '../workspace/open-workspace.ts'
import { cookieOf, deviceCookieOf, tokenOfCookie } from './cookie.ts'
import { idleMs } from './sessions.ts'
import { makeToken, readToken, type TokenKey } from './token.ts'

export type WalletOwner = Readonly<{ client: string; session: string }>

/** A browser gets another token before its own ends. */
const renewAfterMs = 5 * 60_000

export const tokenKeyOf = ({ ring }: Pick<OpenWorkspace, 'ring'>): TokenKey => ({
  key: ring.keys.walletToken,
  workspace: ring.workspace,
})

/** Throws for everybody else. */
export async function ownerOf(context: CallContext): Promise<WalletOwner> {
  refuseConsole(context)
  const owner = await findOwner(context)
  if (owner === null) throw notSignedIn()
  return owner
}

/** A cookie may be late, because a page that was closed comes back with the one it had. */
export async function findOwner(context: CallContext): Promise<WalletOwner | null> {
  const { engine, reqHeaders } = context
  const bearer = tokenOf(reqHeaders?.get('authorization'))
  const cookie = bearer === undefined ? tokenOfCookie(reqHeaders?.get('cookie')) : undefined
  const token = bearer ?? cookie
  if (token === undefined) return null
  const workspace = await engine.opened()
  const at = now()
  const late = cookie === undefined ? {} : { lateMs: idleMs }
  const claims = await readToken(tokenKeyOf(workspace), token, { at, ...late })
  if (claims === null) return null
  const { client, session, issuedAt } = claims
  if (!(await workspace.store.read('ownWallet.isSessionOpen', { session, client, at }))) return null
  const owner = { client, session }
  const isDue = cookie !== undefined && at - issuedAt > renewAfterMs
  return !isDue || (await renewCookie(context, owner)) ? owner : null
}

/** The owner in a guarded call. */
export function ownerIn({ owner }: Readonly<{ owner: WalletOwner | undefined }>): WalletOwner {
  invariant(owner !== undefined, 'a procedure of a wallet ran without its owner')
  return owner
}

/** Sockets and windows are the console's, where one caller may ask hundreds of times a second. */
export function refuseConsole({ source }: CallContext): void {
  if (source === 'websocket' || source === 'port') throw notSignedIn()
}

/** Marks the session as used; null when it ended meanwhile. */
export async function renewedToken(engine: Engine, { client, session }: WalletOwner): Promise<string | null> {
  const workspace = await engine.opened()
  const { status } = await workspace.store.write('ownWallet.useSession', { session, client }, 'client')
  return status === 'done' ? makeToken(tokenKeyOf(workspace), { client, session, at: now() }) : null
}

async function renewCookie(context: CallContext, owner: WalletOwner): Promise<boolean> {
  const token = await renewedToken(context.engine, owner)
  if (token !== null) giveCookie(context, token)
  return token !== null
}

const giveCookie = ({ resHeaders, isSecure = false }: CallContext, token: string): void =>
  resHeaders?.append('set-cookie', cookieOf(token, isSecure))

export function giveCookies(
  context: CallContext,
  { token, device }: Readonly<{ token: string; device: string }>,
): void {
  giveCookie(context, token)
  context.resHeaders?.append('set-cookie', deviceCookieOf(device, context.isSecure ?? false))
}

export const notSignedIn = () => fault('not_signed_in', 401, undefined)
