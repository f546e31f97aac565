/** Between the statements of an account nothing may be missing, counted twice, or said in two ways without anybody noticing. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Exception } from '../../engine/contract/exceptions.ts'
import { openContacts, set } from '../contact/open-contact.ts'
import { iban, type LineDraft, mt940 } from './mt940-file.ts'
import { bank, openLinesOf, openStatements, readStore, type Statements, takingStatements } from './open-statements.ts'

let books: Statements

beforeEach(async () => {
  books = await openStatements()
})
afterEach(() => books.close())

const line = (day: number, amount: number, ref = `R${day}-${amount}`): LineDraft => ({
  day: `2026-01-${String(day).padStart(2, '0')}`,
  amount,
  ref,
})

const one = mt940([{ number: '1', opening: 1_000, lines: [line(5, 100), line(5, 50)] }])
const second = mt940([{ number: '2', opening: 1_150, lines: [line(6, 7)] }])
const third = mt940([{ number: '3', opening: 1_157, lines: [line(8, -57)] }])

it('notices that a statement is missing between two, and ends it by itself when that one comes', async () => {
  await books.send('1.sta', one)
  await books.send('3.sta', third)
  const [gap] = await cases(books)
  expect(gap).toMatchObject({ code: 'STATEMENT_GAP', severity: 'high', scope: 'engine', status: 'open', amount: 7 })
  expect((await books.tom.exceptions.get({ id: gap?.id ?? 0 })).detail).toMatchObject({
    account: 'omnibus:main',
    source: 'bank',
    after: 1,
    statement: 2,
    from: '2026-01-05',
    to: '2026-01-08',
    closing: 1_150,
    opening: 1_157,
  })
  const findings = [{ finding: 'gap', after: 1, from: '2026-01-05', to: '2026-01-08', closing: 1_150, opening: 1_157 }]
  expect(await books.tom.statements.get({ id: 2 })).toMatchObject({ findings })
  // What is known is open all the same.
  expect(await openIn(books)).toEqual([50, 100, -57])

  await books.send('2.sta', second)
  expect(await cases(books)).toEqual([])
  expect(await books.tom.statements.get({ id: 2 })).toMatchObject({ findings: [] })
  expect(await books.tom.exceptions.get({ id: gap?.id ?? 0 })).toMatchObject({
    status: 'resolved',
    resolution: 'not_a_problem',
    resolvedBy: 'engine',
  })
  expect(await openIn(books)).toEqual([50, 100, 7, -57])
})

it('brings a gap up to date that is filled in part', async () => {
  await books.send('1.sta', one)
  const far = mt940([{ number: '9', opening: 1_200, lines: [line(20, 1)] }])
  await books.send('9.sta', far)
  await books.send('2.sta', second)
  expect(await cases(books)).toMatchObject([{ code: 'STATEMENT_GAP', status: 'open', amount: 43 }])
  const [gap] = await cases(books)
  const { detail, history } = await books.tom.exceptions.get({ id: gap?.id ?? 0 })
  expect(detail).toMatchObject({ after: 3, statement: 2, from: '2026-01-06', to: '2026-01-20' })
  expect(history.map(({ kind }) => kind)).toEqual(['raised', 'changed'])
})

it('keeps a statement that does not add up, and opens none of its lines', async () => {
  await books.send('1.sta', mt940([{ number: '1', opening: 1_000, lines: [line(5, 100)], closing: 1_101 }]))
  expect((await books.tom.statements.list({})).items).toMatchObject([{ state: 'broken', lines: 1, isOpened: false }])
  expect(await books.tom.statements.get({ id: 1 })).toMatchObject({
    findings: [{ finding: 'does_not_add_up', opening: 1_000, lines: 100, closing: 1_101 }],
  })
  expect(await cases(books)).toMatchObject([{ code: 'STATEMENT_DOES_NOT_ADD_UP', amount: 1 }])
  expect(await openIn(books)).toEqual([])
  // A right one of the same days is taken as if the other had never come.
  await books.send('again.sta', mt940([{ number: '1', opening: 1_000, lines: [line(5, 100)] }]))
  expect((await books.tom.statements.list({})).items[0]).toMatchObject({ state: 'accepted' })
  expect(await openIn(books)).toEqual([100])
})

it('takes lines of overlapping statements once, and new ones among them', async () => {
  await books.send('1.sta', one)
  const wider = [line(4, 10), line(5, 100), line(5, 50), line(6, 7)]
  await books.send('w.sta', mt940([{ number: '7', opening: 990, lines: wider }]))
  expect(await openIn(books)).toEqual([10, 50, 100, 7])
  expect(await cases(books)).toEqual([])
  expect(await books.tom.statements.get({ id: 2 })).toMatchObject({
    state: 'accepted',
    findings: [{ finding: 'overlaps', lines: 2 }],
  })
  const { items } = await books.tom.statements.lines({ id: 2 })
  expect(items.map(({ amount, repeats }) => [amount, repeats])).toEqual([
    [10, null],
    [100, 1],
    [50, 2],
    [7, null],
  ])
})

it('knows two lines that say the same from one that is said twice', async () => {
  const coffee = line(5, -350, 'COFFEE')
  await books.send('1.sta', mt940([{ number: '1', opening: 1_000, lines: [coffee] }]))
  // The afternoon's statement of the same day: another coffee.
  await books.send('2.sta', mt940([{ number: '2', opening: 650, lines: [coffee] }]))
  expect(await openIn(books)).toEqual([-350, -350])
  // The whole day: both were known.
  await books.send('day.sta', mt940([{ number: '3', opening: 1_000, lines: [coffee, coffee] }]))
  expect(await openIn(books)).toEqual([-350, -350])
  expect(await cases(books)).toEqual([])
})

it('knows lines again that another file puts into another order', async () => {
  await books.send('1.sta', mt940([{ number: '1', opening: 0, lines: [line(5, 1), line(5, 2), line(5, 4)] }]))
  await books.send(
    '2.sta',
    mt940([{ number: '1a', opening: 0, lines: [line(5, 4), line(5, 1), line(5, 2), line(6, 8)] }]),
  )
  expect(await openIn(books)).toEqual([1, 2, 4, 8])
  expect(await cases(books)).toEqual([])
})

it('takes a statement that comes again under other bytes for what it is', async () => {
  await books.send('1.sta', one)
  await books.send('again.sta', one.replace('STARTUMSE', 'AGAIN'))
  expect((await books.tom.statements.list({})).items).toMatchObject([{ state: 'repeated' }, { state: 'accepted' }])
  expect(await books.tom.statements.get({ id: 2 })).toMatchObject({ findings: [{ finding: 'repeated', of: 1 }] })
  expect(await openIn(books)).toEqual([50, 100])
  expect(await cases(books)).toEqual([])
})

it('says which lines a later statement of the same days leaves out', async () => {
  await books.send('1.sta', mt940([{ number: '1', opening: 0, lines: [line(5, 1), line(6, 20, 'WRONG'), line(7, 4)] }]))
  const corrected = [line(5, 1), line(6, 30, 'RIGHT'), line(7, 4)]
  await books.send('1b.sta', mt940([{ number: '1b', opening: 0, lines: corrected }]))
  expect(await cases(books)).toMatchObject([{ code: 'STATEMENT_CORRECTED', amount: 20, status: 'open' }])
  expect(await books.tom.statements.get({ id: 2 })).toMatchObject({
    state: 'accepted',
    findings: [
      { finding: 'overlaps', lines: 2 },
      { finding: 'corrected', lines: 1, sum: 20, first: [2] },
    ],
  })
  // Both stand open: a person says which is right.
  expect(await openIn(books)).toEqual([1, 20, 30, 4])
  // The account goes on from what the later one says.
  await books.send('2.sta', mt940([{ number: '2', opening: 35, lines: [line(8, 1)] }]))
  expect(await cases(books)).toHaveLength(1)
})

it('keeps what is only announced out of balances and of what is open', async () => {
  const lines = [line(5, 100), { ...line(5, 999), pending: true }]
  await books.send('1.sta', mt940([{ number: '1', opening: 0, lines }]))
  expect((await books.tom.statements.list({})).items).toMatchObject([
    { state: 'accepted', closing: 100, lines: 2, sumIn: 100, sumOut: 0 },
  ])
  expect(await openIn(books)).toEqual([100])
})

it('takes each statement of a file to its own account, and lets wait what nobody knows', async () => {
  await books.send(
    'all.sta',
    mt940([
      { number: '1', opening: 0, lines: [line(5, 1)] },
      { number: '1', account: 'GB00OTHER', opening: 0, lines: [line(5, 2), line(5, 3)] },
      { number: '1', currency: 'EUR', opening: 0, lines: [line(5, 4)] },
    ]),
  )
  const states = async () =>
    (await books.tom.statements.list({})).items.map(({ account, said, currency, state }) => [
      account,
      said,
      currency,
      state,
    ])
  expect(await states()).toEqual([
    [null, iban, 'EUR', 'waiting'],
    [null, 'GB00OTHER', 'USD', 'waiting'],
    ['omnibus:main', iban, 'USD', 'accepted'],
  ])
  expect(await cases(books)).toMatchObject([
    { code: 'STATEMENT_ACCOUNT_UNKNOWN', severity: 'medium' },
    { code: 'STATEMENT_ACCOUNT_UNKNOWN', severity: 'medium' },
  ])
  expect(await openIn(books)).toEqual([1])

  await books.ann.accounts.open({ kind: 'omnibus', name: 'other' })
  const accounts = [...bank.accounts, { said: 'gb00 other', currency: 'USD', account: 'omnibus:other' }]
  await set(books, 'statements', { sources: [{ ...bank, accounts }] })
  await books.take()
  expect(await states()).toEqual([
    [null, iban, 'EUR', 'waiting'],
    ['omnibus:other', 'GB00OTHER', 'USD', 'accepted'],
    ['omnibus:main', iban, 'USD', 'accepted'],
  ])
  expect(await openIn(books)).toEqual([1, 2, 3])
  const left = await cases(books)
  expect(left).toMatchObject([{ code: 'STATEMENT_ACCOUNT_UNKNOWN' }])
  expect((await books.tom.exceptions.get({ id: left[0]?.id ?? 0 })).detail).toEqual({
    source: 'bank',
    said: iban,
    currency: 'EUR',
    statements: 1,
  })
  const rows = await readStore(books, (raw) =>
    raw.prepare('SELECT DISTINCT account IS NULL FROM statement_line WHERE statement = 2').pluck().all(),
  )
  expect(rows).toEqual([0])
})

it('counts the statements of one account that wait, in one exception', async () => {
  for (const number of ['1', '2', '3'])
    await books.send(`${number}.sta`, mt940([{ number, account: 'X', opening: 0, lines: [line(5, Number(number))] }]))
  const found = await cases(books)
  expect(found).toMatchObject([{ code: 'STATEMENT_ACCOUNT_UNKNOWN' }])
  expect((await books.tom.exceptions.get({ id: found[0]?.id ?? 0 })).detail).toMatchObject({ said: 'X', statements: 3 })
})

it('opens the account that there is one of in each currency when its first statement comes', async () => {
  const contacts = await openContacts()
  const other = takingStatements(contacts)
  try {
    const added = { kind: 'currency', code: 'EUR', digits: 2 } as const
    const { id } = await other.ann.proposals.propose({ change: added, reason: 'r', key: 'eur' })
    await other.bob.proposals.approve({ id })
    const accounts = [{ said: null, currency: 'EUR', account: 'omnibus:main' }]
    await set(other, 'statements', { sources: [{ ...bank, accounts }] })
    await other.send('1.sta', mt940([{ currency: 'EUR', opening: 0, lines: [line(5, 1)] }]))
    expect((await other.tom.statements.list({})).items).toMatchObject([{ account: 'omnibus:main', currency: 'EUR' }])
    expect(await other.tom.accounts.get({ code: 'omnibus:main', currency: 'EUR' })).toMatchObject({ currency: 'EUR' })
  } finally {
    await other.close()
  }
})

const openIn = async (of: Statements) => (await readStore(of, openLinesOf)).map(({ amount }) => amount)
const cases = async ({ tom }: Statements): Promise<readonly Exception[]> =>
  (await tom.exceptions.list({ status: 'unresolved' })).items
