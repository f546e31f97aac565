import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Changes } from '../../engine/changes/changes.ts'
import { type Change, topics } from '../../engine/contract/changes.ts'
import { permissionsOf, type Role, roles } from '../../engine/contract/permission.ts'
import { csvOf, dropFile, forSmallFiles } from '../ingest/drop.ts'
import { makeFolder, makeWorkspace, openTestEngine, removeFolder, type TestEngine } from '../workspace-fixture.ts'

/** What a listener with these roles hears, gathered while the test goes on. */
function listen(changes: Changes, held: () => readonly Role[] | null, signal?: AbortSignal) {
  const heard: Change[] = []
  let ended = false
  const stream = changes.watch(() => {
    const now = held()
    return now === null ? null : permissionsOf(now)
  }, signal)
  const listening = (async () => {
    for await (const change of stream) heard.push(change)
    ended = true
  })()
  return { heard, listening, hasEnded: () => ended, topics: () => heard.map(({ topic }) => topic) }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

it('merges a burst: each topic at most four times a second, and the last change is never lost', async () => {
  const changes = new Changes()
  const { heard } = listen(changes, () => ['admin'])
  await vi.advanceTimersByTimeAsync(0)
  for (let ms = 0; ms < 5_000; ms += 5) {
    changes.publish(['batches', 'clients'])
    await vi.advanceTimersByTimeAsync(5)
  }
  const last = Date.now()
  changes.publish(['batches'])
  await vi.advanceTimersByTimeAsync(1_000)
  for (const topic of ['batches', 'clients'] as const) {
    const times = heard.filter((change) => change.topic === topic).map(({ at }) => Date.parse(at))
    for (const [index, at] of times.entries()) {
      const before = times[index - 4]
      if (before !== undefined) expect(at - before).toBeGreaterThanOrEqual(1_000)
    }
    expect(times.length).toBeGreaterThan(15)
    expect(times.length).toBeLessThanOrEqual(22)
  }
  expect(Date.parse(heard.at(-1)?.at ?? '')).toBeGreaterThanOrEqual(last)
  changes.close()
})

it.each(roles)('tells the %s only of what they may read', async (role) => {
  const readers: Readonly<Record<(typeof topics)[number], readonly Role[]>> = {
    batches: [...roles],
    producers: [...roles],
    clients: ['analyst', 'approver', 'auditor', 'admin'],
    ingest: [...roles],
    jobs: ['operator', 'auditor', 'admin'],
    users: ['approver', 'auditor', 'admin'],
    callers: ['approver', 'auditor', 'admin'],
    audit: ['auditor', 'admin'],
    workspace: [...roles],
    ledger: ['analyst', 'approver', 'auditor', 'admin'],
    proposals: ['analyst', 'approver', 'auditor', 'admin'],
    settings: ['analyst', 'approver', 'auditor', 'admin'],
    exceptions: ['operator', 'analyst', 'approver', 'auditor', 'admin'],
    presence: ['operator', 'analyst', 'approver', 'auditor', 'admin'],
    contact: ['analyst', 'approver', 'auditor'],
    notifications: [...roles],
    statements: ['operator', 'analyst', 'approver', 'auditor', 'admin'],
    expected: ['analyst', 'approver', 'auditor', 'admin'],
    funding: ['analyst', 'approver', 'auditor', 'admin'],
    close_packs: ['approver', 'executive', 'auditor', 'admin'],
    reconciliation: ['analyst', 'approver', 'executive', 'auditor', 'admin'],
    webhooks: ['operator', 'auditor', 'admin'],
    exports: [...roles],
    reports: [...roles],
  }
  const changes = new Changes()
  const listener = listen(changes, () => [role])
  await vi.advanceTimersByTimeAsync(0)
  changes.publish(topics)
  await vi.advanceTimersByTimeAsync(300)
  expect(listener.topics().toSorted()).toEqual(topics.filter((topic) => readers[topic].includes(role)).toSorted())
  changes.close()
})

it('asks anew at every change who may hear it', async () => {
  let held: Role[] = ['executive']
  const changes = new Changes()
  const listener = listen(changes, () => held)
  await vi.advanceTimersByTimeAsync(0)
  changes.publish(['audit'])
  await vi.advanceTimersByTimeAsync(300)
  held = ['auditor']
  changes.publish(['audit'])
  await vi.advanceTimersByTimeAsync(300)
  held = ['executive']
  changes.publish(['audit', 'workspace'])
  await vi.advanceTimersByTimeAsync(300)
  expect(listener.topics()).toEqual(['audit', 'workspace'])
  changes.close()
})

it('ends with the session: at the next change without telling it, and soon when nothing changes', async () => {
  for (const change of [true, false]) {
    let held: Role[] | null = ['admin']
    const changes = new Changes()
    const listener = listen(changes, () => held)
    await vi.advanceTimersByTimeAsync(100)
    held = null
    if (change) changes.publish(['batches'])
    await vi.advanceTimersByTimeAsync(change ? 0 : 15_000)
    expect([listener.hasEnded(), listener.heard]).toEqual([true, []])
  }
})

it('ends with the engine and when the listener goes, and leaves nobody behind', async () => {
  const changes = new Changes()
  const abort = new AbortController()
  const [gone, staying] = [listen(changes, () => ['admin'], abort.signal), listen(changes, () => ['admin'])]
  await vi.advanceTimersByTimeAsync(0)
  abort.abort()
  await vi.advanceTimersByTimeAsync(0)
  expect([gone.hasEnded(), staying.hasEnded()]).toEqual([true, false])
  changes.close()
  await vi.advanceTimersByTimeAsync(0)
  expect(staying.hasEnded()).toBe(true)
  expect(vi.getTimerCount()).toBe(0)
  // Whoever comes after the end hears nothing and waits for nothing.
  const late = listen(changes, () => ['admin'])
  await vi.advanceTimersByTimeAsync(0)
  expect(late.hasEnded()).toBe(true)
})

it('says through the contract that a file was posted, a producer added and a user changed, until the engine closes', async () => {
  vi.useRealTimers()
  const directory = makeFolder()
  await makeWorkspace(directory, [
    { name: 'admin', roles: ['admin'] },
    { name: 'executive', roles: ['executive'] },
  ])
  const opened: TestEngine = await openTestEngine(directory)
  const [admin, executive] = [await opened.as('admin'), await opened.as('executive')]
  const heard = { admin: new Set<string>(), executive: new Set<string>() }
  const follow = async (who: keyof typeof heard, stream: AsyncIterable<Change>) => {
    for await (const { topic } of stream) heard[who].add(topic)
  }
  const following = [follow('admin', await admin.changes.watch()), follow('executive', await executive.changes.watch())]
  await admin.producers.add({ id: 7, code: 'seven', name: 'Seven', agreement: forSmallFiles })
  dropFile(opened.engine.layout.drop, { code: 'seven', name: 'a.csv' }, csvOf([{ tx: '1', amount: 1 }]))
  await (await opened.engine.opened()).intake.drain({ settled: true })
  // Nothing that the executive may hear of is added: what is still being merged would be told as well.
  await admin.users.setRoles({ name: 'executive', roles: ['executive'] })
  await vi.waitFor(
    () =>
      expect([...heard.admin].toSorted()).toEqual([
        'batches',
        'clients',
        'exceptions',
        'ingest',
        'producers',
        'users',
        'workspace',
      ]),
    { timeout: 20_000 },
  )
  await vi.waitFor(
    () => expect([...heard.executive].toSorted()).toEqual(['batches', 'ingest', 'producers', 'workspace']),
    { timeout: 20_000 },
  )
  await opened.engine.close()
  await Promise.all(following)
  removeFolder(directory)
})
