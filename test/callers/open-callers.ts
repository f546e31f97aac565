/** A workspace that programs may call: an administrator who proposes keys, an approver who agrees, a producer, a host. */
import { randomUUID } from 'node:crypto'
import type { EngineClient, Inputs } from '../../engine/contract/contract.ts'
import type { EngineOptions } from '../../engine/engine.ts'
import { type Host, type Limits, startHost } from '../../engine/host/host.ts'
import { makeFolder, makeWorkspace, openTestEngine, removeFolder, type TestEngine } from '../workspace-fixture.ts'

type Change = Extract<Inputs['proposals']['propose']['change'], { kind: 'caller' }>
export type Asked = Partial<Omit<Change, 'kind'>>

export type Called = Readonly<{ status: number; body: Record<string, unknown>; headers: Headers }>
export type Program = Readonly<{
  caller: number
  key: string
  call: (method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>) => Promise<Called>
}>

export type OpenCallers = Readonly<{
  directory: string
  opened: TestEngine
  host: Host
  admin: EngineClient
  approver: EngineClient
  analyst: EngineClient
  /** Proposed, agreed on, and with a key. */
  program: (asked?: Asked) => Promise<Program>
  agree: (asked?: Asked) => Promise<number>
  callAs: (key: string | null) => Program['call']
  /** Ends everything and keeps the workspace. */
  leave: () => Promise<void>
  close: () => Promise<void>
}>

export const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString()

export type CallersOptions = Partial<EngineOptions> &
  Readonly<{ directory?: string; limits?: Limits; producer?: Inputs['producers']['add'] }>

export async function openCallers({
  directory = makeFolder(),
  limits,
  producer = { id: 7, code: 'seven', name: 'Seven Corner' },
  ...options
}: CallersOptions = {}): Promise<OpenCallers> {
  await makeWorkspace(directory, [
    { name: 'admin', roles: ['admin'] },
    { name: 'approver', roles: ['approver'] },
    { name: 'analyst', roles: ['analyst'] },
  ])
  const opened = await openTestEngine(directory, options)
  const host = await startHost({ engine: opened.engine, ...(limits === undefined ? {} : { limits }) })
  const [admin, approver, analyst] = [await opened.as('admin'), await opened.as('approver'), await opened.as('analyst')]
  await admin.producers.add(producer)
  const agree = async (asked: Asked = {}): Promise<number> => {
    const change = { kind: 'caller', ...defaults(), ...asked } as Change
    const { id } = await admin.proposals.propose({ change, reason: 'for the shop', key: randomUUID() })
    const { result } = await approver.proposals.approve({ id })
    return (result as { caller: number }).caller
  }
  const callAs = (key: string | null) => callerOf(host, key)
  const leave = async (): Promise<void> => {
    await host.close()
    await opened.engine.close()
  }
  return {
    directory,
    opened,
    host,
    admin,
    approver,
    analyst,
    agree,
    callAs,
    program: async (asked) => {
      const caller = await agree(asked)
      const { key } = await admin.callers.newKey({ caller })
      return { caller, key, call: callAs(key) }
    },
    leave,
    close: async () => {
      await leave()
      removeFolder(directory)
    },
  }
}

let count = 0
const defaults = (): Asked => {
  count += 1
  return { name: `shop-${count}`, scopes: ['ledger.read'], expiresAt: inDays(30) }
}

export const callerOf =
  ({ url }: Pick<Host, 'url'>, key: string | null): Program['call'] =>
  async (method, path, body, headers = {}) => {
    const answer = await fetch(`${url}/api${path}`, {
      method,
      headers: {
        ...(key === null ? {} : { authorization: `Bearer ${key}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    return { status: answer.status, headers: answer.headers, body: text === '' ? {} : JSON.parse(text) }
  }

export const errorOf = ({ status, body }: Called): unknown => ({ status, ...(body.error as object) })
