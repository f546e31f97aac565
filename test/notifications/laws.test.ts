/** What holds of notifications whatever happens, and however much of it. */
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { type ExceptionCode, exceptionCodes, severities } from '../../engine/contract/exceptions.ts'
import { type NotificationKind, notedAloneMax, notificationKinds } from '../../engine/contract/notifications.ts'
import { type Permission, permissionsOf, type Role, roles } from '../../engine/contract/permission.ts'
import { changeCase } from '../../engine/exceptions/case.ts'
import { tellOfRaised } from '../../engine/notifications/of-cases.ts'
import { everybody, findPerson } from '../../engine/notifications/people.ts'
import { tell } from '../../engine/notifications/tell.ts'
import { inStore } from '../exceptions/open-exceptions.ts'
import { clientOf } from '../workspace-fixture.ts'
import { openPeople, type People, raiseOne, readAll } from './open-people.ts'

let people: People
beforeAll(async () => {
  people = await openPeople()
}, 60_000)
afterAll(() => people.close())
beforeEach(() => readAll(people))

/** Written out by hand: what it takes to see what a notification is about. */
const readableWith: Readonly<Record<NotificationKind, Permission | null>> = {
  assigned: 'exceptions.read',
  answered: 'exceptions.read',
  due_soon: 'exceptions.read',
  overdue: 'exceptions.read',
  unowned_overdue: 'exceptions.read',
  case_critical: 'exceptions.read',
  proposal_open: 'proposals.read',
  proposal_ended: 'proposals.read',
  bulk_done: 'exceptions.read',
  export_done: null,
  report_done: null,
  producer_late: 'exceptions.read',
  producer_suspended: 'producers.read',
  message_failed: 'exceptions.read',
  job_failed: 'jobs.read',
  check_failed: 'exceptions.read',
  digest_failed: null,
}

const someRoles = fc.uniqueArray(fc.constantFrom(...roles), { minLength: 1, maxLength: 3 })

