/** Statements as staff take them for a client: through the contract, written down, and on the command line. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { buffer } from 'node:stream/consumers'
import type { ReadableStream } from 'node:stream/web'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { documentOf } from '../cli/run-cli.ts'
import { type Books, csvOf, openBooks, recentDay } from '../ingest/drop.ts'
import { makeFolder, refusalOf, removeFolder } from '../workspace-fixture.ts'

let books: Books
let ana: EngineClient

beforeAll(async () => {
  books = await openBooks({}, [
    { name: 'ana', roles: ['analyst'] },
    { name: 'eve', roles: ['executive'] },
  ])
  books.drop('day.csv', csvOf([1, 2].map((at) => ({ client: `C${at}`, tx: `T-${at}`, amount: at * 1_000 }))))
  await books.drain()
  ana = await books.as('ana')
}, 60_000)
afterAll(() => books.close())

const days = { from: recentDay, to: recentDay }
const textOf = async (file: File): Promise<string> => (await buffer(file.stream() as ReadableStream)).toString()

it('is made for whoever reads the ledger, in the wallet\u2019s own currency, and is an export in the audit log', async () => {
  const file = await ana.clients.statementDocument({ client: 'C1', ...days, format: 'csv' })
  expect([file.name, file.type]).toEqual([
    `statement-${recentDay}..${recentDay}-USD.csv`,
    expect.stringMatching(/^text\/csv/),
  ])
  const text = await textOf(file)
  expect(text).toContain('"T-1"')
  expect(text).not.toMatch(/C2|T-2/)
  const pdf = await ana.clients.statementDocument({ client: 'C1', ...days, language: 'zh-HK' })
  expect([pdf.name, (await textOf(pdf)).slice(0, 5)]).toEqual([`statement-${recentDay}..${recentDay}-USD.pdf`, '%PDF-'])
  const { items } = await books.client.audit.list({ subject: 'client:C1' })
  expect(items.map(({ actor, action, detail }) => [actor, action, detail])).toMatchObject([
    ['ana', 'clients.statement_export', { ...days, currency: 'USD', format: 'pdf' }],
    ['ana', 'clients.statement_export', { ...days, currency: 'USD', format: 'csv', bytes: file.size }],
  ])
  const eve = await books.as('eve')
  expect((await refusalOf(eve.clients.statementDocument({ client: 'C1', ...days }))).code).toBe('not_permitted')
})

it('is refused for days that are reversed or too many, and for a wallet that is not there', async () => {
  const asked = (more: object) => refusalOf(ana.clients.statementDocument({ client: 'C1', ...days, ...more }))
  expect((await asked({ from: '2026-01-02', to: '2026-01-01' })).code).toBe('days_reversed')
  expect(await asked({ from: '2024-01-01', to: '2025-01-01' })).toEqual({
    code: 'days_too_many',
    data: { days: 367, daysMax: 366 },
  })
  expect((await asked({ client: 'nobody' })).code).toBe('not_found')
  expect((await asked({ currency: 'EUR' })).code).toBe('not_found')
})

it('is written to a file by the command line', async () => {
  await books.engine.close()
  const folder = makeFolder()
  const out = path.join(folder, 'statement.csv')
  const asked = ['clients', 'statement', 'C2', '--from', recentDay, '--to', recentDay]
  const made = await documentOf(books.directory, [...asked, '--format', 'csv', '--language', 'zh-HK', '--out', out])
  expect(made).toMatchObject({ exit: 0, document: { file: out } })
  expect(readFileSync(out, 'utf8')).toContain('"期末結餘"')
  expect((await documentOf(books.directory, asked.slice(0, 5))).exit).toBe(2)
  expect((await documentOf(books.directory, [...asked, '--format', 'xls'])).exit).toBe(2)
  removeFolder(folder)
})
