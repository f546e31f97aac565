import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodingOfLines } from '../../engine/statements/first-text.ts'
import { readMt940 } from '../../engine/statements/mt940/read.ts'
import type { Reading, StatementPiece } from '../../engine/statements/statement.ts'

const folder = join(import.meta.dirname, '../../fixtures/statements')
const digits = new Map([
  ...['EUR', 'CHF', 'DEM', 'HKD', 'PLN', 'USD'].map((code) => [code, 2] as const),
  ['JPY', 0] as const,
])
const reading: Reading = { digitsOf: (currency) => digits.get(currency) ?? null }

async function piecesOf(chunks: readonly Uint8Array[]): Promise<readonly StatementPiece[]> {
  const source = async function* () {
    yield* chunks
  }
  const pieces: StatementPiece[] = []
  const encoding = encodingOfLines(Buffer.concat(chunks), 'gb18030') ?? undefined
  for await (const come of readMt940(source(), { ...reading, encoding })) pieces.push(...come)
  return pieces
}

const read = (text: string): Promise<readonly StatementPiece[]> => piecesOf([Buffer.from(text)])

const samples = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.sta'))

describe('a sample of a bank', () => {
  it.each(samples)('%s reads as expected, and adds up where it should', async (name) => {
    const expected = JSON.parse(readFileSync(join(folder, name.replace(/sta$/, 'expected.json')), 'utf8'))
    const pieces = await piecesOf([readFileSync(join(folder, name))])
    expect(pieces).toEqual(expected.pieces)
    expect(addsUp(pieces)).toEqual(expected.addsUp)
  })

  it.each([
    'own/two-pages.sta',
    'own/hong-kong-mt940-big5.sta',
    'own/hong-kong-mt940-utf16.sta',
    'own/mainland-gb18030.sta',
  ])('%s reads the same wherever its bytes are cut', async (name) => {
    const bytes = readFileSync(join(folder, name))
    const whole = await piecesOf([bytes])
    for (let at = 1; at < bytes.length; at += 1) {
      expect(await piecesOf([bytes.subarray(0, at), bytes.subarray(at)])).toEqual(whole)
    }
    expect(await piecesOf(Array.from(bytes, (byte) => Uint8Array.of(byte)))).toEqual(whole)
  })
})

/** By the statements' own words, and not by the reader's: opening and lines come to closing. */
function addsUp(pieces: readonly StatementPiece[]): readonly boolean[] {
  let sum = 0
  return pieces.flatMap((piece) => {
    if (piece.is === 'opened') sum = piece.head.opening?.amount ?? Number.NaN
    if (piece.is === 'line' && !piece.line.isPending) sum += piece.line.amount
    return piece.is === 'closed' ? [piece.tail.closing?.amount === sum] : []
  })
}

const statement = ({ open = ':60F:C240101EUR1,', lines = '', close = ':62F:C240101EUR1,' } = {}): string =>
  `:20:X\n:25:123\n:28C:1\n${open}\n${lines}${close}\n`

