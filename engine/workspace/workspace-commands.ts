/** What the workspace is: written once when it is founded, read by every start. */
import { isoOf } from '../calendar/instant.ts'
import { invariant } from '../invariant.ts'
import { command, type QueryContext } from '../store/command.ts'

export type Founding = Readonly<{
  uid: string
  name: string
  zone: string
  currency: string
  currencyDigits: number
  demo: boolean
  signingKey: Uint8Array
}>

export const foundWorkspace = command({
  topics: ['workspace'],
  record: ({ uid, name, zone, currency, demo }: Founding, _: null) => ({
    action: 'workspace.found',
    subject: `workspace:${uid}`,
    outcome: 'done',
    detail: { name, zone, currency, demo },
  }),
  run: async ({ db, at }, { uid, name, zone, currency, currencyDigits, demo, signingKey }) => {
    await db.insertInto('currency').values({ code: currency, digits: currencyDigits }).execute()
    await db
      .insertInto('workspace')
      .values({ id: 1, uid, name, zone, currency, created_at: at, demo: demo ? 1 : 0 })
      .execute()
    await db
      .insertInto('signing_key')
      .values({ generation: 1, public_key: Buffer.from(signingKey), since: at })
      .execute()
    return null
  },
})

/** After the master was replaced: the new signing key is known from here on, and the head is authenticated anew. */
export const noteRotation = command({
  topics: ['workspace'],
  record: (input: Readonly<{ generation: number; signingKey: Uint8Array; reason: string }>, _: null) => ({
    action: 'keys.rotate',
    subject: `generation:${input.generation}`,
    outcome: 'done',
    detail: { reason: input.reason },
  }),
  run: async ({ db, at }, { generation, signingKey }) => {
    await db
      .insertInto('signing_key')
      .values({ generation, public_key: Buffer.from(signingKey), since: at })
      .onConflict((conflict) => conflict.column('generation').doNothing())
      .execute()
    return null
  },
})

/**
 * At every opening: the key that signs now is among those the store knows, and the head is authenticated with the key of
 * now. Both are so already, except when a rotation was cut off between the store and its record.
 */
export const noteGeneration = command({
  topics: [],
  record: (input: Readonly<{ generation: number; signingKey: Uint8Array }>, _: null) => ({
    action: 'workspace.open',
    subject: `generation:${input.generation}`,
    outcome: 'done',
  }),
  run: async ({ db, at }, { generation, signingKey }) => {
    await db
      .insertInto('signing_key')
      .values({ generation, public_key: Buffer.from(signingKey), since: at })
      .onConflict((conflict) => conflict.column('generation').doNothing())
      .execute()
    return null
  },
})

export type WorkspaceRecord = Readonly<{
  uid: string
  name: string
  zone: string
  currency: string
  currencyDigits: number
  schemaVersion: number
  createdAt: string
  approvers: number
  demo: boolean
}>

export async function readWorkspace({ db, raw }: QueryContext, _: null): Promise<WorkspaceRecord> {
  const row = await db
    .selectFrom('workspace')
    .innerJoin('currency', 'currency.code', 'workspace.currency')
    .selectAll('workspace')
    .select('currency.digits')
    .executeTakeFirst()
  invariant(row !== undefined, 'the store holds no workspace')
  const approvers = await db
    .selectFrom('user')
    .innerJoin('user_role', 'user_role.user_id', 'user.id')
    .where('role', '=', 'approver')
    .where('state', '=', 'active')
    .select((each) => each.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow()
  return {
    uid: row.uid,
    name: row.name,
    zone: row.zone,
    currency: row.currency,
    currencyDigits: row.digits,
    schemaVersion: Number(raw.pragma('user_version', { simple: true })),
    createdAt: isoOf(row.created_at),
    approvers: approvers.n,
    demo: row.demo === 1,
  }
}
