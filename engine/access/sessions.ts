/**
 * Who is signed in. Sessions live in memory: when the engine ends, everybody signs in again. A token is 256 random bits;
 * the engine keeps its hash, so that a copy of its memory's tables opens nothing.
 */
import { hash, randomBytes } from 'node:crypto'
import { isoOf } from '../calendar/instant.ts'
import { type Permission, permissionsOf, type Role } from '../contract/permission.ts'
import type { Session } from '../contract/session.ts'

export type SessionUser = Readonly<{ id: number; name: string; displayName: string }>

/** A program: whose it is, and what it may move in one operation without a person, in the workspace's currency. */
export type Program = Readonly<{ id: number; producer: number | null; aloneUpTo: number; endsAt: number }>

type Held = {
  readonly user: SessionUser
  roles: readonly Role[]
  permissions: ReadonlySet<Permission>
  mustChangePassphrase: boolean
  readonly startedAt: number
  lastAt: number
  /** Set where a program calls with a key of its own, and nobody is signed in. */
  readonly program: Program | null
  /** A display on a wall, which nobody sits at: it lasts, shows, and does nothing. */
  isOnWall: boolean
}

export type LiveSession = Readonly<Held>

const idleSeconds = 15 * 60
const longestSeconds = 12 * 60 * 60
/** Whoever hangs a display comes by once a month. */
const longestOnWallSeconds = 30 * 24 * 60 * 60
/** What a display may show at most, whoever hung it. */
const shownOnWall: ReadonlySet<Permission> = new Set(['batches.read', 'producers.read', 'exceptions.read'])

export class Sessions {
  readonly #held = new Map<string, Held>()

  begin(
    user: SessionUser,
    { roles, mustChangePassphrase }: Readonly<{ roles: readonly Role[]; mustChangePassphrase: boolean }>,
    at: number,
  ): Readonly<{ token: string; session: LiveSession }> {
    const token = randomBytes(32).toString('base64url')
    const session: Held = {
      user,
      roles,
      permissions: permissionsOf(roles),
      mustChangePassphrase,
      startedAt: at,
      lastAt: at,
      program: null,
      isOnWall: false,
    }
    this.#held.set(keyOf(token), session)
    return { token, session }
  }

  /** The session of a token, kept alive by being used; undefined once it ended. `quietly` looks without keeping alive. */
  find(token: string, at: number, { quietly = false } = {}): LiveSession | undefined {
    const key = keyOf(token)
    const session = this.#held.get(key)
    if (session === undefined) return undefined
    if (at > endOf(session)) {
      this.#held.delete(key)
      return undefined
    }
    if (!quietly) session.lastAt = at
    return session
  }

  end(token: string): void {
    this.#held.delete(keyOf(token))
  }

  /** There is no way back: whoever wants to do anything signs in again. */
  hangOnWall(token: string): LiveSession | undefined {
    const session = this.#held.get(keyOf(token))
    if (session === undefined) return undefined
    session.isOnWall = true
    giveRoles(session, session.roles)
    return session
  }

  /** A removed user's sessions end at once, and those that an old passphrase began when it was replaced. */
  endAllOf(user: number, { except }: Readonly<{ except?: string | undefined }> = {}): void {
    const kept = except === undefined ? undefined : keyOf(except)
    for (const [key, session] of this.#held) {
      if (session.user.id === user && key !== kept) this.#held.delete(key)
    }
  }

  /** Roles take effect on the next call of whoever is signed in. */
  setRoles(user: number, roles: readonly Role[]): void {
    for (const session of this.#held.values()) {
      if (session.user.id !== user) continue
      giveRoles(session, roles)
    }
  }

  passphraseChanged(user: number): void {
    for (const session of this.#held.values()) if (session.user.id === user) session.mustChangePassphrase = false
  }

  count(): number {
    return this.#held.size
  }
}

export function describeSession(session: LiveSession): Session {
  const endsAt = session.program?.endsAt ?? endOf(session)
  return {
    user: session.user,
    roles: [...session.roles],
    permissions: [...session.permissions],
    idleSeconds,
    expiresAt: isoOf(endsAt),
    mustChangePassphrase: session.mustChangePassphrase,
    isOnWall: session.isOnWall,
  }
}

function giveRoles(session: Held, roles: readonly Role[]): void {
  const permissions = permissionsOf(roles)
  session.roles = roles
  session.permissions = session.isOnWall
    ? new Set([...permissions].filter((each) => shownOnWall.has(each)))
    : permissions
}

/** A display asks every few seconds, so one that is switched off ends like any other session. */
const endOf = ({ lastAt, startedAt, isOnWall }: LiveSession): number =>
  Math.min(lastAt + idleSeconds * 1000, startedAt + (isOnWall ? longestOnWallSeconds : longestSeconds) * 1000)

const keyOf = (token: string): string => hash('sha256', token, 'base64url')
