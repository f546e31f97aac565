/** The whole way on the command line: a bank's file is taken in, matched, explained by hand, and the bank is proven. */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { documentOf, runHere } from '../cli/run-cli.ts'
import { mt940 } from '../statements/mt940-file.ts'
import { openStatements, type Statements } from '../statements/open-statements.ts'
import { makeFolder, removeFolder } from '../workspace-fixture.ts'

const as = { user: 'tom' } as const
const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)

let books: Statements
let folder: string

beforeAll(async () => {
  books = await openStatements()
  await books.engine.close()
  folder = makeFolder()
  const lines = [
    { day: today, amount: 1_000, ref: 'ORDER-1001' },
    { day: today, amount: 2_500, text: 'whoever it was' },
    { day: today, amount: 640, text: 'nobody knows' },
  ]
  writeFileSync(path.join(folder, 'day.sta'), mt940([{ number: '1', opening: 0, lines }]))
  await cli('wallets', 'open', 'anna')
  for (const [key, amount, reference] of [
    ['a', '1000', 'ORDER-1001'],
    ['b', '2500', 'ORDER-1002'],
  ] as const)
    await cli('ledger', 'deposit', '--client', 'anna', '--amount', amount, '--key', key, '--reference', reference)
}, 60_000)
afterAll(() => {
  removeFolder(folder)
  removeFolder(books.directory)
})

const cli = (...args: string[]) => documentOf(books.directory, args, as)
const account = ['--account', 'omnibus:main'] as const

it('takes a file in and says what it matched', async () => {
  const { document, exit } = await cli('reconcile', path.join(folder, 'day.sta'), '--source', 'bank')
  expect([exit, document]).toMatchObject([
    0,
    { runs: [{ account: 'omnibus:main', lines: 1, postings: 1, openLines: 2, openPostings: 1 }] },
  ])
  expect((await cli('matches', 'list', ...account)).document).toMatchObject({
    items: [{ id: 1, rule: 'reference', ruleName: 'Same reference, same amount', lines: 1, postings: 1, residue: 0 }],
  })
  expect((await cli('matches', 'accounts')).document).toMatchObject({
    items: [{ matched: { lines: 3, matchedLines: 1, money: '4140', matchedMoney: '1000', shareOfLines: 3_333 } }],
  })
  const { out } = await runHere(books.directory, ['matches', 'accounts'], as)
  expect(out).toMatch(/Matched, 30 days +of money .*\n.* 33\.33 % +24\.15 % /)
  expect((await cli('matches', 'show', '1')).document).toMatchObject({
    evidence: { fields: ['customer=reference'] },
    items: [
      { side: 'line', amount: 1_000 },
      { side: 'posting', amount: 1_000 },
    ],
  })
})

it('lists what is left and what could belong together', async () => {
  expect((await cli('matches', 'open', ...account, '--side', 'line')).document).toMatchObject({
    items: [
      { id: 3, amount: 640 },
      { id: 2, amount: 2_500 },
    ],
    next: null,
  })
  expect((await cli('matches', 'open', ...account, '--side', 'line', '--text', 'WHOEVER')).document).toMatchObject({
    items: [{ id: 2 }],
  })
  expect((await cli('matches', 'suggestions', ...account)).document).toMatchObject({
    items: [
      {
        rule: 'amount',
        items: [
          { side: 'line', id: 2 },
          { side: 'posting', id: 2 },
        ],
      },
    ],
  })
})

