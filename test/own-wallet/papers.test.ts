/** What clients take away of their own wallets: statements that come to what they are shown, and receipts that are genuine. */
import { buffer } from 'node:stream/consumers'
import type { ReadableStream } from 'node:stream/web'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Inputs } from '../../engine/contract/contract.ts'
import { type Host, startHost } from '../../engine/host/host.ts'
import { recentDay } from '../ingest/drop.ts'
import { refusalOf } from '../workspace-fixture.ts'
import { addClient, closeWallets, type Owner, openWallets, post, signIn, type Wallets } from './open-wallets.ts'

let books: Wallets
let host: Host
let owner: Owner
let other: Owner

beforeAll(async () => {
  books = await openWallets()
  host = await startHost({ engine: books.engine })
  for (const client of ['C-1', 'C-2']) await addClient(books, client)
  await post(books, [
    { client: 'C-1', tx: 'in-1', amount: 50_000, location: 'Central' },
    { client: 'C-1', tx: 'out-1', amount: 1_250, type: 'Payment', location: 'Mong Kok' },
    // More than there is: it is held, and moved nothing yet.
    { client: 'C-1', tx: 'out-2', amount: 90_000, type: 'Payment', location: 'Sha Tin' },
    { client: 'C-2', tx: 'other-1', amount: 7_777, location: 'Tai Po' },
  ])
  await books.tom.operations.purchase({ client: 'C-1', amount: 700, key: 'p1', producer: 8, reference: 'order 77' })
  await books.tom.operations.transfer({ from: 'C-1', to: 'C-2', amount: 333, key: 't1', reference: 'for lunch' })
  owner = await signIn(books, 'C-1')
  other = await signIn(books, 'C-2')
}, 60_000)
afterAll(async () => {
  await host.close()
  await closeWallets(books)
})

const dayFromNow = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
const days = { from: dayFromNow(-364), to: dayFromNow(1) }
const bytesOf = (file: File): Promise<Buffer> => buffer(file.stream() as ReadableStream)
const statement = async (of: Owner, input: Partial<Inputs['ownWallet']['statement']> = {}): Promise<string> =>
  (await bytesOf(await of.statement({ ...days, format: 'csv', ...input }))).toString()

type Row = Readonly<{ reference: string; moved: number; balance: number }>
/** Rows of the table, the heads left out. Amounts stand last: in, out, and the balance behind it. */
function rowsOf(csv: string): readonly Row[] {
  const minor = (cell = ''): number => (cell === '' ? 0 : Math.round(Number(cell) * 100))
  return csv
    .trim()
    .split('\r\n')
    .slice(1)
    .map((line) => line.split(',').map((cell) => cell.replaceAll('"', '')))
    .map((cells) => ({
      reference: cells[6] || cells[8] || '',
      moved: minor(cells.at(-3)) - minor(cells.at(-2)),
      balance: minor(cells.at(-1)),
    }))
}

it.each(['C-1', 'C-2'])('comes to the balance that %s is shown, line by line', async (client) => {
  const of = client === 'C-1' ? owner : other
  const rows = rowsOf(await statement(of))
  const [opening, ...rest] = rows
  const closing = rest.pop()
  const shown = (await of.balances()).items[0]
  expect(opening).toMatchObject({ moved: 0, balance: 0 })
  expect(closing).toMatchObject({ moved: shown?.balance, balance: shown?.balance })
  expect(rest.reduce((sum, { moved }) => sum + moved, 0)).toBe(shown?.balance)
  const posted = (await of.history({})).items.filter(({ id }) => id.startsWith('t'))
  expect(rest.toReversed()).toEqual(
    posted.map(({ reference, amount, balance }) => ({ reference, moved: amount, balance })),
  )
})

it('says of another client nothing, of what is held nothing, and speaks the language of the client’s letters', async () => {
  const file = await owner.statement({ ...days, format: 'csv' })
  expect([file.name, file.type]).toEqual([
    `statement-${days.from}..${days.to}-USD.csv`,
    expect.stringMatching(/^text\/csv/),
  ])
  expect(await statement(owner)).not.toMatch(/C-2|other-1|Tai Po|out-2/)
  expect(await statement(owner)).toContain('"Closing balance"')
  await owner.setLanguage({ language: 'zh-HK' })
  expect(await statement(owner)).toContain('"期末結餘"')
  expect(await statement(owner, { language: 'en' })).toContain('"Closing balance"')
  await owner.setLanguage({ language: 'en' })
  const pdf = await owner.statement(days)
  expect([pdf.type, (await bytesOf(pdf)).toString('latin1', 0, 5)]).toEqual(['application/pdf', '%PDF-'])
})

