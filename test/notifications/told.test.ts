/** Who is told of what: each event, everybody who works here, and what each of them chose. */
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { type NotificationKind, notificationKinds } from '../../engine/contract/notifications.ts'
import { changeCase } from '../../engine/exceptions/case.ts'
import { tellOfDigestFailed } from '../../engine/notifications/of-digest.ts'
import { tellOfExport, tellOfRun } from '../../engine/notifications/of-exports.ts'
import { defaultSettings } from '../../engine/settings/defaults.ts'
import { inStore } from '../exceptions/open-exceptions.ts'
import { withRawStore } from '../ledger/raw-store.ts'
import { act, openPeople, type People, raiseOne, readAll, toldOf, unreadOf } from './open-people.ts'

let people: People
beforeAll(async () => {
  people = await openPeople()
}, 60_000)
afterAll(() => people.close())
beforeEach(() => readAll(people))

let keys = 0
const key = (): string => {
  keys += 1
  return `told-${keys}`
}
const plain = (): Promise<number> => raiseOne(people, 'TRANSACTION_QUESTIONED', { scope: 'client' })
const setting = (more: object = {}) =>
  ({
    kind: 'setting',
    name: 'holds',
    value: { ...defaultSettings.holds, expireAfterHours: 100 + keys, ...more },
  }) as never
const propose = async (by = people.ben): Promise<number> =>
  (await by.proposals.propose({ change: setting(), reason: 'because', key: key() })).id
const owned = async (): Promise<number> => {
  const id = await plain()
  await act(people.mei, id, { action: 'assign', to: 'mei' })
  return id
}
const dueAt = async (id: number, inMinutes: number): Promise<void> => {
  const at = Date.now()
  await inStore(people, (raw) =>
    changeCase(raw, at, { id, by: 'engine', kind: 'noted', detail: {}, dueAt: at + inMinutes * 60_000 }),
  )
}
const look = async () => (await people.engine.opened()).store.write('notifications.tellOfDue', null, 'engine')
/** As after the last look nothing had been due: what a test makes due is told anew. */
const lookedBefore = () =>
  withRawStore(people.engine, (raw) =>
    raw.prepare('UPDATE notification_mark SET soon = @at, overdue = @at').run({ at: Date.now() - 86_400_000 }),
  )
const asked = async (): Promise<Readonly<{ message: number; exception: number }>> => {
  const id = await raiseOne(people, 'BATCH_MISSING', {
    scope: 'producer',
    producer: 7,
    cause: new Date().toISOString(),
  })
  const { version } = await people.mei.exceptions.get({ id })
  const input = { exception: id, version, key: key(), channel: 'phone', to: '+852 1234 5678' } as const
  const { message } = await people.mei.contact.askProducer({
    ...input,
    subject: 'Where is it?',
    text: 'Where is it?',
  } as never)
  await readAll(people)
  return { message: message.id, exception: id }
}

async function longExport(): Promise<void> {
  const { id } = await people.ana.exports.start({ source: 'exceptions', parameters: {}, format: 'csv' })
  await vi.waitFor(async () => expect(await people.ana.exports.get({ id })).toMatchObject({ state: 'done' }), {
    timeout: 20_000,
  })
  // As if it had ended only now.
  await inStore(people, (raw) => tellOfExport(raw, Date.now() + 11_000, id))
}

const workers = { ana: 'case_critical', ben: 'case_critical', eve: 'case_critical', mei: 'case_critical' }
const ofProducers = (kind: NotificationKind) =>
  Object.fromEntries(['admin', 'ana', 'mei', 'ben', 'eve', 'olu'].map((name) => [name, kind]))
const ofJobs = (kind: NotificationKind) => Object.fromEntries(['admin', 'olu', 'aud'].map((name) => [name, kind]))