it('matches by hand, takes apart, and puts money from an unknown payer into suspense', async () => {
  const together = ['--lines', '2', '--postings', '2', '--reason', 'they said so'] as const
  expect((await cli('matches', 'make', ...account, ...together)).document).toMatchObject({ id: 2, madeBy: 'tom' })
  const again = await runHere(books.directory, ['matches', 'make', ...account, ...together], as)
  expect([again.exit, again.err]).toEqual([1, expect.stringContaining('is in match 2 already')])
  expect((await cli('matches', 'undo', '2', '--reason', 'it was not')).document).toMatchObject({ state: 'undone' })
  expect((await cli('matches', 'make', ...account, ...together)).document).toMatchObject({ id: 3 })
  expect((await cli('matches', 'suspense', '3', '--reason', 'nobody knows')).document).toMatchObject({ state: 'final' })
  const wrong = await runHere(books.directory, ['matches', 'make', ...account, '--lines', '9', '--reason', 'x'], as)
  expect(wrong).toMatchObject({ exit: 1 })
})

it('splits a line into parts, and takes them together', async () => {
  await cli('matches', 'undo', '3', '--reason', 'once more')
  const of = [...account, '--line', '2', '--reason', 'it pays two things'] as const
  expect((await cli('matches', 'split', ...of, '--parts', '1000,1500')).document).toMatchObject({
    items: [
      { side: 'line', id: -1, amount: 1_000, part: { place: 1, of: 2, whole: 2, amount: 2_500 } },
      { side: 'line', id: -2, amount: 1_500 },
    ],
  })
  const wrong = await runHere(books.directory, ['matches', 'split', ...of, '--parts', '1,2'], as)
  expect([wrong.exit, wrong.err]).toEqual([1, expect.stringContaining('stands in parts')])
  const both = ['--lines=-1,-2', '--postings', '2', '--reason', 'they said so'] as const
  expect((await cli('matches', 'make', ...account, ...both)).document).toMatchObject({ id: 5, lines: 2, residue: 0 })
  const early = await runHere(books.directory, ['matches', 'join', ...of], as)
  expect([early.exit, early.err]).toEqual([1, expect.stringContaining('is in match 5 already')])
  await cli('matches', 'undo', '5', '--reason', 'to take it together')
  expect((await cli('matches', 'join', ...of)).document).toMatchObject({ id: 2, amount: 2_500, part: null })
  const whole = ['--lines', '2', '--postings', '2', '--reason', 'they said so'] as const
  expect((await cli('matches', 'make', ...account, ...whole)).document).toMatchObject({ id: 6 })
})

it('lists what the opening balance has, and takes nothing for it that a line tells of', async () => {
  expect((await cli('matches', 'opening', ...account)).document).toEqual({ items: [], next: null })
  const of = ['--postings', '2', '--reason', 'the bank had it'] as const
  await cli('matches', 'undo', '6', '--reason', 'once more')
  const late = await runHere(books.directory, ['matches', 'opening', ...account, ...of], as)
  expect([late.exit, late.err]).toEqual([1, expect.stringContaining('where the first statement begins')])
  const never = await runHere(books.directory, ['matches', 'reopen', ...account, ...of], as)
  expect([never.exit, never.err]).toEqual([1, expect.stringContaining('Nobody said of posting 2')])
  const whole = ['--lines', '2', '--postings', '2', '--reason', 'they said so'] as const
  expect((await cli('matches', 'make', ...account, ...whole)).document).toMatchObject({ state: 'final' })
})

it('proves the bank, and says with exit 1 where it can’t', async () => {
  const { document, exit } = await cli('matches', 'proof', ...account, '--day', today)
  expect([exit, document]).toMatchObject([0, { bankClosing: '4140', ledger: '4140', difference: '0' }])
  const later = ['matches', 'proof', ...account, '--day', '2099-01-01'] as const
  const { exit: untold, document: waiting } = await cli(...later)
  expect([untold, waiting]).toMatchObject([1, { isTold: false, bankDay: today, bankClosing: '4140', difference: '0' }])
  const { out } = await runHere(books.directory, later, as)
  expect(out).toContain(`the one at the end of the last statement, ${today}`)
  expect(out).not.toContain('Proven.')
  const { exit: before, document: unknown } = await cli('matches', 'proof', ...account, '--day', '2020-01-01')
  expect([before, unknown]).toMatchObject([1, { isTold: false, bankDay: null, bankClosing: null, difference: null }])
})
