/** Who compares batches with their files and when, what is kept of it, and what a difference sets off. */
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { restore } from '../../../engine/workspace/restore.ts'
import { withRawStore } from '../../ledger/raw-store.ts'
import { openTestEngine, passphraseOf, removeFolder } from '../../workspace-fixture.ts'
import { type Books, booksOf, csvOf, openBooks } from '../drop.ts'

let books: Books
let ana: Books['client']
beforeEach(async () => {
  books = await openBooks({}, [{ name: 'ana', roles: ['analyst'] }])
  ana = (await books.as('ana')) as Books['client']
  for (const [name, amount] of [
    ['one.csv', 1],
    ['two.csv', 2],
    ['three.csv', 3],
  ] as const) {
    books.drop(name, csvOf([{ tx: name, client: 'A', amount }]))
    await books.drain()
  }
})
afterEach(async () => {
  expect(books.incidents).toEqual([])
  await books.close()
})

const damage = (statement: string): Promise<unknown> =>
  withRawStore(books.engine, (raw) => {
    const triggers = raw.prepare(`SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'`).all() as {
      name: string
      sql: string
    }[]
    raw.transaction(() => {
      for (const { name } of triggers) raw.exec(`DROP TRIGGER ${name}`)
      raw.exec(statement)
      for (const { sql } of triggers) raw.exec(sql)
    })()
  })

async function run() {
  const { scheduler, store } = await books.engine.opened()
  const request = await scheduler.run('batches.verify', 'engine')
  if (request.status === 'started') await request.ended
  const [last] = await store.read('jobs.runs', { job: 'batches.verify', limit: 1 })
  return { outcome: last?.outcome, detail: last?.detail }
}
const verifications = () =>
  withRawStore(books.engine, (raw) =>
    raw.prepare('SELECT batch_id AS batch, by, outcome, rows, differences FROM batch_verification ORDER BY id').all(),
  )
const exceptions = async () => {
  const { items } = await books.client.exceptions.list({ code: 'BATCH_DIFFERS', limit: 9 })
  return items.map(({ batch, severity, status }) => [batch, severity, status])
}
const agreed = (batch: number, by = 'engine') => ({ batch, by, outcome: 'agrees', rows: 1, differences: 0 })

it('compares every batch by night, the longest ago first, and keeps what each comparison found', async () => {
  await ana.batches.verify({ id: 2 })
  const done = { outcome: 'done', detail: { batches: 3, rows: 3, differing: 0, left: 0 } }
  expect(await run()).toEqual(done)
  expect(await run()).toEqual(done)
  expect(await verifications()).toEqual([
    agreed(2, 'ana'),
    ...[1, 3, 2].map((batch) => agreed(batch)),
    ...[1, 3, 2].map((batch) => agreed(batch)),
  ])
  const { items } = await books.client.audit.list({ action: 'batches.verify', limit: 9 })
  expect(items.map(({ actor, subject, outcome, detail }) => [actor, subject, outcome, detail])).toEqual([
    ['engine', 'batches', 'agrees', { batches: 3, rows: 3, differing: 0 }],
    ['engine', 'batches', 'agrees', { batches: 3, rows: 3, differing: 0 }],
    ['ana', 'batch:2', 'agrees', { batches: 1, rows: 1, differing: 0 }],
  ])
  expect(await exceptions()).toEqual([])
})

