/** What a close pack says of three days, to the last figure. */
import { execFileSync } from 'node:child_process'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { dayNumberOf } from '../../engine/calendar/day.ts'
import { DaySums } from '../../engine/close-pack/day-sums.ts'
import type { PackDocument } from '../../engine/close-pack/document.ts'
import { balancesOn } from '../../engine/close-pack/rows/proof.ts'
import { verifyPack } from '../../engine/close-pack/verify/verify-pack.ts'
import { balanceUntil } from '../../engine/ledger/day-balance.ts'
import { balancesAtDay } from '../../engine/reconcile/proof/balances.ts'
import type { OpenBooks } from '../operations/open-books.ts'
import { makeFolder, removeFolder } from '../workspace-fixture.ts'
import { booksOfThreeDays, dayAt, type Made, makePack, putZip } from './made.ts'
import { contentOf, filesOf } from './zip.ts'

let books: OpenBooks
let made: Made
let folder: string
let document: PackDocument

beforeAll(async () => {
  books = await booksOfThreeDays()
  made = await makePack(books)
  folder = makeFolder()
  document = JSON.parse(contentOf(made.zip, 'close-pack.json').toString()) as PackDocument
}, 60_000)
afterAll(() => {
  books.close()
  removeFolder(folder)
  vi.useRealTimers()
})

const csv = (name: string): readonly string[] =>
  contentOf(made.zip, `${name}.csv`).toString().trimEnd().split('\r\n').slice(1)

it('is sound, says what it is, and what does not hold', async () => {
  const verdict = await verifyPack(putZip(folder, made.zip))
  expect(verdict).toMatchObject({
    isSound: true,
    problems: [],
    pack: { from: dayAt(0), to: dayAt(2), madeBy: 'ben', isClosed: false, proves: 'breaks', files: 15 },
  })
  expect(document.period).toEqual({
    from: dayAt(0),
    to: dayAt(2),
    isClosed: false,
    closedThrough: dayAt(0),
    isGoingOn: false,
    postings: 8,
  })
  expect(document.proof).toMatchObject({
    verdict: 'breaks',
    proofs: 3,
    withoutBalance: 0,
    withoutStatementOfDay: 0,
    breaking: [{ account: 'omnibus:main', currency: 'USD', day: dayAt(2), difference: '300' }],
  })
})

it('has balances that are opening, debits and credits, of our accounts each and of clients together', () => {
  expect(csv('balances')).toEqual([
    '"wallet","","USD",3,0.00,1.20,658.50,-657.30',
    '"clearing","clearing:seven","USD",1,0.00,9.50,1.20,8.30',
    '"omnibus","omnibus:main","USD",1,0.00,649.00,0.50,648.50',
    '"fee-expense","fee-expense","USD",1,0.00,0.50,0.00,0.50',
  ])
  expect(document.tables.balances?.sums).toEqual({
    USD: { opening: '0', debits: '66020', credits: '66020', closing: '0' },
  })
  // A name that a table program would reckon is text there.
  expect(csv('wallets')).toEqual([
    '"wallet:anna","anna","USD","active",0.00,1.20,616.00,-614.80',
    '"wallet:陳大文","陳大文","USD","active",0.00,0.00,40.00,-40.00',
    `"wallet:=cmd()","'=cmd()","USD","active",0.00,0.00,2.50,-2.50`,
  ])
})

it('proves each day with the terms of the proof, and says what the bank has too much', () => {
  const proof = document.tables.proof?.items ?? []
  const said = proof.map(({ day, bank_closing, ledger, lines_not_posted, postings_not_at_bank, difference }) => [
    day,
    bank_closing,
    ledger,
    lines_not_posted,
    postings_not_at_bank,
    difference,
  ])
  expect(said).toEqual([
    [dayAt(0), '14000', '14000', '0', '0', '0'],
    [dayAt(1), '64027', '64850', '77', '-900', '0'],
    [dayAt(2), '64332', '64850', '82', '-900', '300'],
  ])
})

it('counts matches by rule, version and state, and names each residue with its posting', () => {
  expect(csv('matches-by-rule')).toEqual([
    '"omnibus:main","USD","reference",0,"final",2,2,2,140.00,140.00,140.00,0.00',
    '"omnibus:main","USD","reference-tolerance",0,"final",1,1,1,499.50,499.50,500.00,-0.50',
    '"omnibus:main","USD","reference-tolerance",0,"undone",1,1,1,499.50,499.50,500.00,-0.50',
  ])
  expect(csv('residues')).toEqual([
    `3,"omnibus:main","USD","${dayAt(1)}","reference-tolerance",0,"undone",-0.50,"fee-expense",,`,
    `4,"omnibus:main","USD","${dayAt(1)}","reference-tolerance",0,"final",-0.50,"fee-expense",8,"${dayAt(1)}"`,
  ])
  expect(document.residuesByAccount).toEqual([
    { account: 'omnibus:main', currency: 'USD', state: 'final', count: 1, money: '-50', to: 'fee-expense' },
    { account: 'omnibus:main', currency: 'USD', state: 'undone', count: 1, money: '-50', to: 'fee-expense' },
  ])
  expect(csv('open')).toEqual(['"omnibus:main","USD","line",0,1,2,0.82', '"omnibus:main","USD","posting",0,1,1,9.00'])
})

