/** Statements on the command line: taken, listed and looked into by scripts and by people. */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { documentOf, runHere } from '../cli/run-cli.ts'
import { makeFolder, removeFolder } from '../workspace-fixture.ts'
import { mt940 } from './mt940-file.ts'
import { openStatements, putFile, type Statements } from './open-statements.ts'

let books: Statements
let folder: string

const as = { user: 'tom' } as const
const good = mt940([
  {
    number: '1',
    opening: 100,
    lines: [
      { day: '2026-01-05', amount: 250, ref: 'A1', text: 'Rent' },
      { day: '2026-01-05', amount: -50, ref: 'A2' },
    ],
  },
])

beforeAll(async () => {
  books = await openStatements()
  await books.engine.close()
  folder = makeFolder()
  writeFileSync(path.join(folder, 'good.sta'), good)
  writeFileSync(path.join(folder, 'bad.sta'), good.slice(0, good.indexOf(':62F:')))
}, 60_000)
afterAll(() => {
  removeFolder(folder)
  removeFolder(books.directory)
})

const cli = (...args: string[]) => documentOf(books.directory, args, as)

it('takes the files that are named, in their order, and says which could not be read', async () => {
  const { exit, document } = await cli(
    'reconcile',
    path.join(folder, 'good.sta'),
    path.join(folder, 'bad.sta'),
    '--source',
    'bank',
  )
  expect(exit).toBe(1)
  expect(document).toMatchObject({
    items: [
      { id: 1, file: 'good.sta', source: 'bank', state: 'read', lines: 2, receivedBy: 'tom' },
      { id: 2, file: 'bad.sta', state: 'refused', problem: { code: 'truncated' } },
    ],
    next: null,
    troubles: [],
  })
})

it('takes what waits in the folders', async () => {
  const next = mt940([{ number: '2', opening: 300, lines: [{ day: '2026-01-06', amount: 1, ref: 'A3' }] }])
  putFile(path.join(books.directory, 'statements'), { source: 'bank', name: 'next.sta' }, next)
  const { exit, document } = await cli('reconcile')
  expect(exit).toBe(0)
  expect(document).toMatchObject({ items: [{ file: 'next.sta', state: 'read' }] })
  expect(await cli('reconcile')).toMatchObject({ exit: 0, document: { items: [] } })
})

it('lists statements, one of them and its lines', async () => {
  const { document } = await cli('statements', 'list', '--source', 'bank', '--from', '2026-01-06')
  expect(document).toMatchObject({ items: [{ id: 2, number: '2', from: '2026-01-06', state: 'accepted' }], next: null })
  expect((await cli('statements', 'show', '1')).document).toMatchObject({
    account: 'omnibus:main',
    opening: 100,
    closing: 300,
    findings: [],
  })
  expect((await cli('statements', 'lines', '1', '--limit', '1')).document).toMatchObject({
    items: [{ seq: 1, amount: 250, references: [{ kind: 'customer', value: 'A1' }], text: 'Rent' }],
    next: expect.any(String),
  })
  expect((await cli('statements', 'files')).document).toMatchObject({ items: [{ id: 3 }, { id: 2 }, { id: 1 }] })
  expect((await cli('statements', 'sources')).document).toMatchObject({
    items: [{ code: 'bank', folder: path.join(books.directory, 'statements', 'bank') }],
  })
})

it('says the same to people in tables', async () => {
  const { out } = await runHere(books.directory, ['statements', 'show', '1'], as)
  expect(out).toContain('omnibus:main')
  expect(out).toMatch(/Opening +1\.00/)
  const table = await runHere(books.directory, ['statements', 'files'], as)
  expect(table.out).toContain('truncated on line')
})

it('needs to know whose a file is', async () => {
  const { exit, err } = await runHere(books.directory, ['reconcile', path.join(folder, 'good.sta')], as)
  expect(exit).toBe(2)
  expect(err).toContain('--source')
  const nobody = await cli('reconcile', path.join(folder, 'good.sta'), '--source', 'nobody')
  expect(nobody).toMatchObject({ exit: 1, document: { error: { code: 'not_found', noun: 'source', id: 'nobody' } } })
})
