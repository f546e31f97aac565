/** Statements from their sources' folders to lines that are open for matching. */
import { existsSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { StatementMapping } from '../../engine/contract/statement-mappings.ts'
import { set } from '../contact/open-contact.ts'
import { filesOf } from '../store/on-disk.ts'
import { refusalOf } from '../workspace-fixture.ts'
import { iban, mt940 } from './mt940-file.ts'
import { bank, openLinesOf, openStatements, putFile, readStore, type Statements } from './open-statements.ts'

let books: Statements

beforeEach(async () => {
  books = await openStatements()
})
afterEach(() => books.close())

const day5 = '2026-01-05'
const two = mt940([
  {
    number: '1/1',
    opening: 100_00,
    lines: [
      { day: day5, amount: 5_000, ref: 'A1', text: 'Rent of the 4111 1111 1111 1111 card' },
      { day: day5, amount: -1_234, ref: 'A2' },
    ],
  },
])

it('takes a statement from the folder to lines that are open for matching', async () => {
  expect(await books.send('a.sta', two)).toBe(1)

  const [file] = (await books.tom.statements.files({})).items
  expect(file).toMatchObject({
    source: 'bank',
    file: 'a.sta',
    format: 'mt940',
    state: 'read',
    statements: 1,
    lines: 2,
    receivedBy: 'engine',
  })
  const { items } = await books.tom.statements.list({})
  expect(items).toMatchObject([
    {
      account: 'omnibus:main',
      said: iban,
      number: '1',
      currency: 'USD',
      from: day5,
      to: day5,
      opening: 100_00,
      closing: 137_66,
      lines: 2,
      sumIn: 5_000,
      sumOut: 1_234,
      state: 'accepted',
      isOpened: true,
    },
  ])
  const statement = items[0]?.id ?? 0
  expect(await books.tom.statements.get({ id: statement })).toMatchObject({ fileName: 'a.sta', findings: [] })
  const lines = await books.tom.statements.lines({ id: statement })
  expect(lines.items).toMatchObject([
    {
      seq: 1,
      day: day5,
      amount: 5_000,
      references: [{ kind: 'customer', value: 'A1' }],
      text: 'Rent of the ************1111 card',
    },
    { seq: 2, amount: -1_234, repeats: null },
  ])
  expect((await openLinesIn(books)).map(({ amount }) => amount)).toEqual([-1_234, 5_000])
  // The file is in the archive and nowhere else.
  const { statements, archive } = books.engine.layout
  expect(filesOf(statements)).toEqual([])
  expect(filesOf(archive)).toHaveLength(1)
  expect(filesOf(archive)[0]).toMatch(/^statements\//)
  expect(books.incidents).toEqual([])
})

it('takes the same bytes once, whatever the file is called', async () => {
  await books.send('a.sta', two)
  await books.send('b.sta', two)
  const files = (await books.tom.statements.files({})).items
  expect(files).toMatchObject([
    { file: 'b.sta', state: 'repeated', repeats: 1, statements: 0 },
    { file: 'a.sta', state: 'read' },
  ])
  expect(await openLinesIn(books)).toHaveLength(2)
  expect(await openCases(books)).toEqual([])
})

it('refuses the whole file for one fault, and says where it is and what stands there', async () => {
  const broken = mt940([
    { number: '1/1', opening: 0, lines: [{ day: day5, amount: 5, ref: 'A1' }] },
    { number: '2/1', opening: 5, lines: [{ day: day5, amount: 7, ref: 'A2' }] },
  ]).replace('C0,07', 'C0,0x')
  await books.send('a.sta', broken)
  const [file] = (await books.tom.statements.files({})).items
  expect(file).toMatchObject({ state: 'refused', statements: 0, lines: 0, problem: { place: 12, field: '61' } })
  expect(file?.problem?.around).toContain(':61:2601050105C0,0xNTRFA2\r'.trim())
  expect((await books.tom.statements.list({})).items).toEqual([])
  expect(await openLinesIn(books)).toEqual([])
  expect(await openCases(books)).toMatchObject([
    { code: 'STATEMENT_UNREADABLE', scope: 'engine', severity: 'high', status: 'open' },
  ])
  const [found] = await openCases(books)
  expect((await books.tom.exceptions.get({ id: found?.id ?? 0 })).detail).toMatchObject({
    source: 'bank',
    file: 'a.sta',
    place: 12,
    field: '61',
  })
})

const csv = 'Date,Amount,Text,Ref\n2026-01-05,1.00,One,A1\n2026-01-06,-0.25,Two,A2\n'
const mapping = StatementMapping.parse({
  format: 'csv',
  account: { fixed: iban },
  currency: { fixed: 'USD' },
  bookedOn: 'Date',
  amount: { by: 'sign', column: 'Amount' },
  references: [{ column: 'Ref', kind: 'bank' }],
  text: ['Text'],
})

it('refuses a table of which nobody said what its columns are, and takes it once somebody did', async () => {
  await books.send('a.csv', csv)
  expect((await books.tom.statements.files({})).items).toMatchObject([
    { state: 'refused', format: 'csv', problem: { code: 'not_this_format', field: 'mapping' } },
  ])
  await set(books, 'statements', { sources: [{ ...bank, mapping }] })
  await books.send('again.csv', csv)
  expect((await books.tom.statements.files({})).items).toMatchObject([
    { state: 'read', lines: 2 },
    { state: 'refused' },
  ])
  expect(await openLinesIn(books)).toMatchObject([{ amount: 100, refs: '[["bank","A1"]]' }, { amount: -25 }])
})

it('takes whole days of a table without balances, and no line of them twice', async () => {
  await set(books, 'statements', { sources: [{ ...bank, mapping }] })
  const rows = (...days: readonly number[]): string =>
    [
      'Date,Amount,Text,Ref',
      ...days.flatMap((day) => [`2026-01-0${day},1.00,Coffee,`, `2026-01-0${day},1.00,Coffee,`]),
    ].join('\n')
  await books.send('a.csv', rows(1, 2, 3))
  await books.send('b.csv', rows(3, 4))
  await books.send('c.csv', rows(2, 3, 4, 5))
  const days = (await openLinesIn(books)).map(({ day }) => day - 20_453)
  expect(days).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 5, 5])
  expect(await openCases(books)).toEqual([])
})