it('raises one critical exception for a batch that differs, which a later agreement does not end', async () => {
  await damage('UPDATE movement SET amount = 7 WHERE batch_id = 2')
  expect(await run()).toEqual({ outcome: 'problems', detail: { batches: 3, rows: 3, differing: 1, left: 0 } })
  expect((await run()).outcome).toBe('problems')
  expect(await exceptions()).toEqual([[2, 'critical', 'open']])
  const batch = await books.client.batches.get({ id: 2 })
  expect(batch.verification).toMatchObject({ by: 'engine', outcome: 'differs', rows: 1, differences: 3 })
  expect(batch.verification?.first[1]).toEqual({
    line: 2,
    what: 'posting_differs',
    field: 'Amount',
    expected: '2',
    found: '7',
  })
  const id = (await books.client.exceptions.list({ code: 'BATCH_DIFFERS' })).items[0]?.id ?? 0
  const history = async () =>
    (await books.client.exceptions.get({ id })).history.map(({ kind, detail }) => [kind, detail])
  expect(await history()).toEqual([['raised', { rows: 1, amount: null, differences: 3 }]])

  await damage('UPDATE movement SET amount = 2 WHERE batch_id = 2')
  expect((await ana.batches.verify({ id: 2 })).verification).toMatchObject({ outcome: 'agrees', first: [] })
  await ana.batches.verify({ id: 2 })
  expect(await exceptions()).toEqual([[2, 'critical', 'open']])
  expect((await history()).slice(1)).toEqual([['changed', { rows: 1, amount: null, differences: 0, rowsCompared: 1 }]])
})

it('finds a posting that no file leads to by night, whatever batch it says it is of', async () => {
  await damage(`
    INSERT INTO movement SELECT 900, entry, debit, credit, currency, amount, kind, batch_id, 2, 'new', place, occurred_at,
      posted_at, day, debit_after, credit_after, 0, 0 FROM movement WHERE batch_id = 3`)
  expect(await run()).toMatchObject({ outcome: 'problems', detail: { differing: 1 } })
  expect((await books.client.batches.get({ id: 3 })).verification?.first).toEqual([
    { line: 2, what: 'posting_unexpected', field: null, expected: null, found: '#900' },
  ])
})

it('compares every batch as soon as a restored workspace is open, and none of them twice for it', async () => {
  await run()
  const backup = path.join(books.directory, 'copy')
  await books.client.workspace.backup({ to: backup })
  const directory = path.join(books.directory, 'restored')
  await restore({ from: backup, directory, program: 'cli', user: 'admin', passphrase: passphraseOf('admin') })
  const opened = await openTestEngine(directory, { background: true })
  const restored = booksOf(directory, opened, (await opened.as('admin')) as Books['client'])
  try {
    const last = async () => (await restored.client.jobs.runs({ name: 'batches.verify' })).items[0]
    await expect.poll(async () => (await last())?.outcome, { timeout: 20_000 }).toBe('done')
    expect((await last())?.detail).toEqual({ batches: 3, rows: 3, differing: 0, left: 0 })
    const { store } = await opened.engine.opened()
    expect(await store.read('batches.verificationMark', null)).toEqual({ last: 6, batches: 3, restored: 0 })
    expect(opened.incidents).toEqual([])
  } finally {
    await opened.engine.close()
    removeFolder(directory)
  }
})

it('ends in the middle when the engine closes, and begins with what is left when it runs again', async () => {
  const { verifier } = await books.engine.opened()
  // It says how far it is behind the first batch; the engine closes just then.
  let stopped: Promise<void> | undefined
  const night = verifier.verifyDue(async () => {
    stopped ??= verifier.stop()
  })
  expect(await night).toEqual({
    outcome: 'done',
    detail: { batches: 1, rows: 1, differing: 0, left: 2, stopped: true },
  })
  await stopped
  await books.engine.close()
  const opened = await openTestEngine(books.directory)
  books = booksOf(books.directory, opened, (await opened.as('admin')) as Books['client'])
  await run()
  expect(await verifications()).toEqual([1, 2, 3, 1].map((batch) => agreed(batch)))
})

it('says how far it is while it runs', async () => {
  const { verifier } = await books.engine.opened()
  const notes: unknown[] = []
  await verifier.verifyDue(async (detail) => notes.push(detail))
  expect(notes[0]).toEqual({ batches: 1, of: 3, rows: 1, differing: 0 })
})