it('holds at most a year, and begins before it ends', async () => {
  const refused = (more: object) => refusalOf(owner.statement({ ...days, ...more }))
  expect(await refused({ from: '2024-01-01', to: '2025-01-01' })).toEqual({
    code: 'days_too_many',
    data: { days: 367, daysMax: 366 },
  })
  expect((await refused({ from: '2026-02-02', to: '2026-02-01' })).code).toBe('days_reversed')
  expect(await refused({ currency: 'EUR' })).toMatchObject({ code: 'not_found', data: { noun: 'wallet', id: 'EUR' } })
  expect((await statement(owner, { from: '2024-01-01', to: '2024-12-31' })).trim().split('\r\n')).toHaveLength(3)
})

const idOf = async (of: Owner, text: string): Promise<string> => (await of.history({ text })).items[0]?.id ?? ''

it('gives a receipt that is genuine, for the client who asks and for nobody beside them', async () => {
  const check = async (file: File) => books.client.receipts.verify({ base64: (await bytesOf(file)).toString('base64') })
  const id = await idOf(owner, 'for lunch')
  const file = await owner.receipt({ id })
  expect([file.name, file.type]).toEqual([expect.stringMatching(/^receipt-[0-9A-F]{8}-\d+-D\.pdf$/), 'application/pdf'])
  const verdict = await check(file)
  expect(verdict).toMatchObject({
    verdict: 'genuine',
    facts: { client: 'C-1', amount: -333, reference: 'for lunch', language: 'en' },
    now: { standing: 'stands' },
  })
  expect(JSON.stringify(verdict)).not.toContain('C-2')
  // The same transaction is the other's too, from their side.
  const theirs = await check(await other.receipt({ id, language: 'zh-HK' }))
  expect(theirs).toMatchObject({
    verdict: 'genuine',
    facts: { client: 'C-2', amount: 333, language: 'zh-HK' },
  })
  expect(JSON.stringify(theirs)).not.toContain('C-1')
})

it('knows no receipt of what is held, of somebody else’s, or of what there is not, and does not tell them apart', async () => {
  const held = await idOf(owner, 'out-2')
  expect(held).toMatch(/^h/)
  // The number of the client's own transaction, as if it were that of a top-up under way.
  const mixed = `f${(await idOf(owner, 'in-1')).slice(1).padStart(10, '0')}`
  const ids = [held, await idOf(other, 'other-1'), 't900000000000001', 'fNOBODYS001', mixed]
  for (const id of ids)
    expect(await refusalOf(owner.receipt({ id }))).toEqual({ code: 'not_found', data: { noun: 'transaction', id } })
})

it('is written down before it leaves, as what the client did', async () => {
  const { to } = days
  const id = await idOf(owner, 'in-1')
  const { size } = await owner.statement({ from: recentDay, to, format: 'csv' })
  const [taken] = (await books.client.audit.list({ subject: 'client:C-1' })).items
  expect(taken).toMatchObject({
    actor: 'client',
    action: 'clients.statement_export',
    outcome: 'done',
    detail: { currency: 'USD', from: recentDay, to, format: 'csv', bytes: size },
  })
  const name = (await owner.receipt({ id })).name
  const [made] = (await books.client.audit.list({ subject: `transaction:${id.slice(1)}` })).items
  expect(made).toMatchObject({ actor: 'client', action: 'receipts.made', outcome: 'done', detail: { client: 'C-1' } })
  expect(made?.detail).toMatchObject({ receipt: name.slice('receipt-'.length, -'.pdf'.length) })
})

it('is kept by no cache on its way, has its name, and can’t be asked for without end', async () => {
  const ask = (path: string) =>
    fetch(`${host.url}/api/wallet${path}`, { headers: { authorization: `Bearer ${owner.token}` } })
  const id = await idOf(owner, 'in-1')
  const paths = [`/statement?from=${days.from}&to=${days.to}&format=csv`, `/transactions/${id}/receipt`]
  for (const [at, path] of paths.entries()) {
    const answer = await ask(path)
    await answer.arrayBuffer()
    const { headers, status } = answer
    expect([status, headers.get('cache-control')]).toEqual([200, 'no-store'])
    expect(headers.get('content-disposition')).toMatch(
      [/filename="statement-.*\.csv"/, /filename="receipt-.*\.pdf"/][at] ?? '',
    )
  }
  let last = 200
  for (let i = 0; i < 30; i += 1) last = (await ask('/transactions/t900000000000001/receipt')).status
  expect(last).toBe(429)
  expect((await ask('/me')).status).toBe(200)
})
