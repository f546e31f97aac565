/** What every call brings along, whatever carried it. */
import type { LiveSession } from '../access/sessions.ts'
import type { Engine } from '../engine.ts'
import type { WalletOwner } from '../own-wallet/owner.ts'
import type { ProgramCall } from './program.ts'

export type CallSource = 'port' | 'websocket' | 'rest' | 'cli'

export type CallContext = Readonly<{
  engine: Engine
  source: CallSource
  /** From where it comes, where the transport knows. */
  address?: string
  /** What the caller shows, where the transport has read it already. */
  shown?: string | undefined
  /** Whose key that is, where the transport has looked. */
  program?: ProgramCall | undefined
  /** Set by the transport from the call's headers. */
  reqHeaders?: Headers
  /** What goes back with the answer, over REST. */
  resHeaders?: Headers
  /** Whether callers reach the host over TLS. */
  isSecure?: boolean
}>

/** After the guard: the token, and the session it belongs to; both undefined only in public procedures. */
export type GuardedContext = CallContext &
  Readonly<{
    token: string | undefined
    session: LiveSession | undefined
    /** Only in procedures of a wallet. */
    owner: WalletOwner | undefined
  }>

export function tokenOf(header: string | null | undefined): string | undefined {
  return header?.startsWith('Bearer ') === true ? header.slice('Bearer '.length) : undefined
}
