/** Files with a known outcome: what each line becomes, what the books say after it, and what is kept of what was wrong. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { withRawStore } from '../ledger/raw-store.ts'
import { type Books, csvOf, csvRow, header, openBooks, recentDay } from './drop.ts'

let books: Books
beforeAll(async () => {
  books = await openBooks()
})
afterAll(() => books.close())

let files = 0
/** Drops a file, takes it, and answers its batch with the rows that were not simply posted. */
async function post(content: string | Uint8Array, code: 'seven' | 'eight' = 'seven') {
  files += 1
  books.drop(`file-${files}.csv`, content, code)
  expect(await books.drain()).toBe(1)
  const [batch] = (await books.client.batches.list({ limit: 1 })).items
  if (batch === undefined) throw new Error('no batch')
  const { items } = await books.client.batches.rows({ id: batch.id, limit: 1_000 })
  const { rows, posted, repeats, conflicts, faults, held, unposted } = batch
  expect(rows).toBe(posted + repeats + conflicts + faults + held + unposted)
  return {
    batch,
    equation: { rows, posted, repeats, conflicts, faults, held, unposted },
    lines: items.map(({ line, outcome, code: why, field }) => `${line} ${outcome} ${why} ${field ?? '-'}`),
    items,
  }
}

const balanceOf = async (client: string): Promise<number> => (await books.client.ledger.balance({ client })).balance
const historyOf = async (client: string): Promise<string[]> =>
  (await books.client.ledger.history({ client })).items.map(
    ({ type, amount, balance, txId, status }) => `${txId} ${type} ${amount} ${balance} ${status}`,
  )
const equation = (counts: Partial<Record<string, number>>) => ({
  rows: 0,
  posted: 0,
  repeats: 0,
  conflicts: 0,
  faults: 0,
  held: 0,
  unposted: 0,
  ...counts,
})