it('tells nobody of what they may not read, whatever their roles and whatever it is', async () => {
  const about = { kind: fc.constantFrom(...notificationKinds), held: someRoles }
  await inStore(people, (raw) => {
    const person = findPerson(raw, 2)
    if (person === null) throw new Error('nobody')
    const count = raw.prepare('SELECT count(*) FROM notification WHERE user_id = 2').pluck()
    fc.assert(
      fc.property(fc.record(about), ({ kind, held }) => {
        raw.exec('DELETE FROM notification WHERE user_id = 2')
        const now = permissionsOf(held)
        tell(raw, Date.now(), { ...person, roles: held, held: now }, { kind, subject: 'x:1', facts: {} })
        const needed = readableWith[kind]
        if (count.get() === 1) expect(needed === null || now.has(needed)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })
})

it('shows nobody what they may not read any more, though they were told of it when they might', async () => {
  const kinds = await inStore(people, (raw) => {
    const ana = findPerson(raw, 2)
    if (ana === null) throw new Error('nobody')
    const all = { ...ana, held: permissionsOf(roles) }
    for (const kind of notificationKinds) tell(raw, Date.now(), all, { kind, subject: 'y:1', facts: {} })
    return notificationKinds.length
  })
  const seenAs = async (held: readonly Role[]): Promise<readonly NotificationKind[]> => {
    const user = { id: 2, name: 'ana', displayName: 'ana' }
    const { token } = people.engine.sessions.begin(user, { roles: held, mustChangePassphrase: false }, Date.now())
    const client = clientOf(people.engine, token)
    const { items } = await client.notifications.list({})
    const unread = items.filter(({ readAt }) => readAt === null)
    expect(await client.notifications.unread()).toEqual({ unread: unread.length })
    return unread.map(({ kind }) => kind)
  }
  expect(await seenAs(roles)).toHaveLength(kinds)
  for (const role of roles) {
    const held = permissionsOf([role])
    for (const kind of await seenAs([role])) {
      const needed = readableWith[kind]
      expect([role, kind, needed === null || held.has(needed)]).toEqual([role, kind, true])
    }
  }
  // What is one's own, whatever one may read.
  expect(await seenAs(['executive'])).toEqual(['digest_failed', 'report_done', 'export_done'])
})

it('tells of whatever may come up only those who may read it', async () => {
  const ids = new Map<ExceptionCode, number>()
  // Batches that are missing or alike, and all that comes of no rule about rows or batches.
  for (const code of exceptionCodes.slice(exceptionCodes.indexOf('HELD_TOO_LONG') - 2)) {
    const scope = code === 'FRAUD_REPORTED' || code === 'TRANSACTION_QUESTIONED' ? 'client' : 'producer'
    ids.set(code, await raiseOne(people, code, { scope, producer: 7 }))
  }
  await inStore(people, (raw) => {
    const held = new Map(everybody(raw).map((person) => [person.id, person.held]))
    const told = raw.prepare('SELECT user_id AS user, kind FROM notification WHERE read_at IS NULL')
    fc.assert(
      fc.property(fc.constantFrom(...ids.keys()), fc.constantFrom(...severities), (code, severity) => {
        tellOfRaised(raw, Date.now(), { id: ids.get(code) ?? 0, code, severity })
        for (const { user, kind } of told.all() as { user: number; kind: NotificationKind }[]) {
          const needed = readableWith[kind]
          expect([kind, needed === null || held.get(user)?.has(needed)]).toEqual([kind, true])
        }
      }),
      { numRuns: 100 },
    )
  })
})

const rowsOf = () =>
  inStore(
    people,
    (raw) => raw.prepare('SELECT count(*) FROM notification WHERE read_at IS NULL').pluck().get() as number,
  )

it('writes a few lines for each person, however many critical cases come up', async () => {
  const cases = 10_000
  await inStore(people, (raw) => {
    const at = Date.now()
    const known = raw.prepare(`SELECT id FROM exception WHERE code = 'FRAUD_REPORTED'`).pluck().get() as number
    const insert = raw.prepare(`
      INSERT INTO exception (id, code, scope, cause, severity, client_id, rows, raised_at, due_at)
      VALUES (?, 'FRAUD_REPORTED', 'client', ?, 'critical', 'C1', 0, ?, ?)`)
    for (let n = 0; n < cases; n += 1) {
      insert.run(100_000 + n, `flood-${n}`, at, at + 3_600_000)
      tellOfRaised(raw, at, { id: 100_000 + n, code: 'FRAUD_REPORTED', severity: 'critical' })
    }
    expect(known).toBeGreaterThan(0)
  })
  // Ana, Mei, Ben and Eve.
  expect(await rowsOf()).toBe(4 * (notedAloneMax + 1))
  const { items } = await people.ana.notifications.list({})
  const unread = items.filter(({ readAt }) => readAt === null)
  expect(unread.reduce((sum, { count }) => sum + count, 0)).toBe(cases)
  expect(unread.find(({ subject }) => subject === 'further')).toMatchObject({ count: cases - notedAloneMax })
})

it('tells in one look of ten thousand cases that are late', async () => {
  await inStore(people, (raw) => {
    const at = Date.now()
    raw.prepare(`UPDATE exception SET due_at = ?, version = version + 1 WHERE id >= 100000`).run(at - 1)
    // Whose some of them are: given by themselves, so that nobody is told of it.
    raw
      .prepare(`UPDATE exception SET owner = 3, status = 'in_progress', version = version + 1 WHERE id >= 105000`)
      .run()
    raw.prepare('UPDATE notification_mark SET soon = 0, overdue = 0').run()
  })
  const { store } = await people.engine.opened()
  expect(await store.read('notifications.anyDueToTell', { at: Date.now() })).toBe(true)
  const { overdue } = await store.write('notifications.tellOfDue', null, 'engine')
  expect(overdue).toBeGreaterThanOrEqual(10_000)
  expect(await store.read('notifications.anyDueToTell', { at: Date.now() })).toBe(false)
  const { items } = await people.mei.notifications.list({})
  const counted = (kind: NotificationKind): number =>
    items.filter((each) => each.readAt === null && each.kind === kind).reduce((sum, { count }) => sum + count, 0)
  expect(counted('overdue')).toBe(5_000)
  expect(counted('unowned_overdue')).toBe(overdue - 5_000)
  // Once is enough: the next look finds nothing new.
  expect(await store.write('notifications.tellOfDue', null, 'engine')).toEqual({ soon: 0, overdue: 0 })
})

it('gives one person a thousand cases with six lines', async () => {
  await inStore(people, (raw) => {
    for (let id = 100_000; id < 101_000; id += 1)
      changeCase(raw, Date.now(), {
        id,
        by: 'ana',
        kind: 'assigned',
        detail: { to: 'mei' },
        owner: 3,
        to: { status: 'at_work' },
      })
  })
  expect(await rowsOf()).toBe(notedAloneMax + 1)
})

it('removes what was read long ago, and nothing that was not read', async () => {
  const at = Date.now()
  const longAgo = at - 91 * 86_400_000
  await inStore(people, (raw) => {
    const insert = raw.prepare(`
      INSERT INTO notification (user_id, kind, subject, facts, in_app, by_desktop, by_email, at, read_at)
      VALUES (4, 'assigned', ?, '{}', 1, 0, 0, ?, ?)`)
    for (let n = 0; n < 3_000; n += 1) insert.run(`old:${n}`, longAgo, longAgo)
    insert.run('young:1', longAgo, at)
    insert.run('unread:1', longAgo, null)
  })
  const { id } = await people.client.jobs.run({ name: 'notifications.tidy' })
  await expect
    .poll(async () => (await people.client.jobs.runs({ name: 'notifications.tidy' })).items[0])
    .toMatchObject({
      id,
      outcome: 'done',
      detail: { removed: 3_000 },
    })
  const left = await inStore(people, (raw) =>
    raw.prepare(`SELECT subject FROM notification WHERE user_id = 4 AND at = ?`).pluck().all(longAgo),
  )
  expect(left).toEqual(['young:1', 'unread:1'])
})