it.each<readonly [string, () => Promise<unknown>, Readonly<Record<string, string>>]>([
  ['a case of no great weight comes up', plain, {}],
  ['somebody takes a case', owned, {}],
  [
    'somebody is given a case',
    async () => act(people.ana, await plain(), { action: 'assign', to: 'mei' }),
    { mei: 'assigned' },
  ],
  ['a fraud is reported', () => raiseOne(people, 'FRAUD_REPORTED', { scope: 'client' }), workers],
  [
    'so much money is at stake that it is critical',
    () => raiseOne(people, 'TRANSACTION_QUESTIONED', { scope: 'client', amount: 2_000_000_000 }),
    workers,
  ],
  [
    'a batch did not come',
    () => raiseOne(people, 'BATCH_MISSING', { scope: 'producer', producer: 7, cause: '2026-01-01T00:00:00.000Z' }),
    ofProducers('producer_late'),
  ],
  [
    'a producer is suspended, by one of those who may',
    () => people.olu.producers.suspend({ id: 8, reason: 'because' }),
    Object.fromEntries(Object.entries(ofProducers('producer_suspended')).filter(([name]) => name !== 'olu')),
  ],
  ['a job failed', () => raiseOne(people, 'JOB_FAILED', { cause: 'audit.anchor' }), ofJobs('job_failed')],
  [
    'a check found a difference, which is critical too: each is told of it once',
    () => raiseOne(people, 'CHECK_FAILED', { detail: { job: 'ledger.check' } }),
    { ...workers, ...ofJobs('check_failed') },
  ],
  ['a change is proposed, and its proposer is no second person', () => propose(), { eve: 'proposal_open' }],
  [
    'somebody decided on a proposal: nobody else has to any more',
    async () => people.eve.proposals.decline({ id: await propose(), reason: 'no' }),
    { ben: 'proposal_ended' },
  ],
  ['somebody took back what they proposed', async () => people.ben.proposals.withdraw({ id: await propose() }), {}],
  [
    'a producer answered about a case, and somebody else took the call',
    async () => people.ana.contact.recordAnswer({ message: (await asked()).message, note: 'soon', via: 'phone' }),
    { mei: 'answered' },
  ],
  [
    'a producer answered, and whose case it is took the call',
    async () => people.mei.contact.recordAnswer({ message: (await asked()).message, note: 'soon', via: 'phone' }),
    {},
  ],
  [
    'a message could not be sent: who wrote it is told, and whoever has its case',
    async () => {
      const { message, exception } = await asked()
      await act(people.mei, exception, { action: 'assign', to: 'ben' })
      await readAll(people)
      await raiseOne(people, 'MESSAGE_FAILED', { scope: 'producer', producer: 7, detail: { message, exception } })
    },
    { ben: 'message_failed', mei: 'message_failed' },
  ],
  [
    'a case falls due within the hour',
    async () => {
      await dueAt(await owned(), 30)
      await look()
    },
    { mei: 'due_soon' },
  ],
  [
    'a case is late',
    async () => {
      await dueAt(await owned(), -1)
      await lookedBefore()
      await look()
    },
    { mei: 'overdue' },
  ],
  [
    'a case that is nobody’s is late',
    async () => {
      await dueAt(await plain(), -1)
      await lookedBefore()
      await look()
    },
    { ana: 'unowned_overdue', mei: 'unowned_overdue', ben: 'unowned_overdue', eve: 'unowned_overdue' },
  ],
  [
    'a case is late that was put off',
    async () => {
      const id = await owned()
      await act(people.mei, id, { action: 'snooze', until: new Date(Date.now() + 600_000).toISOString() })
      await dueAt(id, -1)
      await lookedBefore()
      await look()
    },
    {},
  ],
  [
    'a case that was put off comes back, and is late',
    async () => {
      const id = await owned()
      await act(people.mei, id, { action: 'snooze', until: new Date(Date.now() + 600_000).toISOString() })
      await dueAt(id, -1)
      await inStore(people, (raw) =>
        changeCase(raw, Date.now(), { id, by: 'engine', kind: 'woken', detail: {}, snoozedUntil: null }),
      )
    },
    { mei: 'overdue' },
  ],
  [
    'what somebody asked for many cases is done',
    async () => {
      const ids = [await plain(), await plain()]
      const asOf = new Date().toISOString()
      const deed = { action: 'note', text: 'seen' } as const
      await people.mei.exceptions.bulk.start({ of: { ids }, deed, count: 2, asOf, key: key() })
      await (await people.engine.opened()).bulk.settled()
    },
    { mei: 'bulk_done' },
  ],
  ['an export that took its time is ready', longExport, { ana: 'export_done' }],
  [
    'a report finds that its owner may not read the table any more',
    () =>
      inStore(people, (raw) =>
        tellOfRun(raw, Date.now(), { report: 1, owner: 2, name: 'Clients', problem: 'permission_lost', by: 'engine' }),
      ),
    { ana: 'report_done' },
  ],
])('%s', async (_event, happen, expected) => {
  // What a case before this one left open must not fall due into this one.
  await withRawStore(people.engine, (raw) =>
    raw.exec(`UPDATE exception SET due_at = raised_at + 864000000, version = version + 1 WHERE status <> 'resolved'`),
  )
  await happen()
  expect(await toldOf(people)).toEqual(expected)
})