it('shows what a sample of a table seems to mean, and what a mapping makes of it, and keeps nothing', async () => {
  const sample = Buffer.from(csv).toString('base64')
  const guessed = await books.tom.statements.preview({ sample, account: iban, currency: 'USD' })
  expect(guessed).toMatchObject({ format: 'csv', guess: { mapping: { bookedOn: 'Date' } } })
  expect(guessed.preview?.lines.map(({ amount }) => amount)).toEqual([100, -25])
  const { preview } = await books.tom.statements.preview({ sample, mapping: { ...mapping, invert: 'amounts' } })
  expect(preview?.lines.map(({ amount }) => amount)).toEqual([-100, 25])
  const ofBank = await books.tom.statements.preview({ sample: Buffer.from(two).toString('base64') })
  expect(ofBank).toEqual({ format: 'mt940', encoding: 'utf-8', guess: null, mapping: null, preview: null })
  expect((await books.tom.statements.files({})).items).toEqual([])
})

it('leaves alone what is not complete, what is no plain file, and what is nobody’s', async () => {
  const { statements } = books.engine.layout
  putFile(statements, { source: 'bank', name: 'a.sta.part' }, two)
  const nobodys = putFile(statements, { source: 'nobody', name: 'a.sta' }, two)
  expect(await books.take()).toBe(0)
  expect(existsSync(path.join(statements, 'bank', 'a.sta.part'))).toBe(true)
  expect(existsSync(nobodys)).toBe(true)
})

