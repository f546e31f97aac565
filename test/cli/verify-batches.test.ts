/** `batches verify` as scripts run it: what agrees ends with 0, and one changed byte of an archived file with 1. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeFolder, makeWorkspace, removeFolder } from '../workspace-fixture.ts'
import { documentOf, lendEngine, runHere, writeBatch, writeProducer } from './run-cli.ts'

let folder: string
let workspace: string
const lent = lendEngine()

beforeAll(async () => {
  folder = makeFolder()
  workspace = path.join(folder, 'workspace')
  await makeWorkspace(workspace, [
    { name: 'admin', roles: ['admin'] },
    { name: 'ana', roles: ['analyst'] },
  ])
  await as('admin', 'producers', 'add', writeProducer(folder))
  for (const name of ['a.csv', 'b.csv']) {
    const file = writeBatch(folder, name, ['A TopUp 100', 'B TopUp 30', `C TopUp ${name === 'a.csv' ? 1 : 2}`])
    await as('admin', 'ingest', file, '--producer', '7')
  }
})
afterAll(async () => {
  await lent.close()
  removeFolder(folder)
})

const as = (user: string, ...words: string[]) => documentOf(workspace, words, { user }, lent.open)
const outcomes = (document: Record<string, unknown>) =>
  (document.items as { id: number; verification: { outcome: string; rows: number } }[]).map(({ id, verification }) => [
    id,
    verification.outcome,
    verification.rows,
  ])

it('compares the batches that are named, or all of them, and says how each stands', async () => {
  const { exit, document } = await as('ana', 'batches', 'verify', '1')
  expect([exit, outcomes(document)]).toEqual([0, [[1, 'agrees', 3]]])
  const all = await as('ana', 'batches', 'verify', '--all')
  expect([all.exit, outcomes(all.document)]).toEqual([
    0,
    [
      [2, 'agrees', expect.any(Number)],
      [1, 'agrees', 3],
    ],
  ])
  expect((await as('ana', 'batches', 'verify')).exit).toBe(2)
  expect((await as('ana', 'batches', 'verify', '1', '--all')).exit).toBe(2)
  expect((await as('admin', 'batches', 'verify', '1')).document).toMatchObject({ error: { code: 'not_permitted' } })
})

it('ends with 1 and the difference where a byte of an archived file was changed', async () => {
  const archive = path.join(workspace, 'archive')
  const names = readdirSync(archive, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.cha'))
  for (const name of names) {
    const bytes = readFileSync(path.join(archive, name))
    bytes[bytes.length - 1] = (bytes[bytes.length - 1] ?? 0) ^ 1
    writeFileSync(path.join(archive, name), bytes)
  }
  const { exit, out } = await runHere(workspace, ['batches', 'verify', '1'], { user: 'ana' }, lent.open)
  expect(exit).toBe(1)
  expect(out).toContain('The archived file was changed or cut off.')
  const shown = await runHere(workspace, ['batches', 'show', '1'], { user: 'ana' }, lent.open)
  expect(shown.out).toMatch(/Compared with its file +.*, 0 rows, 1 differences/)
  const { document } = await as('ana', 'exceptions', 'list', '--code', 'BATCH_DIFFERS')
  expect(document.items).toMatchObject([{ batch: 1, severity: 'critical', status: 'open' }])
})