it('has the exceptions, the approvals, the rules in force, the files with their hashes and the roots', () => {
  expect(document.exceptionsByCode).toEqual([
    {
      code: 'CHECK_FAILED',
      currency: 'USD',
      openBefore: { count: 0, money: '0' },
      raised: { count: 1, money: '1' },
      reopened: { count: 0, money: '0' },
      resolved: { count: 0, money: '0' },
      openAtEnd: { count: 1, money: '1' },
    },
  ])
  expect(csv('exceptions')).toHaveLength(1)
  expect(document.approvalsByKind).toEqual([
    { kind: 'period_close', outcome: 'approved', currency: '', count: 1, money: '0' },
  ])
  expect(csv('approvals')[0]).toMatch(/^1,"period_close","approved","ben",,"[^"]+","eve",/)
  const rules = csv('rules').map((line) => line.split(',').slice(0, 3).join(','))
  expect(rules).toContain('"setting","matching",0')
  expect(rules).toContain('"agreement","seven",1')
  expect(contentOf(made.zip, 'rules.csv').toString()).toMatch(
    /^kind,name,version,in_force_from,proposal,by,sha256,value\r\n/,
  )
  const [agreed] = csv('rules').filter((line) => line.startsWith('"agreement","seven",1,'))
  const by = books.raw.prepare('SELECT by FROM agreement').pluck().get() as string
  expect(agreed?.split(',')[5]).toBe(`"${by}"`)
  const batch = books.raw.prepare('SELECT hex(sha256) FROM batch').pluck().get() as string
  expect(csv('files')[0]).toContain(batch.toLowerCase())
  expect(csv('files')).toHaveLength(4)
  const root = books.raw.prepare('SELECT hex(root) FROM period').pluck().get() as string
  expect(csv('periods')[0]).toContain(root.toLowerCase())
})

it.each([
  ['all days', 0, 2],
  ['the first, with what came after it', 0, 0],
  ['one in between', 1, 1],
])('reckons balances as the ledger and the proof do: %s', (_, from, to) => {
  const days = { from: dayAt(from), to: dayAt(to) }
  const sums = new DaySums(books.raw, days, { eachAccount: true, onBucket: () => undefined })
  for (const day of Array.from({ length: to - from + 1 }, (__, at) => dayAt(from + at)))
    for (const [at, { account, currency, kind }] of sums.groups.entries()) {
      if (account === null) continue
      const until = (including: boolean) => balanceUntil(books.raw, { account: account.id, day, including })
      expect(sums.balanceAt(at, day)).toBe(0n - BigInt(until(true)))
      if (day === days.from) expect(sums.balanceAt(at, dayAt(from - 1))).toBe(0n - BigInt(until(false)))
      if (kind !== 'omnibus') continue
      const { own, others } = balancesAtDay(books.raw, { id: account.id, currency }, dayNumberOf(day))
      const found = balancesOn(sums, { currency, own: at, day })
      const byKind = (of: typeof others) => of.map((each) => `${each.kind} ${each.balance} ${each.accounts}`).toSorted()
      expect([found.own, byKind(found.others)]).toEqual([own, byKind(others)])
    }
  const wallets = books.raw.prepare(`SELECT id, balance FROM account WHERE kind = 'wallet'`).all() as {
    id: number
    balance: number
  }[]
  for (const { id, balance } of wallets) {
    const { debits, credits, later } = sums.ofAccount(id)
    const closing = 0 - balance - later
    const until = (including: boolean, day: string) => 0 - balanceUntil(books.raw, { account: id, day, including })
    expect([closing, closing - debits + credits]).toEqual([until(true, days.to), until(false, days.from)])
  }
})

it('is the same to the last byte when the same is made again, and another in nothing but its moment when not', async () => {
  const again = await makePack(books)
  expect(again.zip.equals(made.zip)).toBe(true)
  expect(again.written).toEqual(made.written)
  const later = await makePack(books, { madeAt: Date.parse('2026-12-01T00:00:00Z') })
  const differing = filesOf(later.zip).flatMap(({ name, content }) =>
    content.equals(contentOf(made.zip, name)) ? [] : [name],
  )
  expect(differing).toEqual(['close-pack.pdf', 'close-pack.json', 'anchor.json', 'manifest.json'])
})

it('is a ZIP file to other programs, and its print is a PDF with the names in it', () => {
  const file = putZip(folder, made.zip, 'other.zip')
  const listed = execFileSync('python3', ['-m', 'zipfile', '-t', file]).toString()
  expect(listed).toContain('Done testing')
  const print = contentOf(made.zip, 'close-pack.pdf')
  expect(print.subarray(0, 5).toString()).toBe('%PDF-')
  expect(print.subarray(-6).toString().trim()).toBe('%%EOF')
  // Of a typeface of seven megabytes only what is used is in it.
  expect(print.length).toBeLessThan(200_000)
})

it('says of days on which nothing was posted that they are empty, and makes a pack of them', async () => {
  const { zip, written } = await makePack(books, { from: dayAt(-40), to: dayAt(-38) })
  const said = JSON.parse(contentOf(zip, 'close-pack.json').toString()) as PackDocument
  expect(said.period).toMatchObject({ postings: 0, isClosed: true })
  // The bank has an account since later.
  expect(said.proof.verdict).toBe('nothing_to_prove')
  expect(written.proves).toBe('nothing_to_prove')
  expect(await verifyPack(putZip(folder, zip, 'empty.zip'))).toMatchObject({ isSound: true })
})
