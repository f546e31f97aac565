/** What a file leaves behind beyond its outcome: histories, the audit chain, what is kept of a card number, huge sums. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { withRawStore } from '../ledger/raw-store.ts'
import { type Books, csvOf, csvRow, openBooks, type RowDraft, recentDay } from './drop.ts'

let books: Books
beforeAll(async () => {
  books = await openBooks()
})
afterAll(() => books.close())

let files = 0
/** Drops a file, takes it, and answers its batch with the rows that were not simply posted. */
async function post(content: string | Uint8Array) {
  files += 1
  books.drop(`file-${files}.csv`, content)
  expect(await books.drain()).toBe(1)
  const [batch] = (await books.client.batches.list({ limit: 1 })).items
  if (batch === undefined) throw new Error('no batch')
  const { items } = await books.client.batches.rows({ id: batch.id, limit: 1_000 })
  return {
    batch,
    items,
    lines: items.map(({ line, outcome, code, field }) => `${line} ${outcome} ${code} ${field ?? '-'}`),
  }
}

/** Two clients more, so that no rule over the whole file speaks of few clients. */
const company = (of: string): RowDraft[] => [
  { client: `${of}-a`, tx: `${of}-a`, amount: 1 },
  { client: `${of}-b`, tx: `${of}-b`, amount: 1 },
]

const historyOf = async (client: string): Promise<string[]> =>
  (await books.client.ledger.history({ client })).items.map(
    ({ type, amount, balance, txId, status }) => `${txId} ${type} ${amount} ${balance} ${status}`,
  )

it('tells each row in its client’s history, with everything that is known of it', async () => {
  const rows = [
    { client: 'gold-1', tx: 'g1', amount: 10_000 },
    { client: 'gold-1', tx: 'g2', type: 'Payment', amount: 2_500, location: '中環' },
    { client: 'gold-2', tx: 'g3', amount: 1 },
    { client: 'gold-3', tx: 'g4', amount: 1 },
  ]
  const { batch } = await post(csvOf(rows))
  expect(batch).toMatchObject({ state: 'posted', sum: 12_502, reasons: [], producer: 7, producerCode: 'seven' })
  expect(batch.bytesDone).toBe(batch.bytes)
  expect(await historyOf('gold-1')).toEqual(['g2 Payment -2500 7500 confirmed', 'g1 TopUp 10000 10000 confirmed'])
  expect((await books.client.ledger.history({ client: 'gold-1' })).items[0]).toEqual({
    at: new Date(`${recentDay}T00:00:00+08:00`).toISOString(),
    type: 'Payment',
    amount: -2_500,
    balance: 7_500,
    producer: 7,
    producerName: 'Seven Corner',
    location: '中環',
    txId: 'g2',
    batch: batch.id,
    line: 3,
    status: 'confirmed',
    transaction: 2,
    businessDay: recentDay,
    late: false,
    reference: null,
    reason: null,
    counter: 'clearing:seven',
  })
  expect(await books.client.clients.get({ client: 'gold-2' })).toMatchObject({
    state: 'active',
    balance: 1,
    inProcess: 0,
  })
})

it('tells held payments as in process, and in the order they were paid once they are', async () => {
  const client = 'held'
  const { batch } = await post(
    csvOf([
      ...company('held'),
      { client, tx: 'h1', amount: 100 },
      { client, tx: 'h2', type: 'Payment', amount: 300 },
      { client, tx: 'h3', type: 'Payment', amount: 150 },
      { client, tx: 'h4', type: 'Payment', amount: 40 },
      { client, tx: 'h5', amount: 100 },
      { client, tx: 'h6', type: 'Payment', amount: 500 },
    ]),
  )
  expect(batch).toMatchObject({ posted: 6, held: 2, heldNow: 2, sum: 392 })
  expect(await books.client.clients.get({ client })).toMatchObject({ balance: 10, inProcess: -800 })
  // h4 fits at once. Then 160 are there: h2 does not fit and waits on, h3 behind it does and posts.
  expect(await historyOf(client)).toEqual([
    'h6 Payment -500 null in_process',
    'h2 Payment -300 null in_process',
    'h3 Payment -150 10 confirmed',
    'h5 TopUp 100 160 confirmed',
    'h4 Payment -40 60 confirmed',
    'h1 TopUp 100 100 confirmed',
  ])
  await post(csvOf([...company('more'), { client, tx: 'h7', amount: 790 }]))
  expect((await historyOf(client)).slice(0, 3)).toEqual([
    'h6 Payment -500 0 confirmed',
    'h2 Payment -300 500 confirmed',
    'h7 TopUp 790 800 confirmed',
  ])
  expect((await books.client.workspace.check({})).differences).toEqual([])
})

