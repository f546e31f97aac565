/**
 * Journals as accounting programs read them, held against a reader of our own that knows as little as the formats ask for:
 * each transaction comes to nothing, each account is opened before it is used, and two accounts never come out alike.
 */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Posting } from '../../engine/contract/accounts.ts'
import { beancountOf } from '../../engine/exports/formats/beancount.ts'
import { hledgerOf } from '../../engine/exports/formats/hledger.ts'
import { journalAccount } from '../../engine/exports/journal-names.ts'
import type { Journal } from '../../engine/exports/sheet.ts'
import { gathered } from './made.ts'

const posting = (seq: number, more: Partial<Posting> = {}): Posting => ({
  seq,
  transaction: seq,
  kind: 'deposit',
  debit: 'omnibus:main',
  credit: 'wallet:C1',
  currency: 'USD',
  amount: 100,
  occurredAt: '2026-11-22T08:00:00.000Z',
  postedAt: '2026-11-22T08:00:00.000Z',
  businessDay: '2026-11-22',
  late: false,
  debitAfter: 0,
  creditAfter: 0,
  source: {
    from: 'entry',
    initiator: 'user:1',
    initiatedBy: null,
    reference: null,
    orderId: null,
    bankTransactionId: null,
    reason: null,
    related: null,
    hold: null,
    proposal: null,
  },
  ...more,
})

const withReason = (seq: number, reason: string): Posting => {
  const made = posting(seq)
  return { ...made, source: { ...made.source, reason } as Posting['source'] }
}

const nasty = [
  'say "no"',
  'back\\slash\\',
  'two\nlines\u2028more',
  '; a comment',
  '陳大文 🏦',
  '2026-01-01 * x',
  'a  b',
]
const clients = ['C1', 'c1', 'X-c1', '陳大文', 'a:b', 'a b', '=cmd()', '', 'C-1', 'C_1', '-x', '👩‍👧']

const sample: readonly Posting[] = [
  posting(1),
  // An entry of three postings, cut by the end of a page.
  posting(2, { transaction: 2, credit: 'wallet:陳大文' }),
  posting(3, { transaction: 2, debit: 'wallet:陳大文', credit: 'fee-income', amount: 7, kind: 'fee' }),
  posting(4, { transaction: 2, debit: 'fee-expense', credit: 'suspense', amount: 3 }),
  posting(5, { currency: 'JPY', amount: 9_007_199_254_740_991 }),
  posting(6, { currency: 'KWD', amount: 1 }),
  ...nasty.map((reason, at) => withReason(10 + at, reason)),
  ...clients.map((client, at) => posting(30 + at, { credit: `wallet:${client}` })),
]

const digits: Readonly<Record<string, number>> = { USD: 2, JPY: 0, KWD: 3 }
const journalOf = (postings: readonly Posting[], pageRows = 3): Journal => ({
  title: 'Transactions "all"',
  house: 'Test; house',
  digitsOf: (currency) => digits[currency] ?? 2,
  madeAt: 0,
  madeBy: 'ben',
  zone: 'UTC',
  pages: (async function* () {
    for (let from = 0; from < postings.length; from += pageRows) yield postings.slice(from, from + pageRows)
  })(),
})

type Read = { code: string; sums: Map<string, bigint>; lines: number }

/** Thousandths, so that currencies of any digits add up. */
function thousandths(text: string): bigint {
  const [, sign = '', whole = '', rest = ''] = /^(-?)(\d+)(?:\.(\d{1,3}))?$/.exec(text) ?? []
  if (whole === '') throw new Error(`no amount: ${text}`)
  return BigInt(`${sign}${whole}${rest.padEnd(3, '0')}`)
}

const account = '(?:Assets|Liabilities|Income|Expenses)(?::[A-Z0-9][A-Za-z0-9-]*)+'