it('tells of a proposal only those within whose bound it is', async () => {
  const bounds = defaultSettings.approvals.rules.map((rule) => ({ ...rule, approveUpTo: 0 }))
  await inStore(people, (raw) => {
    const proposal = raw.prepare('SELECT max(id) FROM proposal').pluck().get()
    const value = JSON.stringify({ ...defaultSettings.approvals, rules: bounds })
    raw.prepare(`INSERT INTO setting VALUES ('approvals', 1, ?, ?, 0)`).run(value, proposal)
  })
  const change = { kind: 'adjustment', debit: 'suspense', credit: 'write-off', amount: 5_000 } as const
  const { id } = await people.ana.proposals.propose({ change: change as never, reason: 'because', key: key() })
  expect(await toldOf(people)).toEqual({})
  expect(await people.ben.proposals.get({ id })).toMatchObject({ bar: 'above_own_bound' })
})

it('asks nobody to see to a case that is over, or that is somebody else’s by now', async () => {
  const id = await raiseOne(people, 'FRAUD_REPORTED', { scope: 'client' })
  await act(people.ana, id, { action: 'assign', to: 'mei' })
  expect((await unreadOf(people)).mei).toEqual([`assigned exception:${id}`, `case_critical exception:${id}`])
  await act(people.ana, id, { action: 'assign', to: 'ben' })
  expect((await unreadOf(people)).mei).toEqual([`case_critical exception:${id}`])
  expect((await unreadOf(people)).ben).toEqual([`assigned exception:${id}`, `case_critical exception:${id}`])
  await act(people.ana, id, { action: 'dismiss', reason: 'a mistake' })
  expect(await unreadOf(people)).toEqual({})
})

it('counts what happens again until it is read, and begins anew then', async () => {
  const again = () =>
    inStore(people, (raw) => tellOfDigestFailed(raw, Date.now(), { user: 3, error: 'address_refused' }))
  await again()
  await again()
  expect(await unreadOf(people)).toEqual({ mei: ['digest_failed digest ×2'] })
  await readAll(people)
  await again()
  expect(await unreadOf(people)).toEqual({ mei: ['digest_failed digest'] })
})

it('tells by the ways that somebody chose, and not at all where they chose none', async () => {
  const { email, digestAt, language } = await people.mei.notifications.preferences()
  const choose = (ways: readonly ('app' | 'desktop' | 'email')[]) =>
    people.mei.notifications.setPreferences({ email, digestAt, language, choices: { assigned: [...ways] } })
  const give = async (): Promise<string> => {
    await act(people.ana, await plain(), { action: 'assign', to: 'mei' })
    const [app, desktop] = await Promise.all(
      (['app', 'desktop'] as const).map(async (channel) => {
        const { items } = await people.mei.notifications.list({ channel })
        return items.filter(({ readAt }) => readAt === null).length
      }),
    )
    const { unread } = await people.mei.notifications.unread()
    await readAll(people)
    return `app ${app} desktop ${desktop} unread ${unread}`
  }
  expect(await give()).toBe('app 1 desktop 1 unread 1')
  await choose(['app'])
  expect(await give()).toBe('app 1 desktop 0 unread 1')
  await choose(['desktop'])
  expect(await give()).toBe('app 0 desktop 1 unread 0')
  await choose([])
  expect(await give()).toBe('app 0 desktop 0 unread 0')
  expect((await people.mei.notifications.preferences()).choices.overdue).toEqual(['app', 'desktop', 'email'])
  await choose(['app', 'desktop', 'email'])
})

it('reads page by page, newest first, and marks as read only what was there when it was looked at', async () => {
  for (let n = 0; n < 3; n += 1) await act(people.ana, await plain(), { action: 'assign', to: 'eve' })
  const first = await people.eve.notifications.list({ limit: 2 })
  const second = await people.eve.notifications.list({ limit: 2, cursor: first.next ?? '' })
  const ids = [...first.items, ...second.items].map(({ id }) => id)
  expect(ids.slice(0, 3)).toEqual(ids.slice(0, 3).toSorted((a, b) => b - a))
  const asOf = first.items[0]?.at ?? ''
  await new Promise((resolve) => setTimeout(resolve, 5))
  await act(people.ana, await plain(), { action: 'assign', to: 'eve' })
  expect(await people.eve.notifications.markRead({ asOf })).toEqual({ unread: 1 })
  // What is another's stays theirs, whoever names it.
  const [mine] = (await people.eve.notifications.list({})).items
  await people.mei.notifications.markRead({ ids: [mine?.id ?? 0] })
  expect(await people.eve.notifications.unread()).toEqual({ unread: 1 })
  expect(await people.eve.notifications.markRead({ ids: [mine?.id ?? 0] })).toEqual({ unread: 0 })
})

it('has told of every kind that there is, in these cases', async () => {
  const told = await withRawStore(people.engine, (raw) =>
    raw.prepare('SELECT DISTINCT kind FROM notification').pluck().all(),
  )
  expect(told.toSorted()).toEqual([...notificationKinds].toSorted())
})