it('posts a canonical file: wallets, balances, history, counts and sum', async () => {
  const rows = [
    { client: 'gold-1', tx: 'g1', amount: 10_000 },
    { client: 'gold-1', tx: 'g2', type: 'Payment', amount: 2_500, location: '中環' },
    { client: 'gold-2', tx: 'g3', amount: 1 },
  ]
  const { batch, ...found } = await post(csvOf(rows))
  expect(found).toEqual({ equation: equation({ rows: 3, posted: 3 }), lines: [], items: [] })
  expect(batch).toMatchObject({ state: 'posted', sum: 12_501, reasons: [], producer: 7, producerCode: 'seven' })
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

it('counts a row with a known identity: the same content is a repeat, other content a conflict, nothing is posted twice', async () => {
  const first = { client: 'twice', tx: 'same', amount: 500 }
  await post(csvOf([first]))
  const found = await post(
    csvOf([
      first,
      { ...first, amount: 501 },
      { ...first, client: 'other' },
      { ...first, type: 'Payment' },
      { ...first, location: 'Mong Kok' },
      { ...first, date: `${recentDay}T00:00:01` },
      // Written otherwise, the same instant: the normalised fields are what counts.
      { ...first, date: `${recentDay}T00:00:00+08:00` },
      { ...first, tx: 'new' },
    ]),
  )
  expect(found.equation).toEqual(equation({ rows: 8, posted: 1, repeats: 2, conflicts: 5 }))
  expect(found.lines).toEqual([
    '2 repeat TXID_REPEATED TxId',
    '3 conflict TXID_CONFLICT TxId',
    '4 conflict TXID_CONFLICT TxId',
    '5 conflict TXID_CONFLICT TxId',
    '6 conflict TXID_CONFLICT TxId',
    '7 conflict TXID_CONFLICT TxId',
    '8 repeat TXID_REPEATED TxId',
  ])
  expect(await balanceOf('twice')).toBe(1_000)
  // The identity belongs to the producer: another one may number its rows as it likes.
  expect((await post(csvOf([{ ...first, producer: 8 }]), 'eight')).equation).toEqual(equation({ rows: 1, posted: 1 }))
  expect(await balanceOf('twice')).toBe(1_500)
})

it('says of every faulty row which rule spoke, about which field, and what was found', async () => {
  const good = { client: 'faulty', tx: 'f', amount: 100 }
  const far = new Date(Date.now() + 3 * 86_400_000).toISOString()
  const old = new Date(Date.now() - 370 * 86_400_000).toISOString()
  const { lines, items, ...found } = await post(
    csvOf([
      { ...good, client: '' },
      { ...good, client: '   ' },
      { ...good, producer: 8 },
      { ...good, producer: '07' },
      { ...good, type: 'Refund' },
      { ...good, type: 'topup' },
      { ...good, amount: '0' },
      { ...good, amount: '-5' },
      { ...good, amount: '1.00' },
      { ...good, amount: '100000000001' },
      { ...good, date: '2026-02-30' },
      { ...good, date: far },
      { ...good, date: old },
      { ...good, client: 'x'.repeat(129) },
      { ...good, tx: 'a\tb' },
      { ...good, type: 'Payment', client: 'nobody-yet' },
      `${csvRow(good)},surplus`,
      csvRow(good).replace(/,[^,]*$/, ''),
      '"open,7,C,Central,f,TopUp,1" tail',
      { ...good, tx: 'f-good' },
    ]),
  )
  expect(found.equation).toEqual(equation({ rows: 20, posted: 1, faults: 19 }))
  expect(lines).toEqual([
    '2 fault FIELD_MISSING ClientId',
    '3 fault FIELD_MISSING ClientId',
    '4 fault PRODUCER_MISMATCH ProducerId',
    '5 fault PRODUCER_MISMATCH ProducerId',
    '6 fault TYPE_UNKNOWN TxType',
    '7 fault TYPE_UNKNOWN TxType',
    '8 fault AMOUNT_NOT_POSITIVE Amount',
    '9 fault AMOUNT_NOT_POSITIVE Amount',
    '10 fault FIELD_UNREADABLE Amount',
    '11 fault AMOUNT_OVER_LIMIT Amount',
    '12 fault FIELD_UNREADABLE TxDate',
    '13 fault DATE_IN_FUTURE TxDate',
    '14 fault DATE_TOO_OLD TxDate',
    '15 fault FIELD_UNREADABLE ClientId',
    '16 fault FIELD_UNREADABLE TxId',
    '17 fault CLIENT_UNKNOWN ClientId',
    '18 fault FIELD_UNREADABLE -',
    '19 fault FIELD_UNREADABLE -',
    '20 fault FIELD_UNREADABLE -',
  ])
  expect(items.slice(4, 8).map((row) => row.found)).toEqual(['Refund', 'topup', '0', '-5'])
  expect(items[4]?.raw).toBe(csvRow({ ...good, type: 'Refund' }))
  // A faulted row claims no identity: corrected and sent again it posts.
  expect((await post(csvOf([good]))).equation).toEqual(equation({ rows: 1, posted: 1 }))
})

it('takes a place only from the list of a producer that has one', async () => {
  await books.client.producers.add({ id: 9, code: 'nine', name: 'Nine', locations: ['Central', '旺角'] })
  books.drop(
    'places.csv',
    csvOf(
      ['Central', '旺角', 'central', 'Kowloon'].map((location, i) => ({
        location,
        producer: 9,
        tx: `p${i}`,
        amount: 1,
        client: 'places',
      })),
    ),
    'nine',
  )
  await books.drain()
  const [batch] = (await books.client.batches.list({ producer: 9 })).items
  expect(batch).toMatchObject({ posted: 2, faults: 2 })
  const { items } = await books.client.batches.rows({ id: batch?.id ?? 0 })
  expect(items.map((row) => [row.line, row.code, row.found])).toEqual([
    [4, 'LOCATION_UNKNOWN', 'central'],
    [5, 'LOCATION_UNKNOWN', 'Kowloon'],
  ])
})

it('holds a payment beyond the balance, and pays the oldest first when money comes, each that fits', async () => {
  const client = 'held'
  const rows = [
    { client, tx: 'h1', amount: 100 },
    { client, tx: 'h2', type: 'Payment', amount: 300 },
    { client, tx: 'h3', type: 'Payment', amount: 150 },
    { client, tx: 'h4', type: 'Payment', amount: 40 },
    { client, tx: 'h5', amount: 100 },
    { client, tx: 'h6', type: 'Payment', amount: 500 },
  ]
  const first = await post(csvOf(rows))
  // h4 fits at once. Then 160 are there: h2 does not fit and waits on, h3 behind it does and posts.
  expect(first.equation).toEqual(equation({ rows: 6, posted: 4, held: 2 }))
  expect(first.lines).toEqual(['3 held INSUFFICIENT_FUNDS Amount', '7 held INSUFFICIENT_FUNDS Amount'])
  expect(first.batch).toMatchObject({ sum: 390, heldNow: 2 })
  expect(await balanceOf(client)).toBe(10)
  expect(await books.client.clients.get({ client })).toMatchObject({ balance: 10, inProcess: 800 })
  expect(await historyOf(client)).toEqual([
    'h6 Payment -500 null in_process',
    'h2 Payment -300 null in_process',
    'h3 Payment -150 10 confirmed',
    'h5 TopUp 100 160 confirmed',
    'h4 Payment -40 60 confirmed',
    'h1 TopUp 100 100 confirmed',
  ])
  // A later batch, of another producer even, releases what waits; the sealed counts stay what they were.
  const second = await post(
    csvOf([
      { client, tx: 'x1', amount: 295, producer: 8 },
      { client, tx: 'x2', type: 'Payment', amount: 6, producer: 8 },
    ]),
    'eight',
  )
  expect(second.equation).toEqual(equation({ rows: 2, posted: 1, held: 1 }))
  const sealed = await books.client.batches.get({ id: first.batch.id })
  expect(sealed).toMatchObject({ posted: 4, held: 2, heldNow: 1, sum: 390 })
  expect(await balanceOf(client)).toBe(5)
  // The same row again is a repeat while it is held and after it was paid.
  const again = await post(csvOf([rows[1] ?? '', rows[5] ?? '', { ...rows[5], tx: 'h6', amount: 501, client }]))
  expect(again.lines).toEqual([
    '2 repeat TXID_REPEATED TxId',
    '3 repeat TXID_REPEATED TxId',
    '4 conflict TXID_CONFLICT TxId',
  ])
  // The oldest first across batches: h6 came before x2, and x2 has to wait although it would fit by itself.
  const third = await post(csvOf([{ client, tx: 'h7', amount: 500 }]))
  expect(third.equation).toEqual(equation({ rows: 1, posted: 1 }))
  expect((await historyOf(client)).slice(0, 4)).toEqual([
    'x2 Payment -6 null in_process',
    'h6 Payment -500 5 confirmed',
    'h7 TopUp 500 505 confirmed',
    'h2 Payment -300 5 confirmed',
  ])
  expect((await books.client.workspace.check({})).differences).toEqual([])
})

it('holds everything of a frozen client, and pays nothing of it, whatever money is there', async () => {
  await post(
    csvOf([
      { client: 'cold', tx: 'c1', amount: 100 },
      { client: 'cold', tx: 'c2', type: 'Payment', amount: 150 },
    ]),
  )
  await withRawStore(books.engine, (raw) => raw.exec(`UPDATE account SET state = 'frozen' WHERE client_id = 'cold'`))
  const frozen = await post(
    csvOf([
      { client: 'cold', tx: 'c3', amount: 1_000 },
      { client: 'cold', tx: 'c4', type: 'Payment', amount: 1 },
    ]),
  )
  expect(frozen.lines).toEqual(['2 held CLIENT_FROZEN Amount', '3 held CLIENT_FROZEN Amount'])
  expect(await balanceOf('cold')).toBe(100)
  // What is held is shown for what it is, and the same row again is a repeat, not a conflict.
  const { items } = await books.client.ledger.history({ client: 'cold', limit: 2 })
  expect(items.map(({ txId, type, amount }) => [txId, type, amount])).toEqual([
    ['c4', 'Payment', -1],
    ['c3', 'TopUp', 1_000],
  ])
  await withRawStore(books.engine, (raw) => raw.exec(`UPDATE account SET state = 'active' WHERE client_id = 'cold'`))
  await post(csvOf([{ client: 'cold', tx: 'c5', amount: 60 }]))
  const again = await post(csvOf([{ client: 'cold', tx: 'c3', amount: 1_000 }]))
  expect(again.lines).toEqual(['2 repeat TXID_REPEATED TxId'])
  // c2 waited for money and got it. c3 is no payment that could be taken from the wallet, and c4 waits for a person.
  expect(await balanceOf('cold')).toBe(10)
})

it('leaves held payments of a suspended producer alone', async () => {
  await post(
    csvOf([
      { client: 'waits', tx: 'w1', amount: 10 },
      { client: 'waits', tx: 'w2', type: 'Payment', amount: 50 },
    ]),
  )
  await withRawStore(books.engine, (raw) => raw.exec(`UPDATE producer SET state = 'suspended' WHERE id = 7`))
  await post(csvOf([{ client: 'waits', tx: 'w3', amount: 100, producer: 8 }]), 'eight')
  expect(await balanceOf('waits')).toBe(110)
  await withRawStore(books.engine, (raw) => raw.exec(`UPDATE producer SET state = 'active' WHERE id = 7`))
  await post(csvOf([{ client: 'waits', tx: 'w4', amount: 1, producer: 8 }]), 'eight')
  expect(await balanceOf('waits')).toBe(61)
})

it('rejects a file that was there before, byte for byte, from whomever; a rejected one may come again', async () => {
  const content = csvOf([{ client: 'again', tx: 'r1', amount: 5 }])
  await post(content)
  for (const code of ['seven', 'eight'] as const) {
    const { batch, equation: counts } = await post(content, code)
    expect([batch.state, batch.reasons, counts]).toEqual(['rejected', ['FILE_REPEATED'], equation({})])
  }
  expect(await balanceOf('again')).toBe(5)
  const broken = 'not a header\n'
  expect((await post(broken)).batch.reasons).toEqual(['FILE_UNREADABLE'])
  expect((await post(broken)).batch.reasons).toEqual(['FILE_UNREADABLE'])
})

const utf16 = Buffer.from(csvOf([{ tx: 'u1', amount: 1 }]), 'utf16le')
it.each([
  ['nothing at all', '', 'no_header'],
  ['only blank lines', '\n \n\r\n', 'no_header'],
  ['no header', `${csvRow({ tx: 'n1', amount: 1 })}\n`, 'column_missing:TxDate'],
  ['a column too few', csvOf([]).replace(',Amount', ''), 'column_missing:Amount'],
  ['a column twice', `${header},Amount\n`, 'column_twice:Amount'],
  ['names in other letters', csvOf([]).toLowerCase(), 'column_missing:TxDate'],
  [
    'bytes that are no UTF-8',
    Buffer.concat([Buffer.from(csvOf([{ tx: 'n2', amount: 1 }])), Buffer.from([0xff, 0x0a])]),
    'not_utf8',
  ],
  [
    'a character cut off at the end',
    Buffer.concat([Buffer.from(`${header}\n2026`), Buffer.from([0xe4, 0xb8])]),
    'not_utf8',
  ],
  ['UTF-16', Buffer.concat([Buffer.from([0xff, 0xfe]), utf16]), 'not_utf8'],
  [
    'a quote that never closes',
    csvOf(['2026-01-01,7,C,"Central,n3,TopUp,1', { tx: 'n4', amount: 1 }]),
    'quote_not_closed',
  ],
])('rejects %s, with nothing posted and the reason in the log', async (_, content, reason) => {
  const before = (await books.client.workspace.check({})).postings
  const { batch, equation: counts, lines } = await post(content)
  expect([batch.state, batch.reasons, batch.sum, counts, lines]).toEqual([
    'rejected',
    ['FILE_UNREADABLE'],
    0,
    equation({}),
    [],
  ])
  expect((await books.client.workspace.check({})).postings).toBe(before)
  const { items } = await books.client.audit.list({ subject: `batch:${batch.id}`, limit: 1 })
  expect(items[0]).toMatchObject({ action: 'batch.reject', outcome: 'FILE_UNREADABLE', detail: { reason } })
})

it('holds a file that turns out unreadable behind its first blocks, and shows what is posted of it', async () => {
  const rows = Array.from({ length: 2_500 }, (_, i) => ({ client: 'half', tx: `half-${i}`, amount: 1 }))
  const content = `${csvOf(rows)}"never closed,${'x'.repeat(70_000)}\n`
  const { batch, equation: counts } = await post(content)
  expect([batch.state, batch.reasons]).toEqual(['held', ['FILE_UNREADABLE']])
  expect(counts.posted).toBe(batch.sum)
  expect(counts.posted % 1_000).toBe(0)
  expect(counts.posted).toBeGreaterThan(0)
  expect(await balanceOf('half')).toBe(counts.posted)
  // To the client, what a held batch posted is not settled.
  expect((await books.client.ledger.history({ client: 'half', limit: 1 })).items[0]?.status).toBe('in_process')
  expect((await books.client.workspace.check({})).differences).toEqual([])
})

it('takes a file of a header alone for an empty batch', async () => {
  const { batch, equation: counts } = await post(csvOf([]))
  expect([batch.state, counts]).toEqual(['posted', equation({})])
})

it('reads columns in any order, and ignores those it does not know', async () => {
  const content = `Note,Amount,TxType,TxId,ProducerLocation,ClientId,ProducerId,TxDate\n"a ""b"", c",42,TopUp,o1,Central,order,7,${recentDay}\n`
  expect((await post(content)).equation).toEqual(equation({ rows: 1, posted: 1 }))
  expect(await balanceOf('order')).toBe(42)
})

it('numbers lines as an editor does: quoted line breaks, CRLF, a byte order mark, blank lines, no break at the end', async () => {
  const bad = { client: 'lines', tx: 'l', amount: 'x' }
  const text = [
    header,
    csvRow(bad),
    '',
    `${recentDay},7,lines,"two\nlines",l,TopUp,x`,
    csvRow(bad),
    `"${recentDay}",7,"lines","a ""quoted"" place",l1,TopUp,7`,
    csvRow(bad),
  ]
  const expected = ['2', '4', '6', '8'].map((line) => `${line} fault FIELD_UNREADABLE`)
  // The second time, the good row in line 7 is a repeat.
  const repeated = expected.toSpliced(3, 0, '7 repeat TXID_REPEATED')
  // The line break inside a place is no plain text, so that row is a fault of the place, not of the amount.
  const linesOf = (found: { lines: string[] }) => found.lines.map((line) => line.split(' ').slice(0, 3).join(' '))
  expect(linesOf(await post(text.join('\n')))).toEqual(expected)
  expect(linesOf(await post(`\uFEFF${text.join('\r\n')}\r\n`))).toEqual(repeated)
  expect(await balanceOf('lines')).toBe(7)
})

it('loses no row to a stray quote: only a quote at the start of a field opens one', async () => {
  const found = await post(
    csvOf([
      { client: 'quotes', tx: 'q1', amount: 1, location: '5" Main Street' },
      { client: 'quotes', tx: 'q2', amount: 2 },
      { client: 'quotes', tx: 'q3', amount: 4, location: '6" Side Street' },
      `${recentDay},7,quotes,"closed" and more,q4,TopUp,8`,
      { client: 'quotes', tx: 'q5', amount: 16, location: '"""Quoted"""' },
    ]),
  )
  expect(found.equation).toEqual(equation({ rows: 5, posted: 4, faults: 1 }))
  expect(found.lines).toEqual(['5 fault FIELD_UNREADABLE -'])
  expect(await balanceOf('quotes')).toBe(1 + 2 + 4 + 16)
})

it('moves no cell into a wrong column: a row must be as wide as its header', async () => {
  const wide = `TxDate,ProducerId,ClientId,TxId,TxType,Amount,ProducerLocation`
  const found = await post(
    `${wide}\n${recentDay},7,wide,v1,TopUp,5,Central, Hong Kong\n${recentDay},7,wide,v2,TopUp,5,Central\n`,
  )
  expect(found.lines).toEqual(['2 fault FIELD_UNREADABLE -'])
  expect((await books.client.ledger.history({ client: 'wide' })).items.map((row) => row.txId)).toEqual(['v2'])
})

it('stays readable whatever sums a file claims', async () => {
  const huge = Array.from({ length: 3 }, (_, i) => ({
    client: `huge-${i % 2}`,
    tx: `huge-${i}`,
    amount: '9007199254740991',
  }))
  expect((await post(csvOf(huge))).equation).toEqual(equation({ rows: 3, faults: 3 }))
  await withRawStore(books.engine, (raw) =>
    raw.exec(`
    UPDATE account SET balance = 9007199254740990 WHERE code = 'wallet:gold-2';
    UPDATE account SET balance = balance - 9007199254740989 WHERE code = 'clearing:seven'`),
  )
  const full = await post(csvOf([{ client: 'gold-2', tx: 'full', amount: 2 }]))
  expect(full.lines).toEqual(['2 fault AMOUNT_OVER_LIMIT Amount'])
  expect((await books.client.batches.list({})).items.length).toBeGreaterThan(10)
  expect((await books.client.clients.list({})).items.length).toBeGreaterThan(5)
  await withRawStore(books.engine, (raw) =>
    raw.exec(`
    UPDATE account SET balance = 1 WHERE code = 'wallet:gold-2';
    UPDATE account SET balance = balance + 9007199254740989 WHERE code = 'clearing:seven'`),
  )
})

it('masks card numbers in everything that is kept of a row, and lets no row with one into the books', async () => {
  const card = '4111111111111111'
  const spaced = '5555 5555 5555 4444'
  const found = await post(
    csvOf([
      { client: card, tx: 'k1', amount: 5 },
      { client: 'cards', tx: spaced, amount: 5 },
      { client: 'cards', tx: 'k3', amount: 5, location: `paid with 378282246310005 twice` },
      { client: 'cards', tx: `11-02 ${card}`, amount: 5 },
      { client: 'cards', tx: 'k5', amount: card },
      `${recentDay},7,cards,Central,k6,${card}`,
      // A number of that length without the check digit is no card, and one that begins with a year is a number of a row.
      { client: 'cards', tx: '4111111111111112', amount: 5 },
      { client: 'cards', tx: '20261102000110', amount: 5 },
    ]),
  )
  expect(found.lines).toEqual([
    '2 fault CARD_DATA_FOUND ClientId',
    '3 fault CARD_DATA_FOUND TxId',
    '4 fault CARD_DATA_FOUND ProducerLocation',
    '5 fault CARD_DATA_FOUND TxId',
    '6 fault CARD_DATA_FOUND Amount',
    '7 fault FIELD_UNREADABLE -',
  ])
  expect(found.equation).toEqual(equation({ rows: 8, posted: 2, faults: 6 }))
  expect(found.items[0]?.raw).toBe(`${recentDay},7,************1111,Central,k1,TopUp,5`)
  const everything = await withRawStore(books.engine, (raw) => {
    const tables = raw.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table'`).pluck().all() as string[]
    return tables.map((table) => JSON.stringify(raw.prepare(`SELECT * FROM "${table}"`).all())).join('\n')
  })
  for (const number of [card, spaced, spaced.replaceAll(' ', ''), '378282246310005']) {
    expect(everything).not.toContain(number)
  }
})

it('seals what it did into the audit chain: counts, sum and a hash over the postings', async () => {
  const { batch } = await post(csvOf([{ client: 'sealed', tx: 's1', amount: 9 }]))
  const { items } = await books.client.audit.list({ subject: `batch:${batch.id}` })
  expect(items.map(({ action, outcome }) => `${action} ${outcome}`)).toEqual([
    'batch.seal posted',
    'batch.receive received',
  ])
  expect(items[0]?.detail).toEqual({ rows: 1, posted: 1, sum: 9, root: expect.stringMatching(/^[0-9a-f]{64}$/) })
  expect(items[1]?.detail).toMatchObject({ producer: 7, sha256: batch.sha256, bytes: batch.bytes })
  expect(books.incidents).toEqual([])
})