describe('a file that cannot be read says why and where', () => {
  const entry = (text: string): string => statement({ lines: `:61:${text}\n` })
  it.each([
    ['an empty file', '', 'not_this_format', '20', 1],
    ['another text', 'Date;Amount\n2024-01-01;5,00\n', 'not_this_format', '', 1],
    ['an MT942 in an envelope', '{1:F01X}{2:I942XN}{4:\n:20:X\n', 'not_this_format', '2', 1],
    ['an MT942 by its name', '942\n:20:X\n', 'not_this_format', '', 1],
    ['a bare MT942', ':20:X\n:25:1\n:28C:1\n:34F:EUR0,\n:61:2401010101C1,NTRFX\n', 'not_this_format', '34F', 4],
    ['a field before any message', ':25:123\n', 'not_this_format', '25', 1],
    ['text behind a statement', `${statement()}-\nand then some words; and more\n`, 'malformed', '', 7],
    ['no account', ':20:X\n:60F:C240101EUR1,\n', 'field_missing', '25', 2],
    ['an empty account', ':20:X\n:25:\n:60F:C240101EUR1,\n', 'field_missing', '25', 3],
    ['no opening balance', ':20:X\n:25:1\n:61:2401010101C1,NTRFX\n', 'field_missing', '60F', 3],
    ['two opening balances', statement({ lines: ':60F:C240101EUR1,\n' }), 'malformed', '60F', 5],
    ['no closing balance', ':20:X\n:25:1\n:60F:C240101EUR1,\n', 'truncated', '62F', 3],
    ['a line behind the closing balance', `${statement()}:61:2401010101C1,NTRFX\n`, 'malformed', '61', 6],
    ['another closing currency', statement({ close: ':62F:C240101CHF1,' }), 'malformed', '62F', 5],
    ['an unknown currency', statement({ open: ':60F:C240101QQQ1,' }), 'currency_unknown', '60F', 4],
    ['a balance without its sign', statement({ open: ':60F:240101EUR1,' }), 'field_unreadable', '60F', 4],
    ['a day that no year has', entry('2402300101C1,NTRFX'), 'field_unreadable', '61', 5],
    ['an entry day that no year has', entry('2401010230C1,NTRFX'), 'field_unreadable', '61', 5],
    ['a line without a type', entry('2401010101C1,'), 'field_unreadable', '61', 5],
    ['an amount of two commas', entry('2401010101C1,0,0NTRFX'), 'amount_unreadable', '61', 5],
    ['an amount with too many digits', entry('2401010101C1,005NTRFX'), 'amount_unreadable', '61', 5],
    ['an amount past whole numbers', entry('2401010101C999999999999999,NTRFX'), 'amount_unreadable', '61', 5],
    ['counts that differ', `${statement()}:86:D000001C000000D1,C0,\n`, 'totals_differ', '86', 6],
    ['a line of no end', `:20:${'X'.repeat(9000)}`, 'too_large', '', 1],
    ['a field of no end', statement({ lines: `:86:x\n${'more\n'.repeat(200)}` }), 'too_large', '86', 5],
  ])('%s', async (_, text, code, field, place) => {
    const pieces = await read(text)
    expect(pieces.at(-1)).toMatchObject({ is: 'fault', fault: { code, field, place } })
    expect(pieces.filter((piece) => piece.is === 'fault')).toHaveLength(1)
  })

  it('a statement cut off anywhere before its closing balance is never taken for a whole one', async () => {
    const text = statement({ lines: ':61:2401010101C1,NTRFX\n:86:text\n' })
    for (let at = 0; at < text.indexOf(':62F'); at += 1) {
      expect((await read(text.slice(0, at))).at(-1)?.is).toBe('fault')
    }
  })
})

describe('what a line says', () => {
  const lineOf = async (text: string) => {
    const piece = (await read(statement({ lines: `:61:${text}\n` }))).find(({ is }) => is === 'line')
    return piece?.is === 'line' ? piece.line : undefined
  }
  it.each([
    ['C', 100, false, false],
    ['D', -100, false, false],
    ['CR', 100, false, false],
    ['DR', -100, false, false],
    ['RC', -100, true, false],
    ['RD', 100, true, false],
    ['RDR', 100, true, false],
    ['EC', 100, false, true],
    ['ED', -100, false, true],
  ])('%s is %d', async (mark, amount, isReversal, isPending) => {
    expect(await lineOf(`240101${mark}1,NTRFX`)).toMatchObject({ amount, isReversal, isPending, bookedOn: null })
  })

  it.each([
    ['2312310102', '2023-12-31', '2024-01-02'],
    ['2401021231', '2024-01-02', '2023-12-31'],
    ['2402290229', '2024-02-29', '2024-02-29'],
    ['9912310101', '1999-12-31', '2000-01-01'],
  ])('%s is booked in the nearest year', async (dates, valueOn, bookedOn) => {
    expect(await lineOf(`${dates}C1,NTRFX`)).toMatchObject({ valueOn, bookedOn })
  })

  it('a payer who writes the words of the bank changes nothing of what the bank wrote', async () => {
    const german = ':86:166?00CREDIT?20EREF+MINE?21SVWZ+see EREF+YOURS ?99?32JOE'
    const line = await lineOf(`240101C1,NTRFX\n${german}`)
    expect(line?.details[0]?.references[0]).toEqual({ kind: 'end_to_end', value: 'MINE' })
    expect(line?.details[0]).toMatchObject({ party: { name: 'JOE' }, text: 'see EREF+YOURS ?99' })
    expect(line?.details[0]?.references).toHaveLength(1)
    const slashed = await lineOf('240101C1,NTRFX\n:86:/EREF/MINE/ORDP//NAME/JOE/REMI/a /EREF/YOURS/RTRN/AC04/')
    expect(slashed?.details[0]).toMatchObject({
      references: [{ value: 'MINE' }],
      returned: null,
      party: { name: 'JOE' },
    })
  })
})