it('takes a file that is sent in part by part, and one that somebody goes on with after it is gone', async () => {
  const bytes = Buffer.from(two)
  const part = (from: number, to?: number): string => bytes.subarray(from, to).toString('base64')
  const of = { source: 'bank', name: 'sent.sta' }
  const first = await books.tom.statements.upload({ ...of, part: part(0, 50), isLast: false })
  expect(first.file).toBeNull()
  const upload = first.upload ?? ''
  await books.tom.statements.upload({ ...of, upload, part: part(50, 60), isLast: false })
  const last = await books.tom.statements.upload({ ...of, upload, part: part(60), isLast: true })
  expect(last).toMatchObject({ upload: null, file: { file: 'sent.sta', receivedBy: 'tom' } })
  await books.take()
  expect(await books.tom.statements.file({ id: last.file?.id ?? 0 })).toMatchObject({ state: 'read', lines: 2 })
  expect(await openLinesIn(books)).toHaveLength(2)
  const late = books.tom.statements.upload({ ...of, upload, part: part(0), isLast: true })
  expect(await refusalOf(late)).toMatchObject({ code: 'not_found', data: { noun: 'upload' } })
  const unknown = books.tom.statements.upload({ ...of, source: 'nobody', part: part(0) })
  expect(await refusalOf(unknown)).toMatchObject({ code: 'not_found', data: { noun: 'source' } })
})

it('hands out the file as it came, and has it on record before', async () => {
  await books.send('a.sta', two)
  const file = await books.tom.statements.download({ id: 1 })
  expect(file.name).toBe('a.sta')
  expect(await new Response(file.stream()).text()).toBe(two)
  const part = await books.tom.statements.downloadPart({ id: 1 })
  expect(Buffer.from(part.base64, 'base64').toString()).toBe(two)
  const { items } = await books.client.audit.list({ action: 'statements.download' })
  expect(items).toMatchObject([
    { actor: 'tom', subject: 'statement-file:1', outcome: 'begun' },
    { actor: 'tom', subject: 'statement-file:1', outcome: 'begun' },
  ])
})

it('pages through the lines of a statement in its own order', async () => {
  const lines = Array.from({ length: 25 }, (_, at) => ({ day: day5, amount: 100 - at, ref: `R${at}` }))
  await books.send('a.sta', mt940([{ opening: 0, lines }]))
  const seen: number[] = []
  for (let cursor: string | undefined; ; ) {
    const page = await books.tom.statements.lines({ id: 1, limit: 10, ...(cursor === undefined ? {} : { cursor }) })
    seen.push(...page.items.map(({ amount }) => amount))
    if (page.next === null) break
    cursor = page.next
  }
  expect(seen).toEqual(lines.map(({ amount }) => amount))
})

it.each([
  ['a code twice', { sources: [bank, bank] }, 'sources.1.code'],
  ['an account that is not there', withAccount({ account: 'omnibus:none' }), 'sources.0.accounts.0.account'],
  ['an account of another kind', withAccount({ account: 'suspense' }), 'sources.0.accounts.0.account'],
  ['a currency that the books are not kept in', withAccount({ currency: 'EUR' }), 'sources.0.accounts.0.currency'],
  [
    'an account that another source tells of',
    { sources: [bank, { ...bank, code: 'other' }] },
    'sources.1.accounts.0.account',
  ],
  ['a table without a mapping', { sources: [{ ...bank, format: 'csv' as const }] }, 'sources.0.mapping'],
  [
    'one account said twice',
    {
      sources: [
        {
          ...bank,
          accounts: [
            ...bank.accounts,
            { said: 'de89 3704 0044 0532 0130 00', currency: 'USD', account: 'clearing:seven' },
          ],
        },
      ],
    },
    'sources.0.accounts.1.said',
  ],
])('refuses sources with %s', async (_, value, where) => {
  const change = { kind: 'setting', name: 'statements', value: value as never } as const
  const { code, data } = await refusalOf(books.ann.proposals.propose({ change, reason: 'r', key: 'k' }))
  expect(code).toBe('setting_unusable')
  expect(data).toMatchObject({ issues: [{ path: where }] })
})

function withAccount(more: object) {
  return { sources: [{ ...bank, accounts: [{ ...bank.accounts[0], ...more }] }] }
}

const openLinesIn = (of: Statements) => readStore(of, openLinesOf)
const openCases = async ({ tom }: Statements) => (await tom.exceptions.list({ status: 'unresolved' })).items
