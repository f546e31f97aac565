/** `periods` on the command line: what is closed, and a proof that fails as a script can see. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { documentOf, runCli } from '../cli/run-cli.ts'
import { csvOf, forSmallFiles, recentDay } from '../ingest/drop.ts'
import { drop, ingest, withRawStore } from '../store/on-disk.ts'
import { makeWorkspace, openTestEngine, removeFolder } from '../workspace-fixture.ts'

let directory: string
beforeAll(async () => {
  const users = [
    { name: 'admin', roles: ['admin'] },
    { name: 'ben', roles: ['approver'] },
  ] as const
  directory = (await makeWorkspace(undefined, users)).directory
  const opened = await openTestEngine(directory)
  const [admin, ben] = [await opened.as('admin'), await opened.as('ben')]
  await admin.producers.add({ id: 7, code: 'seven', name: 'Seven Corner', agreement: forSmallFiles })
  drop(directory, { code: 'seven', file: 'a.csv', csv: csvOf([{ tx: '1', amount: 100 }]) })
  await ingest(opened)
  const change = { kind: 'period_close', period: recentDay } as const
  const { id } = await ben.proposals.propose({ change, reason: 'over', key: 'k' })
  await ben.proposals.approve({ id })
  await opened.engine.close()
})
afterAll(() => removeFolder(directory))

it('lists what is closed and what is open', async () => {
  const { exit, document } = await documentOf(directory, ['periods', 'list'])
  expect(exit).toBe(0)
  expect(document).toMatchObject({
    items: [{ name: recentDay, kind: 'day', state: 'closed', postings: 1, proposal: 1 }],
    next: null,
    closedThrough: recentDay,
    firstOpenDay: null,
  })
  const { out } = await runCli(directory, ['periods', 'list'])
  expect(out).toContain(`Closed through ${recentDay}. No open day has postings.`)
})

it('proves a closed period with exit 0, and ends with 1 when it is not what was closed', async () => {
  const proven = await documentOf(directory, ['periods', 'verify', recentDay])
  expect(proven).toMatchObject({ exit: 0, document: { matches: true, postings: 1 } })
  expect(await documentOf(directory, ['periods', 'verify', '2020-01'])).toEqual({
    exit: 1,
    document: { error: { code: 'not_found', noun: 'period', id: '2020-01' } },
  })
  await withRawStore(directory, (raw) =>
    raw.exec('DROP TRIGGER movement_is_never_changed; UPDATE movement SET amount = 101'),
  )
  const forged = await documentOf(directory, ['periods', 'verify', recentDay])
  expect(forged).toMatchObject({ exit: 1, document: { matches: false, recorded: proven.document.root } })
  const { exit, out } = await runCli(directory, ['periods', 'verify', recentDay])
  expect([exit, out]).toEqual([1, expect.stringContaining(`${recentDay} is NOT what was closed: 1 posting of 1`)])
})
