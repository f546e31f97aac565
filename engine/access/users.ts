/** Users and their roles: the commands that change them and the queries that read them. */
import { isoOf } from '../calendar/instant.ts'
import type { Role } from '../contract/permission.ts'
import type { User } from '../contract/users.ts'
import { invariant } from '../invariant.ts'
import { type CommandContext, command, type QueryContext } from '../store/command.ts'
import type { Reader } from '../store/tables.ts'

/** A program that calls the API has a record too, so that its name is its own; nobody signs in by it. */
export type UserRecord = User & Readonly<{ mustChangePassphrase: boolean; isProgram: boolean }>
type NotFound = Readonly<{ status: 'not_found' }>
type LastAdmin = Readonly<{ status: 'last_admin' }>
type Changed = Readonly<{ status: 'done'; user: UserRecord }>

export type UserDraft = Readonly<{
  name: string
  displayName: string
  roles: readonly Role[]
  mustChangePassphrase: boolean
}>

export const addUser = command({
  topics: ['users', 'workspace'],
  record: ({ name, roles }: UserDraft, { status }: Changed | { status: 'user_exists' }) => ({
    action: 'users.add',
    subject: `user:${name}`,
    outcome: status,
    detail: { roles },
  }),
  run: async ({ db, at }, { name, displayName, roles, mustChangePassphrase }: UserDraft) => {
    if (isReserved(name)) return { status: 'user_exists' as const }
    const existing = await findUser(db, name)
    if (existing?.state === 'active') return { status: 'user_exists' as const }
    // A removed user's name stays theirs in the audit log, so it is not given to somebody else.
    if (existing !== undefined) return { status: 'user_exists' as const }
    const { id } = await db
      .insertInto('user')
      .values({
        name,
        display_name: displayName,
        state: 'active',
        must_change_passphrase: mustChangePassphrase ? 1 : 0,
        created_at: at,
        last_sign_in_at: null,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    await putRoles(db, id, roles)
    return { status: 'done' as const, user: await getUser(db, name) }
  },
})

export const setRoles = command({
  topics: ['users', 'workspace'],
  record: (input: Readonly<{ name: string; roles: readonly Role[] }>, { status }: Changed | NotFound | LastAdmin) => ({
    action: 'users.set_roles',
    subject: `user:${input.name}`,
    outcome: status,
    detail: { roles: input.roles },
  }),
  run: async ({ db }, { name, roles }) => {
    const user = await findUser(db, name)
    if (!isPerson(user)) return { status: 'not_found' as const }
    if (!roles.includes('admin') && (await isLastAdmin(db, user.id))) return { status: 'last_admin' as const }
    await db.deleteFrom('user_role').where('user_id', '=', user.id).execute()
    await putRoles(db, user.id, roles)
    return { status: 'done' as const, user: await getUser(db, name) }
  },
})

export const removeUser = command({
  topics: ['users', 'workspace'],
  record: (input: Readonly<{ name: string }>, { status }: Changed | NotFound | LastAdmin) => ({
    action: 'users.remove',
    subject: `user:${input.name}`,
    outcome: status,
  }),
  run: async ({ db }, { name }) => {
    const user = await findUser(db, name)
    if (!isPerson(user)) return { status: 'not_found' as const }
    if (await isLastAdmin(db, user.id)) return { status: 'last_admin' as const }
    await db.updateTable('user').set({ state: 'removed' }).where('id', '=', user.id).execute()
    return { status: 'done' as const, user: await getUser(db, name) }
  },
})

export const notePassphrase = command({
  topics: ['users'],
  record: (
    input: Readonly<{ name: string; by: 'self' | 'admin' | 'recovery'; mustChange: boolean }>,
    { status }: Changed | NotFound,
  ) => ({
    action: 'users.passphrase',
    subject: `user:${input.name}`,
    outcome: status,
    detail: { by: input.by },
  }),
  run: async ({ db }, { name, mustChange }) => {
    const user = await findUser(db, name)
    if (!isPerson(user)) return { status: 'not_found' as const }
    await db
      .updateTable('user')
      .set({ must_change_passphrase: mustChange ? 1 : 0 })
      .where('id', '=', user.id)
      .execute()
    return { status: 'done' as const, user: await getUser(db, name) }
  },
})

export type SignInNote = Readonly<{
  name: string
  outcome: 'signed_in' | 'signed_out' | 'hung_on_wall' | 'wrong_credentials' | 'too_many_attempts'
  source: string
}>

export const noteSignIn = command({
  topics: [],
  record: ({ name, outcome, source }: SignInNote, _: unknown) => ({
    action: 'session.sign_in',
    subject: `user:${name}`,
    outcome,
    detail: { source },
  }),
  run: async ({ db, at }, { name, outcome }) => {
    if (outcome !== 'signed_in') return null
    await db.updateTable('user').set({ last_sign_in_at: at }).where('name', '=', name).execute()
    return null
  },
})

export const listUsers = async ({ db }: QueryContext, _: null): Promise<readonly UserRecord[]> =>
  (await readUsers(db)).filter(({ isProgram }) => !isProgram)

export const findUserQuery = async ({ db }: QueryContext, { name }: Readonly<{ name: string }>) =>
  (await findUser(db, name)) ?? null

/**
 * One person however their name is typed: folded exactly as the key file folds it, because a name finds both a record
 * here and a key slot there. SQLite's NOCASE knows ASCII only; with it, `Émile` and `émile` would be two users with one
 * slot, and whoever was added last would hold the other's passphrase.
 */
export const sameName = (a: string, b: string): boolean => foldName(a) === foldName(b)
const foldName = (name: string): string => name.normalize('NFKC').toLowerCase()

async function findUser(db: Reader, name: string): Promise<UserRecord | undefined> {
  return (await readUsers(db)).find((user) => sameName(user.name, name))
}

/** What the audit log calls those who are nobody: no person and no program has such a name. */
const reserved = ['engine', 'client', 'gateway', 'host', 'system', 'unattended', 'recovery']
export const isReserved = (name: string): boolean => reserved.some((each) => sameName(each, name))

/** Somebody who can sign in, be given roles, and be removed. */
export const isPerson = (user: UserRecord | null | undefined): user is UserRecord =>
  user !== null && user !== undefined && user.state === 'active' && !user.isProgram

async function getUser(db: Reader, name: string): Promise<UserRecord> {
  const user = await findUser(db, name)
  invariant(user !== undefined, 'a user that was just written is gone', { name })
  return user
}

async function readUsers(db: Reader): Promise<UserRecord[]> {
  const rows = await db.selectFrom('user').selectAll().orderBy('id').execute()
  const roles = await db.selectFrom('user_role').selectAll().orderBy('role').execute()
  const programs = new Set((await db.selectFrom('caller').select('user_id').execute()).map((row) => row.user_id))
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    displayName: row.display_name,
    roles: roles.filter((each) => each.user_id === row.id).map((each) => each.role as Role),
    state: row.state,
    createdAt: isoOf(row.created_at),
    lastSignInAt: row.last_sign_in_at === null ? null : isoOf(row.last_sign_in_at),
    mustChangePassphrase: row.must_change_passphrase === 1,
    isProgram: programs.has(row.id),
  }))
}

async function putRoles(db: CommandContext['db'], user: number, roles: readonly Role[]): Promise<void> {
  await db
    .insertInto('user_role')
    .values([...new Set(roles)].map((role) => ({ user_id: user, role })))
    .execute()
}

async function isLastAdmin(db: Reader, user: number): Promise<boolean> {
  const admins = await db
    .selectFrom('user')
    .innerJoin('user_role', 'user_role.user_id', 'user.id')
    .where('role', '=', 'admin')
    .where('state', '=', 'active')
    .select('user.id')
    .execute()
  return admins.length === 1 && admins[0]?.id === user
}