function read(text: string, forms: Readonly<{ head: RegExp; line: RegExp; other: RegExp }>): readonly Read[] {
  const found: Read[] = []
  for (const line of text.split('\n')) {
    const head = forms.head.exec(line)
    const money = forms.line.exec(line)
    if (head !== null) found.push({ code: head[1] ?? '', sums: new Map(), lines: 0 })
    else if (money !== null) {
      const [, , amount = '', currency = ''] = money
      const last = found.at(-1)
      if (last === undefined) throw new Error(`a posting of nothing: ${line}`)
      last.lines += 1
      last.sums.set(currency, (last.sums.get(currency) ?? 0n) + thousandths(amount))
    } else if (!forms.other.test(line)) throw new Error(`not a line of a journal: ${JSON.stringify(line)}`)
  }
  return found
}

const hledger = {
  head: /^\d{4}-\d{2}-\d{2} \* \((\d+)\) \w+$/,
  line: new RegExp(`^ {4}(${account}) {2}(-?[0-9.]+) ([A-Z]{3}) {2}; account: .*$`),
  other: /^(?: {4}; \w+: .*|;.*|commodity 1000\.0* [A-Z]{3}|)$/u,
}
const string = '"(?:[^"\\\\]|\\\\["\\\\])*"'
const beancount = {
  head: new RegExp(`^\\d{4}-\\d{2}-\\d{2} \\* (${string})$`, 'u'),
  line: new RegExp(`^ {2}(${account}) {2}(-?[0-9.]+) ([A-Z]{3})$`),
  other: new RegExp(`^(?: {2}[a-z][A-Za-z]*: ${string}|option "title" ${string}|1970-01-01 open ${account}|)$`, 'u'),
}

it.each([
  ['hledger', hledgerOf, hledger],
  ['Beancount', beancountOf, beancount],
] as const)('%s: every transaction is there with all its postings, and comes to nothing', async (_, write, forms) => {
  const text = (await gathered(write(journalOf(sample)))).toString()
  const transactions = read(text, forms)
  expect(transactions).toHaveLength(new Set(sample.map(({ transaction }) => transaction)).size)
  expect(transactions.map(({ lines }) => lines).slice(0, 3)).toEqual([2, 6, 2])
  expect(transactions.flatMap(({ sums }) => [...sums.values()]).filter((sum) => sum !== 0n)).toEqual([])
  expect(text).toContain('9007199254740991 JPY')
  expect(text).toContain('-0.001 KWD')
})

it('hledger: a transaction has our number as its code, and its postings in their order, whichever way they came', async () => {
  const turned = (await gathered(hledgerOf(journalOf(sample.toReversed())))).toString()
  const forth = (await gathered(hledgerOf(journalOf(sample)))).toString()
  const blocks = (text: string) =>
    text
      .split('\n\n')
      .filter((block) => /^\d/.test(block))
      .map((block) => block.trim())
  expect(blocks(turned).toSorted()).toEqual(blocks(forth).toSorted())
  expect(read(forth, hledger).map(({ code }) => Number(code))).toEqual([
    ...new Set(sample.map(({ transaction }) => transaction)),
  ])
})

it('Beancount: every account that is used is opened, once', async () => {
  const text = (await gathered(beancountOf(journalOf(sample)))).toString()
  const opened = [...text.matchAll(/^1970-01-01 open (\S+)$/gm)].map(([, name]) => name)
  const used = new Set([...text.matchAll(/^ {2}(\S+:\S+) {2}-?\d/gm)].map(([, name]) => name))
  expect(new Set(opened).size).toBe(opened.length)
  expect(new Set(opened)).toEqual(used)
  for (const client of clients) expect(text).toContain(`  code: ${JSON.stringify(`wallet:${client}`)}\n`)
})

it('two accounts never come out alike, and each is a name that both programs take', () => {
  const form = new RegExp(`^${account}$`)
  const client = fc.oneof(fc.string({ unit: 'binary', maxLength: 8 }), fc.stringMatching(/^[-XxCc0-9A-F:_]{0,8}$/))
  fc.assert(
    fc.property(client, client, (one, other) => {
      const [first, second] = [journalAccount(`wallet:${one}`), journalAccount(`wallet:${other}`)]
      expect(first).toMatch(form)
      expect(first === second).toBe(one === other)
    }),
  )
})

it('a journal of nothing is a journal', async () => {
  expect(read((await gathered(hledgerOf(journalOf([])))).toString(), hledger)).toEqual([])
  expect(read((await gathered(beancountOf(journalOf([])))).toString(), beancount)).toEqual([])
})
