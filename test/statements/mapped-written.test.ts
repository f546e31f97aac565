/** Statements are written in many forms and read back: the same money, whatever the form and however its bytes come. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { StatementMapping } from '../../engine/contract/statement-mappings.ts'
import type { StatementPiece } from '../../engine/statements/statement.ts'
import { addsUp, linesOf, piecesOf } from './mapped-pieces.ts'

type Entry = Readonly<{ day: string; amount: number; reference: string; text: string; account: string }>
type Form = Readonly<{
  format: 'csv' | 'json' | 'ndjson'
  encoding: 'utf-8' | 'utf-16le' | 'utf-16be'
  delimiter: ',' | ';' | '\t' | '|'
  decimalMark: '.' | ','
  isSplit: boolean
  isMinor: boolean
  hasHeader: boolean
  isNewestFirst: boolean
}>

const word = fc
  .string({ minLength: 1, maxLength: 20, unit: 'grapheme' })
  .map((text) => `x${text.replace(/\p{C}/gu, '')}y`)
const entry: fc.Arbitrary<Entry> = fc.record({
  day: fc
    .date({ min: new Date('2000-01-01'), max: new Date('2079-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10)),
  amount: fc.integer({ min: -1e12, max: 1e12 }).map((amount) => amount || 1),
  reference: word,
  text: word,
  account: fc.constantFrom('main', 'other'),
})
const form: fc.Arbitrary<Form> = fc.record({
  format: fc.constantFrom('csv', 'json', 'ndjson'),
  encoding: fc.constantFrom('utf-8', 'utf-16le', 'utf-16be'),
  delimiter: fc.constantFrom(',', ';', '\t', '|'),
  decimalMark: fc.constantFrom('.', ','),
  isSplit: fc.boolean(),
  isMinor: fc.boolean(),
  hasHeader: fc.boolean(),
  isNewestFirst: fc.boolean(),
})

const names = ['Day', 'Amount', 'In', 'Out', 'Balance', 'Reference', 'Text', 'Account']

function mappingOf({ format, encoding, delimiter, decimalMark, isSplit, isMinor, hasHeader }: Form): StatementMapping {
  const isNumbered = format === 'csv' && !hasHeader
  const named = (name: string): string => (isNumbered ? String(names.indexOf(name) + 1) : name)
  return StatementMapping.parse({
    format,
    encoding,
    delimiter,
    decimalMark,
    header: !isNumbered,
    units: isMinor ? 'minor' : 'major',
    account: { column: named('Account') },
    currency: { fixed: 'EUR' },
    bookedOn: named('Day'),
    amount: isSplit
      ? { by: 'columns', credit: named('In'), debit: named('Out') }
      : { by: 'sign', column: named('Amount') },
    balances: { running: named('Balance') },
    references: [{ column: named('Reference'), kind: 'end_to_end' }],
    text: [named('Text')],
  })
}

function figure(amount: number, { isMinor, decimalMark }: Form): string {
  const digits = String(Math.abs(amount)).padStart(3, '0')
  const major = `${digits.slice(0, -2)}${decimalMark}${digits.slice(-2)}`
  return `${amount < 0 ? '-' : ''}${isMinor ? Math.abs(amount) : major}`
}

function write(entries: readonly Entry[], form: Form): Uint8Array {
  const balances = new Map<string, number>()
  const rows = entries.map((one) => {
    const balance = (balances.get(one.account) ?? 0) + one.amount
    balances.set(one.account, balance)
    const into = one.amount > 0 ? figure(one.amount, form) : ''
    const out = one.amount < 0 ? figure(-one.amount, form) : ''
    return [one.day, figure(one.amount, form), into, out, figure(balance, form), one.reference, one.text, one.account]
  })
  const ordered = form.isNewestFirst ? rows.toReversed() : rows
  const objects = ordered.map((row) => JSON.stringify(Object.fromEntries(row.map((cell, at) => [names[at], cell]))))
  const lines = (form.hasHeader ? [names] : []).concat(ordered)
  const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`
  const text = {
    csv: lines.map((row) => `${row.map(cell).join(form.delimiter)}\r\n`).join(''),
    json: `[${objects.join(',\n')}]`,
    ndjson: objects.join('\n'),
  }[form.format]
  const bytes = Buffer.from(text, form.encoding === 'utf-8' ? 'utf8' : 'utf16le')
  return form.encoding === 'utf-16be' ? bytes.swap16() : bytes
}

const cut = (bytes: Uint8Array, at: number): readonly Uint8Array[] => [bytes.subarray(0, at), bytes.subarray(at)]

describe('a statement that is written', () => {
  it('reads back as it was meant, in any form, and adds up', async () => {
    const entries = fc.array(entry, { minLength: 1, maxLength: 12 })
    const run = fc.asyncProperty(entries, form, fc.double({ min: 0, max: 1, noNaN: true }), async (written, as, at) => {
      const bytes = write(written, as)
      const pieces = await piecesOf(cut(bytes, Math.floor(at * bytes.length)), mappingOf(as))
      const accounts = [...new Set((as.isNewestFirst ? written.toReversed() : written).map(({ account }) => account))]
      expect(pieces.flatMap((piece) => (piece.is === 'opened' ? [piece.head.account] : []))).toEqual(accounts)
      const inFile = accounts.flatMap((account) => written.filter((one) => one.account === account))
      const inOrder = as.isNewestFirst
        ? accounts.flatMap((account) => written.filter((one) => one.account === account).toReversed())
        : inFile
      expect(linesOf(pieces).map(readBack)).toEqual(
        inOrder.map((one) => [one.day, one.amount, tidy(one.reference), tidy(one.text)]),
      )
      expect(addsUp(pieces)).toEqual(accounts.map(() => true))
    })
    await fc.assert(run, { numRuns: 300 })
  })

  it('comes to the same balances with its newest line first as with its oldest', async () => {
    const dated = fc
      .array(entry, { minLength: 2, maxLength: 12 })
      .map((entries) =>
        entries
          .map((one) => ({ ...one, account: 'main' }))
          .sort((one, other) => (one.day < other.day ? -1 : one.day > other.day ? 1 : 0)),
      )
    const run = fc.asyncProperty(dated, form, async (written, as) => {
      fc.pre(written[0]?.day !== written.at(-1)?.day)
      const balancesOf = async (isNewestFirst: boolean) => {
        const pieces = await piecesOf([write(written, { ...as, isNewestFirst })], mappingOf(as))
        return pieces.flatMap((piece) => (piece.is === 'closed' ? [piece.tail] : []))
      }
      expect(await balancesOf(true)).toEqual(await balancesOf(false))
    })
    await fc.assert(run, { numRuns: 100 })
  })
})

const tidy = (text: string): string => text.replace(/\s+/g, ' ').trim()
const readBack = ({ bookedOn, amount, references, details }: ReturnType<typeof linesOf>[number]) => [
  bookedOn,
  amount,
  references[0]?.value,
  details[0]?.text,
]

describe('a file of many blocks', () => {
  const forms = (['csv', 'json', 'ndjson'] as const).map((format) => ({
    format,
    encoding: 'utf-8' as const,
    delimiter: ',' as const,
    decimalMark: '.' as const,
    isSplit: false,
    isMinor: false,
    hasHeader: true,
    isNewestFirst: false,
  }))
  const entries = Array.from({ length: 3_000 }, (_, at) => ({
    day: `2026-01-${String((at % 28) + 1).padStart(2, '0')}`,
    amount: ((at * 7_919) % 100_003) - 50_000 || 1,
    reference: `R${at}`,
    text: `"${'ü\n,😀'.repeat(at % 17)}" ${at}`,
    account: 'main',
  }))

  it.each(forms)('in $format reads the same in chunks of any length', async (as) => {
    const bytes = write(entries, as)
    expect(bytes.length).toBeGreaterThan(3 * 65_536)
    const whole = await piecesOf([bytes], mappingOf(as))
    expect(linesOf(whole).map(({ references }) => references[0]?.value)).toEqual(
      entries.map(({ reference }) => reference),
    )
    expect(addsUp(whole)).toEqual([true])
    for (const length of [1_000, 65_535, 65_536, 65_537, 100_003]) {
      const chunks = Array.from({ length: Math.ceil(bytes.length / length) }, (_, at) =>
        bytes.slice(at * length, (at + 1) * length),
      )
      expect(await piecesOf(chunks, mappingOf(as))).toEqual(whole)
    }
  })

  it('tells the accounts of a file one after the other, whatever order their lines are in', async () => {
    const [csv] = forms
    if (csv === undefined) throw new Error('no form')
    const names = ['a', 'b', 'c']
    const mixed = entries.map((one, at) => ({ ...one, account: names[(at * at) % 3] ?? 'a' }))
    const sorted = [...mixed].sort((one, other) => one.account.localeCompare(other.account))
    const ofAccounts = (pieces: readonly StatementPiece[]) =>
      pieces.map((piece) => (piece.is === 'line' ? piece.line.references[0]?.value : piece.is))
    const read = async (some: readonly Entry[]) => ofAccounts(await piecesOf([write(some, csv)], mappingOf(csv)))
    expect(await read(mixed)).toEqual(await read(sorted))
  })
})