it('keeps of a faulty row what was found and the line as it stood', async () => {
  const refund = { client: 'faulty', tx: 'f1', type: 'Refund', amount: 100 }
  const good = Array.from({ length: 20 }, (_, i) => ({ client: `faulty-${i % 4}`, tx: `fine-${i}`, amount: 1 }))
  const { items } = await post(csvOf([refund, ...good]))
  expect(items).toEqual([
    { line: 2, outcome: 'fault', code: 'TYPE_UNKNOWN', field: 'TxType', found: 'Refund', raw: csvRow(refund) },
  ])
  // A faulted row claims no identity: corrected and sent again it posts.
  const again = await post(csvOf([...company('again'), { ...refund, type: 'TopUp' }]))
  expect(again.batch).toMatchObject({ state: 'posted', posted: 3 })
})

it('says in the log why a file was rejected, and posts nothing of it', async () => {
  const before = (await books.client.workspace.check({})).postings
  const { batch, lines } = await post(csvOf([]).replace(',Amount', ''))
  expect([batch.state, batch.reasons, batch.sum, lines]).toEqual(['rejected', ['FILE_UNREADABLE'], 0, []])
  expect((await books.client.workspace.check({})).postings).toBe(before)
  const { items } = await books.client.audit.list({ subject: `batch:${batch.id}`, limit: 1 })
  expect(items[0]).toMatchObject({
    action: 'batch.reject',
    outcome: 'FILE_UNREADABLE',
    detail: { reason: 'column_missing:Amount' },
  })
})

it('stays readable whatever sums a file claims', async () => {
  await withRawStore(books.engine, (raw) =>
    raw.exec(`
    UPDATE account SET balance = 9007199254740990 WHERE code = 'wallet:gold-2';
    UPDATE account SET balance = balance - 9007199254740989 WHERE code = 'clearing:seven'`),
  )
  const full = await post(csvOf([{ client: 'gold-2', tx: 'full', amount: 2 }]))
  expect(full.lines).toEqual(['2 fault AMOUNT_OVER_LIMIT Amount'])
  expect((await books.client.batches.list({})).items.length).toBeGreaterThan(5)
  expect((await books.client.clients.list({})).items.length).toBeGreaterThan(5)
  await withRawStore(books.engine, (raw) =>
    raw.exec(`
    UPDATE account SET balance = 1 WHERE code = 'wallet:gold-2';
    UPDATE account SET balance = balance + 9007199254740989 WHERE code = 'clearing:seven'`),
  )
})

it('masks card numbers in everything that is kept of a row', async () => {
  const card = '4111111111111111'
  const spaced = '5555 5555 5555 4444'
  const good = Array.from({ length: 60 }, (_, i) => ({ client: `cards-${i % 4}`, tx: `good-${i}`, amount: 1 }))
  const { items, batch } = await post(
    csvOf([
      { client: card, tx: 'k1', amount: 5 },
      { client: 'cards', tx: spaced, amount: 5 },
      { client: 'cards', tx: 'k3', amount: 5, location: `paid with 378282246310005 twice` },
      ...good,
    ]),
  )
  expect(batch).toMatchObject({ state: 'posted', posted: 60, faults: 3 })
  expect(items[0]?.raw).toBe(`${recentDay},7,************1111,Central,k1,TopUp,5`)
  const everything = await withRawStore(books.engine, (raw) => {
    const tables = raw.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table'`).pluck().all() as string[]
    return tables.map((table) => JSON.stringify(raw.prepare(`SELECT * FROM "${table}"`).all())).join('\n')
  })
  for (const number of [card, spaced, spaced.replaceAll(' ', ''), '378282246310005']) {
    expect(everything).not.toContain(number)
  }
})

it('seals what it did into the audit chain: counts, sum and a hash over the postings', async () => {
  const { batch } = await post(csvOf([...company('seal'), { client: 'sealed', tx: 's1', amount: 9 }]))
  const { items } = await books.client.audit.list({ subject: `batch:${batch.id}` })
  expect(items.map(({ action, outcome }) => `${action} ${outcome}`)).toEqual([
    'batch.seal posted',
    'batch.receive received',
  ])
  expect(items[0]?.detail).toEqual({ rows: 3, posted: 3, sum: 11, root: expect.stringMatching(/^[0-9a-f]{64}$/) })
  expect(items[1]?.detail).toMatchObject({ producer: 7, sha256: batch.sha256, bytes: batch.bytes })
  expect(books.incidents).toEqual([])
})
