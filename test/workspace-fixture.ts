/**
 * Workspaces for tests: real folders, real encrypted stores, the whole engine with its threads. Only the passphrase
 * stretching is made cheap, because hundreds of workspaces are made.
 */

import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createRouterClient } from '@orpc/server'
import type { EngineClient } from '../engine/contract/contract.ts'
import type { Role } from '../engine/contract/permission.ts'
import { type Engine, type EngineOptions, openEngine } from '../engine/engine.ts'
import type { Incident } from '../engine/incident.ts'
import { router } from '../engine/router/router.ts'
import { createWorkspace } from '../engine/workspace/create.ts'

export const passphraseOf = (user: string): string => `${user} has a long passphrase`
export const cheapCost = { n: 2 ** 10, r: 8, p: 1 } as const

export type TestUser = Readonly<{ name: string; roles: readonly Role[] }>
const admin: TestUser = { name: 'admin', roles: ['admin'] }

export function makeFolder(prefix = 'countinghouse-'): string {
  return realpathSync(mkdtempSync(path.join(tmpdir(), prefix)))
}

export const removeFolder = (folder: string): void => rmSync(folder, { recursive: true, force: true })

export async function makeWorkspace(
  directory = makeFolder(),
  users: readonly TestUser[] = [admin],
): Promise<Readonly<{ directory: string; recoveryKey: string }>> {
  const [first = admin, ...rest] = users.map(({ name, roles }) => ({
    name,
    roles,
    displayName: name,
    passphrase: passphraseOf(name),
  }))
  return createWorkspace({
    directory,
    program: 'cli',
    name: 'Test',
    zone: 'Asia/Hong_Kong',
    currency: 'USD',
    currencyDigits: 2,
    demo: false,
    users: [first as never, ...rest],
    passphraseCost: cheapCost,
  })
}

export type TestEngine = Readonly<{
  engine: Engine
  incidents: readonly Incident[]
  /** A client without a session. */
  stranger: EngineClient
  /** Signs in and answers a client that carries the token. */
  as: (user: string) => Promise<EngineClient & Readonly<{ token: string }>>
}>

/** Opens the engine quietly: nothing is watched and no job runs unless the test says so. */
export async function openTestEngine(directory: string, options: Partial<EngineOptions> = {}): Promise<TestEngine> {
  const incidents: Incident[] = []
  const engine = await openEngine({
    directory,
    program: 'cli',
    version: '0.0.0-test',
    background: false,
    settleMs: 50,
    log: (incident) => incidents.push(incident),
    ...options,
  })
  return {
    engine,
    incidents,
    stranger: clientOf(engine),
    as: async (user) => {
      const { token } = await clientOf(engine).session.signIn({ user, passphrase: passphraseOf(user) })
      return Object.assign(clientOf(engine, token), { token })
    },
  }
}

export function clientOf(engine: Engine, token?: string): EngineClient {
  const headers = new Headers(token === undefined ? {} : { authorization: `Bearer ${token}` })
  return createRouterClient(router, { context: { engine, source: 'cli', reqHeaders: headers } }) as EngineClient
}

/** The code and facts of the contract error that a call ends with; a call that does not fail is told apart. */
export async function refusalOf(call: Promise<unknown>): Promise<Readonly<{ code: string; data: unknown }>> {
  try {
    await call
  } catch (error) {
    const { code, data } = error as { code: string; data: unknown }
    return { code, data }
  }
  return { code: 'not refused', data: null }
}