describe('what stands around a message', () => {
  it.each([
    ['an envelope whose text begins on its own line', `{1:F01X}{2:O940X}{4:${statement()}-}`],
    ['a message behind another on one line', `{4:\n${statement()}-}{1:F01X}{4:${statement()}-}{5:{CHK:0}}`],
    ['empty lines, and none at the end', `\n\n${statement()}\n-\n\n${statement().trimEnd()}`],
    ['a byte order mark', `\ufeff${statement()}`],
    ['an MT950, which has no information', `{1:F01X}{2:O950X}{4:\n${statement()}-}`],
  ])('%s', async (_, text) => {
    const pieces = await read(text)
    expect(pieces.map(({ is }) => is).filter((is) => is !== 'line')).toEqual(
      Array.from({ length: text.split(':20:').length - 1 }, () => ['opened', 'closed']).flat(),
    )
  })

  it.each([
    ['NL91ABNA0417164300EUR', 'NL91ABNA0417164300', null],
    ['SC18SSCB11010000000000001497USD', 'SC18SSCB11010000000000001497USD', null],
    ['45050050/76198810', '76198810', '45050050'],
    ['UBRTHUHB/12AB002/CHF', '12AB002', 'UBRTHUHB'],
    ['12345QQQ', '12345QQQ', null],
  ])('the account %s', async (said, account, bank) => {
    const [first] = await read(statement().replace(':25:123', `:25:${said}`))
    expect(first).toMatchObject({ is: 'opened', head: { account, bank } })
  })
})

const day = fc
  .date({ min: new Date('1980-01-01'), max: new Date('2079-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))
const swift = (text: string): string => text.slice(2).replaceAll('-', '')
const money = fc.integer({ min: 0, max: 9_999_999_999_999 })
const written = (units: number): string => `${Math.floor(units / 100)},${String(units % 100).padStart(2, '0')}`
const reference = fc.stringMatching(/^[A-Z0-9]{2,16}$/).filter((text) => !/^(?:NON|EREF|KREF|MREF|PREF)/.test(text))
const text = fc.stringMatching(/^[A-Za-z0-9 .,()+?]{0,300}$/).map((words) => words.replace(/\s+/g, ' ').trim())
const entry = fc.record({ day, amount: money, isIn: fc.boolean(), reference, text })

it('a statement that we write reads back as it was', async () => {
  const property = fc.asyncProperty(fc.array(entry), money, fc.boolean(), async (entries, opening, hasCarriage) => {
    const lines = entries.flatMap((line) => [
      `:61:${swift(line.day)}${line.isIn ? 'C' : 'D'}${written(line.amount)}NTRF${line.reference}`,
      ...(`:86:X ${line.text}`.match(/^.{1,69}|.{1,65}/g) ?? []),
    ])
    const whole = [':20:X', ':25:123', `:60F:C240101EUR${written(opening)}`, ...lines, ':62F:C240101EUR0,', '-']
    const pieces = await read(whole.join(hasCarriage ? '\r\n' : '\n'))
    expect(pieces.flatMap((piece) => (piece.is === 'line' ? [piece.line] : []))).toMatchObject(
      entries.map((line) => ({
        valueOn: line.day,
        amount: line.isIn ? line.amount : 0 - line.amount,
        references: [{ kind: 'customer', value: line.reference }],
        details: [{ text: `X ${line.text}`.trim() }],
      })),
    )
    expect(pieces.at(-1)?.is).toBe('closed')
  })
  await fc.assert(property, { numRuns: 100 })
})

it('whatever bytes come, pieces come back, and at most one fault, at the end', async () => {
  const bit = fc.constantFrom(
    ':20:',
    ':25:1',
    ':60F:C240101EUR1,',
    ':61:240101C1,NTRF',
    ':86:',
    '?20',
    '/EREF/',
    '-}',
    '{4:',
  )
  const bytes = fc.array(fc.oneof(bit, fc.string(), fc.constant('\n'))).map((parts) => Buffer.from(parts.join('')))
  const property = fc.asyncProperty(fc.oneof(bytes, fc.uint8Array({ maxLength: 500 })), async (input) => {
    const pieces = await piecesOf([input])
    expect(pieces.slice(0, -1).some((piece) => piece.is === 'fault')).toBe(false)
    expect(['closed', 'fault']).toContain(pieces.at(-1)?.is)
  })
  await fc.assert(property, { numRuns: 300 })
})

// Quadratic time would take hours here, and the runner's own patience is five seconds.
it('informations of any length that repeat what a dialect looks for are read', async () => {
  const hostile = ['?20EREF+', '/EREF/', 'IBAN: NAAM: ', '   ', '?2'].map((part) => part.repeat(8000 / part.length))
  const informations = hostile.map((line) => `:61:240101C1,NTRFX\n:86:166${line}\n${`${line}\n`.repeat(90)}`)
  const pieces = await read(statement({ lines: informations.join('') }))
  expect(pieces.filter((piece) => piece.is === 'line')).toHaveLength(hostile.length)
})
