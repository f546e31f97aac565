import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readBai2 } from '../../engine/statements/bai2/read.ts'
import type { Reading, StatementPiece } from '../../engine/statements/statement.ts'

const folder = join(import.meta.dirname, '../../fixtures/statements')
const digits = new Map([...['USD', 'CAD'].map((code) => [code, 2] as const), ['JPY', 0] as const])
const reading: Reading = { digitsOf: (currency) => digits.get(currency) ?? null }

async function piecesOf(chunks: readonly Uint8Array[]): Promise<readonly StatementPiece[]> {
  const source = async function* () {
    yield* chunks
  }
  const pieces: StatementPiece[] = []
  for await (const come of readBai2(source(), reading)) pieces.push(...come)
  return pieces
}

const read = (text: string): Promise<readonly StatementPiece[]> => piecesOf([Buffer.from(text)])

const samples = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.bai'))

describe('a sample of a bank', () => {
  it.each(samples)('%s reads as expected, its trailers held', async (name) => {
    const expected = JSON.parse(readFileSync(join(folder, name.replace(/bai$/, 'expected.json')), 'utf8'))
    expect(await piecesOf([readFileSync(join(folder, name))])).toEqual(expected.pieces)
  })

  it('adds up from its opening to its closing balance', async () => {
    const sums = new Map<string, number>()
    let account = ''
    for (const piece of await piecesOf([readFileSync(join(folder, 'own/codes-and-text.bai'))])) {
      if (piece.is === 'opened') account = piece.head.account
      if (piece.is === 'opened') sums.set(account, piece.head.opening?.amount ?? Number.NaN)
      if (piece.is === 'line') sums.set(account, (sums.get(account) ?? Number.NaN) + piece.line.amount)
      if (piece.is === 'closed') expect(sums.get(account)).toBe(piece.tail.closing?.amount)
    }
    expect(sums.size).toBe(2)
  })

  it('reads the same wherever its bytes are cut', async () => {
    const bytes = readFileSync(join(folder, 'own/codes-and-text.bai'))
    const whole = await piecesOf([bytes])
    for (let at = 1; at < bytes.length; at += 1) {
      expect(await piecesOf([bytes.subarray(0, at), bytes.subarray(at)])).toEqual(whole)
    }
    expect(await piecesOf(Array.from(bytes, (byte) => Uint8Array.of(byte)))).toEqual(whole)
  })
})

const begin = '01,S,R,240304,0601,1,,,2/\n02,R,B,1,240301,,USD,/\n03,A,,010,5,,/\n'
const end = '49,5,2/\n98,5,1,4/\n99,5,1,6/\n'

describe('a file that cannot be read says why and where', () => {
  const detail = (text: string): string => `${begin}16,${text}\n${end}`
  it.each([
    ['an empty file', '', 'not_this_format', '01', 1],
    ['another text', 'Date,Amount\n', 'not_this_format', '', 1],
    ['another version', '01,S,R,240304,0601,1,,,3/\n', 'not_this_format', '01', 1],
    ['a group before its file', '02,R,B,1,240301,,USD,/\n', 'not_this_format', '02', 1],
    ['an account within an account', `${begin}03,B,,/\n`, 'malformed', '03', 4],
    ['a continuation of nothing', '88,more/\n', 'not_this_format', '', 1],
    ['a line that is no record', `${begin}17,1/\n`, 'malformed', '', 4],
    ['a day that no year has', begin.replace('240301', '240230'), 'field_unreadable', '02', 2],
    ['a test', begin.replace('B,1,', 'B,4,'), 'field_unreadable', '02', 2],
    ['an account without a number', begin.replace('03,A', '03,'), 'field_missing', 'account', 3],
    ['an unknown currency', begin.replace('USD', 'QQQ'), 'currency_unknown', '03', 3],
    ['a balance that is no number', begin.replace('010,5', '010,5.0'), 'amount_unreadable', '010', 3],
    ['a balance of an unknown kind', begin.replace('010,5', '01X,5'), 'field_unreadable', 'type', 3],
    ['unknown funds', detail('195,1,Q,,,/'), 'field_unreadable', 'funds', 4],
    ['a value day that no year has', detail('195,1,V,241301,,,/'), 'field_unreadable', 'funds', 4],
    ['a line without an amount', detail('195,,,,,/'), 'field_missing', 'amount', 4],
    ['a line past whole numbers', detail('195,99999999999999999,,,,/'), 'amount_unreadable', '195', 4],
    ['a line of neither side', detail('701,1,,,,/'), 'field_unreadable', 'type', 4],
    ['an account that comes to more', `${begin}49,6,2/\n`, 'totals_differ', '49', 4],
    ['an account of fewer records', `${begin}49,5,1/\n`, 'totals_differ', '49', 4],
    ['a group that comes to more', `${begin}${end.replace('98,5', '98,6')}`, 'totals_differ', '98', 5],
    ['a group of more accounts', `${begin}${end.replace('98,5,1', '98,5,2')}`, 'totals_differ', '98', 5],
    ['a file that comes to less', `${begin}${end.replace('99,5', '99,4')}`, 'totals_differ', '99', 6],
    ['a file of more records', `${begin}${end.replace('1,6/', '1,7/')}`, 'totals_differ', '99', 6],
    ['records behind the end', `${begin}${end}16,195,1,,,,/\n`, 'malformed', '16', 7],
    ['a record of no end', `01,${'X'.repeat(9000)}`, 'too_large', '', 1],
    ['continuations of no end', `${begin}${'88,x\n'.repeat(1001)}`, 'too_large', '88', 3],
  ])('%s', async (_, text, code, field, place) => {
    const pieces = await read(text)
    expect(pieces.at(-1)).toMatchObject({ is: 'fault', fault: { code, field, place } })
    expect(pieces.filter((piece) => piece.is === 'fault')).toHaveLength(1)
  })

  it('a file cut off anywhere before its last record is never taken for a whole one', async () => {
    const text = begin + end
    expect((await read(text)).at(-1)?.is).toBe('closed')
    for (let at = 0; at < text.indexOf('99,5'); at += 1)
      expect((await read(text.slice(0, at))).at(-1)?.is).toBe('fault')
  })
})

