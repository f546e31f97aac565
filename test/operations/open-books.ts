/** Books on a real store without threads: commands run one after another in this process, at the test's own time. */
import type { Database } from 'better-sqlite3'
import { commands } from '../../engine/commands.ts'
import type { Role } from '../../engine/contract/permission.ts'
import type { Initiator } from '../../engine/operations/initiator.ts'
import type { Operation } from '../../engine/operations/operation.ts'
import type { CommandMap, InputOf, OutcomeOf } from '../../engine/store/command.ts'
import { connect } from '../../engine/store/connection.ts'
import { executorOf } from '../../engine/store/writer-loop.ts'
import { layoutOf } from '../../engine/workspace/layout.ts'
import { keysOf } from '../store/on-disk.ts'
import { makeWorkspace, removeFolder, type TestUser } from '../workspace-fixture.ts'

export type OpenBooks = Readonly<{
  raw: Database
  directory: string
  run: <N extends keyof typeof commands>(
    name: N,
    input: InputOf<(typeof commands)[N]>,
    actor?: string,
  ) => Promise<OutcomeOf<(typeof commands)[N]>>
  as: (name: string) => Initiator
  close: () => void
}>

const staff: readonly TestUser[] = [
  { name: 'admin', roles: ['admin'] },
  { name: 'ana', roles: ['analyst'] },
  { name: 'ben', roles: ['approver'] },
  { name: 'eve', roles: ['approver'] },
]

export async function openBooks(users: readonly TestUser[] = staff): Promise<OpenBooks> {
  const { directory } = await makeWorkspace(undefined, users)
  const keys = await keysOf(directory)
  const raw = connect({ file: layoutOf(directory).store, key: keys.store, mode: 'write' })
  const execute = executorOf(raw, commands as CommandMap, keys.chain)
  const run: OpenBooks['run'] = (name, input, actor = 'engine') => execute({ name, input, actor }) as never
  return {
    raw,
    directory,
    run,
    as: (name) => initiatorOf(raw, name),
    close: () => {
      raw.close()
      removeFolder(directory)
    },
  }
}

function initiatorOf(raw: Database, name: string): Initiator {
  const user = raw.prepare('SELECT id FROM user WHERE name = ?').pluck().get(name) as number
  const roles = raw.prepare('SELECT role FROM user_role WHERE user_id = ?').pluck().all(user) as Role[]
  return { caller: `user:${user}`, user, name, roles, onBehalfOf: null }
}

let lastKey = 0
/** Asks for an operation with a key of its own, unless the test says which. */
export function perform<K extends Operation['kind']>(
  books: OpenBooks,
  kind: K,
  content: Partial<Extract<Operation, { kind: K }>['content']>,
  {
    by = 'ana',
    key,
    ...asked
  }: Readonly<{ by?: string; key?: string; expectedVersion?: number; reason?: string; onBehalfOf?: string }> = {},
): Promise<OutcomeOf<(typeof commands)['operations.perform']>> {
  lastKey += 1
  const { onBehalfOf = null, ...rest } = asked
  const initiator = { ...books.as(by), onBehalfOf }
  const defaults = kind === 'deposit' ? { from: 'omnibus:main' } : kind === 'payout' ? { to: 'omnibus:main' } : {}
  const operation = { kind, content: { ...defaults, ...content } } as unknown as Operation
  return books.run('operations.perform', { key: key ?? `k${lastKey}`, operation, initiator, ...rest }, by)
}

export const balanceOf = ({ raw }: OpenBooks, code: string, currency = 'USD'): number | undefined =>
  raw.prepare('SELECT balance FROM account WHERE code = ? AND currency = ?').pluck().get(code, currency) as
    | number
    | undefined

/** All balances that are not nothing, by account. */
export const balancesOf = ({ raw }: OpenBooks): Readonly<Record<string, number>> =>
  Object.fromEntries(
    (
      raw.prepare('SELECT code, currency, balance FROM account WHERE balance <> 0 ORDER BY code').all() as {
        code: string
        currency: string
        balance: number
      }[]
    ).map(({ code, currency, balance }) => [currency === 'USD' ? code : `${code} ${currency}`, balance]),
  )
