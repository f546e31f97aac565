/** Exports as clients have them made: asked for, made in the background, handed out to whoever asked, written down, removed. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import Papa from 'papaparse'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { documentOf, runHere } from '../cli/run-cli.ts'
import { type Books, csvOf, openBooks } from '../ingest/drop.ts'
import { makeFolder, openTestEngine, refusalOf, removeFolder } from '../workspace-fixture.ts'
import { bytesOf, ended, exported } from './made.ts'

const users = [
  { name: 'ben', roles: ['approver'] },
  { name: 'ana', roles: ['analyst'] },
  { name: 'eve', roles: ['executive'] },
] as const

let books: Books
beforeEach(async () => {
  books = await openBooks({}, users)
  const rows = [1, 2, 3].map((at) => ({ client: `C${at}`, tx: String(at), amount: at * 100 }))
  books.drop('day.csv', csvOf([...rows, 'not a row']))
  await books.drain()
})
afterEach(async () => {
  vi.useRealTimers()
  await books.close()
})

const clients = { source: 'clients', parameters: {}, format: 'csv' } as const
const folderOf = (): string => path.join(books.engine.layout.archive, '.exports')
const filesNow = (): readonly string[] => (existsSync(folderOf()) ? readdirSync(folderOf()) : [])

it('is made for whoever may read the table, taken by them alone, and each of it is in the audit log before it leaves', async () => {
  const [ana, ben, eve] = [await books.as('ana'), await books.as('ben'), await books.as('eve')]
  const done = await exported(ana, { ...clients, title: 'For the bank' })
  expect(done).toMatchObject({ state: 'done', rows: 3, askedBy: 'ana', title: 'For the bank', problem: null })
  expect((await ana.exports.list({})).items).toEqual([done])
  const bytes = await bytesOf(ana, done.id)
  expect([bytes.length, createHash('sha256').update(bytes).digest('hex')]).toEqual([done.bytes, done.sha256])
  expect(Papa.parse<string[]>(bytes.toString().slice(1).trim()).data.map(([id]) => id)).toEqual([
    'id',
    'C1',
    'C2',
    'C3',
  ])
  const part = await ana.exports.downloadPart({ id: done.id })
  expect([Buffer.from(part.base64, 'base64').equals(bytes), part.next]).toEqual([true, null])
  // Somebody else may read clients too, but this is not theirs.
  for (const taking of [ben.exports.get, ben.exports.download, ben.exports.cancel])
    expect((await refusalOf(taking({ id: done.id }))).code).toBe('not_found')
  expect((await ben.exports.list({})).items).toEqual([])
  expect(await refusalOf(eve.exports.start(clients))).toEqual({
    code: 'not_permitted',
    data: { permission: 'clients.read' },
  })
  const noted = (await books.client.audit.list({ subject: `export:${done.id}` })).items
  expect(noted.map(({ actor, action, outcome }) => [actor, action, outcome])).toEqual([
    ['ana', 'export.downloaded', 'begun'],
    ['ana', 'export.downloaded', 'begun'],
    ['ana', 'export.done', 'done'],
    ['ana', 'export.start', 'asked'],
  ])
  const of = { parameters: {}, format: 'csv', rows: 3, sha256: done.sha256 }
  expect(noted[0]?.detail).toMatchObject({ ...of, of: 'clients' })
  expect(noted[2]?.detail).toMatchObject({ ...of, source: 'clients' })
})

it('is not handed out to somebody who may read the table no longer', async () => {
  const ana = await books.as('ana')
  const { id } = await exported(ana, clients)
  await books.client.users.setRoles({ name: 'ana', roles: ['executive'] })
  const lacking = { code: 'not_permitted', data: { permission: 'clients.read' } }
  expect(await refusalOf(ana.exports.download({ id }))).toEqual(lacking)
  expect(await refusalOf(ana.exports.downloadPart({ id }))).toEqual(lacking)
})

it('lies encrypted beside the archive, in no backup, and goes a day after it was made', async () => {
  const { id } = await exported(books.client, clients)
  expect(filesNow()).toEqual([`${id}.chx`])
  await (await books.engine.opened()).intake.removeOrphans()
  const copy = path.join(makeFolder(), 'copy')
  await books.client.workspace.backup({ to: copy })
  expect(
    readdirSync(copy, { recursive: true })
      .map(String)
      .filter((name) => /chx/.test(name)),
  ).toEqual([])
  removeFolder(path.dirname(copy))
  const remove = async (): Promise<void> => {
    const { scheduler } = await books.engine.opened()
    const run = await scheduler.run('exports.remove', 'engine')
    if (run.status === 'started') await run.ended
  }
  await remove()
  expect(filesNow()).toEqual([`${id}.chx`])
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 86_400_001 })
  await remove()
  vi.useRealTimers()
  expect(filesNow()).toEqual([])
  expect(await books.client.exports.get({ id })).toMatchObject({ state: 'removed', rows: 3, keptUntil: null })
  expect((await refusalOf(books.client.exports.download({ id }))).code).toBe('not_found')
  const [noted] = (await books.client.audit.list({ action: 'export.removed' })).items
  expect(noted).toMatchObject({ subject: `export:${id}`, outcome: 'old' })
})

it('is refused for what is not there, for what it can not be, and for a filter that is mistyped', async () => {
  const { start } = books.client.exports
  const refused = (wish: object) => refusalOf(start(wish as never))
  expect(await refused({ source: 'batch_rows', parameters: { batch: 99 }, format: 'csv' })).toEqual({
    code: 'not_found',
    data: { noun: 'batch', id: '99' },
  })
  expect((await refused({ source: 'statement_lines', parameters: { statement: 9 }, format: 'csv' })).code).toBe(
    'not_found',
  )
  for (const source of ['open_items', 'matches'])
    expect((await refused({ source, parameters: { account: 'omnibus:main', side: 'line' }, format: 'csv' })).code).toBe(
      source === 'matches' ? 'bad_input' : 'not_found',
    )
  expect((await refused({ ...clients, format: 'beancount' })).code).toBe('format_unsuitable')
  expect((await refused({ ...clients, columns: ['id', 'secret'] })).data).toMatchObject({ column: 'secret' })
  expect((await refused({ ...clients, parameters: { serach: 'C1' } })).code).toBe('bad_input')
  const wide = { source: 'batches', parameters: {}, format: 'pdf' }
  const columns = 'id producer file state rows posted repeats faults held sum currency'.split(' ')
  expect(await refused({ ...wide, columns })).toEqual({
    code: 'too_many_columns',
    data: { columns: 11, columnsMax: 10 },
  })
  expect((await exported(books.client, wide as never)).state).toBe('done')
  expect((await books.client.exports.list({})).items).toHaveLength(1)
})

it('has the columns that were asked for, in that order, narrowed as the list is', async () => {
  const { id } = await exported(books.client, {
    ...clients,
    parameters: { search: 'C2' },
    columns: ['balance', 'id'],
  })
  expect((await bytesOf(books.client, id)).toString()).toBe('\u{FEFF}"balance","id"\r\n2.00,"C2"\r\n')
})

it('that waits is cancelled without a trace of a file, and nobody fills the line', async () => {
  const { store } = await books.engine.opened()
  const wish = { ...clients, columns: null, title: null, user: 1 }
  const asked: number[] = []
  for (let at = 0; at < 10; at += 1) {
    const outcome = await store.write('exports.ask', wish, 'admin')
    if (outcome.status === 'asked') asked.push(outcome.id)
  }
  expect(await refusalOf(books.client.exports.start(clients))).toEqual({
    code: 'too_many_exports',
    data: { waiting: 10 },
  })
  for (const id of asked) expect(await books.client.exports.cancel({ id })).toMatchObject({ state: 'cancelled' })
  // It ended once: cancelling it again says so, and changes nothing.
  expect(await books.client.exports.cancel({ id: 1 })).toMatchObject({ state: 'cancelled' })
  const noted = (await books.client.audit.list({ subject: 'export:1' })).items
  expect(noted.map(({ action, outcome }) => `${action} ${outcome}`)).toEqual([
    'export.cancel ended',
    'export.cancel cancelled',
    'export.start asked',
  ])
  expect((await exported(books.client, clients)).state).toBe('done')
  expect(filesNow()).toEqual(['11.chx'])
})

it('whose file is gone at the next start is said to be removed, and what nobody knows of is cleared away', async () => {
  const { directory } = books
  const { id } = await exported(books.client, clients)
  const other = await exported(books.client, clients)
  rmSync(path.join(folderOf(), `${id}.chx`))
  for (const name of ['77.chx', '78.chx.partial']) writeFileSync(path.join(folderOf(), name), 'x')
  await books.engine.close()
  const opened = await openTestEngine(directory, { background: true })
  const client = await opened.as('admin')
  expect((await client.exports.get({ id })).state).toBe('removed')
  expect(filesNow()).toEqual([`${other.id}.chx`])
  await opened.engine.close()
})

it('on paper has up to five thousand rows, and is refused beyond with its reason', async () => {
  const rows = Array.from({ length: 5_001 }, (_, at) => ({ client: `P${at}`, tx: `p${at}`, amount: 1 }))
  books.drop('many.csv', csvOf(rows))
  await books.drain()
  const done = await exported(books.client, { source: 'postings', parameters: {}, format: 'pdf' })
  expect(done).toMatchObject({ state: 'failed', problem: 'too_many_rows', rows: null, bytes: null })
  expect(filesNow()).toEqual([])
  const [noted] = (await books.client.audit.list({ action: 'export.done' })).items
  expect(noted).toMatchObject({ outcome: 'failed', detail: { source: 'postings', problem: 'too_many_rows' } })
  expect((await ended(books.client, (await books.client.exports.start(clients)).id)).state).toBe('done')
})

it('is made on the command line, narrowed by words', async () => {
  const { directory } = books
  await books.engine.close()
  const folder = makeFolder()
  const out = path.join(folder, 'out.csv')
  const cli = (...args: string[]) => documentOf(directory, ['export', ...args], { user: 'ben' })
  const made = await cli(
    'postings',
    '--out',
    out,
    '--param',
    'kind=TopUp',
    '--param',
    'amount=200',
    '--columns',
    'amount,credit',
  )
  expect(made).toMatchObject({
    exit: 0,
    document: { state: 'done', rows: 1, parameters: { kind: 'TopUp', amount: 200 } },
  })
  expect(readFileSync(out, 'utf8')).toContain('2.00,"wallet:C2"')
  const cases = ['exceptions', '--format', 'json', '--out', path.join(folder, 'c.json')]
  expect((await cli(...cases, '--param', 'status=["open"]')).document).toMatchObject({
    state: 'done',
    parameters: { status: ['open'] },
  })
  const said = await runHere(directory, ['export', 'postings', '--out', path.join(folder, 'j'), '--format', 'hledger'])
  expect([said.exit, said.out]).toEqual([0, expect.stringContaining('3 rows are in ')])
  const exits = [['nothing', '--out', out], ['clients'], ['clients', '--out', out, '--param', 'x']]
  for (const args of exits) expect((await runHere(directory, ['export', ...args])).exit).toBe(2)
  expect((await runHere(directory, ['export', 'clients', '--out', out, '--param', 'x=y'])).exit).toBe(1)
  removeFolder(folder)
})