const funds = fc.constantFrom('', 'Z', '0', '1', '2', 'V,240304,', 'V,240304,1530', 'S,1,2,3', 'D,2,0,5,1,6')
const word = fc.stringMatching(/^[1-9A-Z][A-Z0-9-]{0,15}$/).filter((text) => text !== 'NONREF')
// Text of one or more records, with what ends a record and a field within it.
const text = fc.array(fc.stringMatching(/^[A-Za-z][A-Za-z0-9/, ]{0,60}[a-z]$/), { minLength: 1, maxLength: 4 })
const entry = fc.record({ isIn: fc.boolean(), amount: fc.nat(), funds, bank: word, customer: word, text })

it('an account that we write reads back as it was', async () => {
  const property = fc.asyncProperty(fc.array(entry), fc.boolean(), async (entries, hasSlash) => {
    const slash = hasSlash ? '/' : ''
    const lines = entries.flatMap((line) => {
      const fields = ['16', line.isIn ? '195' : '495', line.amount, line.funds, line.bank, line.customer]
      return [`${fields.join(',')},${line.text[0]}${slash}`, ...line.text.slice(1).map((more) => `88,${more}${slash}`)]
    })
    const sum = entries.reduce((total, line) => total + line.amount, 5)
    const trailers = `49,${sum},${lines.length + 2}/\n98,${sum},1,${lines.length + 4}/\n99,${sum},1,${lines.length + 6}/\n`
    const pieces = await read(`${begin}${lines.map((line) => `${line}\n`).join('')}${trailers}`)
    expect(pieces.flatMap((piece) => (piece.is === 'line' ? [piece.line] : []))).toMatchObject(
      entries.map((line) => ({
        amount: line.isIn ? line.amount : 0 - line.amount,
        valueOn: line.funds.startsWith('V') ? '2024-03-04' : null,
        references: [{ value: line.bank }, { value: line.customer }],
        details: [{ text: line.text.join(' ').replace(/\s+/g, ' ') }],
      })),
    )
    expect(pieces.at(-1)?.is).toBe('closed')
  })
  await fc.assert(property, { numRuns: 100 })
})

it('whatever bytes come, pieces come back, and at most one fault, at the end', async () => {
  const bit = fc.constantFrom(begin, end, '16,195,', '88,', 'D,999,', '/\n', '49,5,2/\n', ',,,')
  const bytes = fc.array(fc.oneof(bit, fc.string())).map((parts) => Buffer.from(parts.join('')))
  const property = fc.asyncProperty(fc.oneof(bytes, fc.uint8Array({ maxLength: 500 })), async (input) => {
    const pieces = await piecesOf([input])
    expect(pieces.slice(0, -1).some((piece) => piece.is === 'fault')).toBe(false)
    expect(['closed', 'fault']).toContain(pieces.at(-1)?.is)
  })
  await fc.assert(property, { numRuns: 300 })
})
