/** Files made to do harm, or only larger than memory: each ends in an answer, within bounds. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { StatementMapping } from '../../engine/contract/statement-mappings.ts'
import { faultOf, linesOf, piecesOf, readText } from './mapped-pieces.ts'

const plain = {
  account: { fixed: 'main' },
  currency: { fixed: 'EUR' },
  bookedOn: 'Date',
  amount: { by: 'sign', column: 'Amount' },
  text: ['Text'],
}
const csv = StatementMapping.parse({ ...plain, format: 'csv' })
const json = StatementMapping.parse({ ...plain, format: 'json' })
const ndjson = StatementMapping.parse({ ...plain, format: 'ndjson' })
const header = 'Date,Amount,Text\n'

/** Says how much was asked for. */
function endless(head: string, part: string, chunks: number) {
  const asked = { chunks: 0 }
  async function* bytes(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(head)
    const chunk = Buffer.from(part.repeat(Math.ceil(1_048_576 / part.length)))
    for (; asked.chunks < chunks; asked.chunks += 1) yield chunk
  }
  return { bytes: bytes(), asked }
}

describe('a file of any length', () => {
  it.each([
    ['a row without an end', csv, `${header}2026-11-05,1,`, 'x', 'row'],
    ['a quote without an end', csv, `${header}2026-11-05,1,"`, 'x\n', 'row'],
    ['a row of empty cells', csv, `${header}2026-11-05,1`, ',', 'row'],
    ['a text without an end', json, '[{"Date":"', 'x', 'word'],
    ['a text of strokes', json, '[{"Date":"', '\\\\', 'word'],
    ['a number without an end', json, '[{"Amount":1', '0', 'word'],
    ['a name without an end', json, '[{"', 'x', 'word'],
    ['arrays in arrays', json, '[{"a":', '[', 'depth'],
    ['objects in objects', json, '[', '{"a":', 'depth'],
    ['a line without an end', ndjson, '{"Date":"', 'x', 'word'],
  ] as const)('of %s is left after a few megabytes', async (_, mapping, head, part, field) => {
    const { bytes, asked } = endless(head, part, 1_024)
    expect(faultOf(await piecesOf(bytes, mapping))).toMatchObject({ code: 'too_large', field })
    expect(asked.chunks).toBeLessThan(4)
  })

  it('of which nothing is a header is left after its first block', async () => {
    const { bytes, asked } = endless('', 'a,b,c\n', 1_024)
    expect(faultOf(await piecesOf(bytes, csv))).toMatchObject({ code: 'not_this_format' })
    expect(asked.chunks).toBeLessThan(2)
  })

  it('of values that nobody asks for is passed, and none of them kept', async () => {
    const { bytes } = endless('{"skip":[', '{"Amount":[1,"two",{"three":null}]},', 8)
    const mapping = StatementMapping.parse({ ...plain, format: 'json', records: 'rows' })
    async function* whole(): AsyncGenerator<Uint8Array> {
      yield* bytes
      yield Buffer.from('0],"rows":[{"Date":"2026-11-05","Amount":1}]}')
    }
    expect(linesOf(await piecesOf(whole(), mapping))).toHaveLength(1)
  })

  it('of lines is given out while it comes', async () => {
    const { bytes, asked } = endless(header, '2026-11-05,1.00,\n', 3)
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield* bytes
      yield Buffer.from('2026-11-05,x,\n')
      for (let more = 0; more < 1_000; more += 1) yield Buffer.from('2026-11-05,1.00,\n'.repeat(5_000))
      throw new Error('asked for what stands behind a fault')
    }
    const pieces = await piecesOf(broken(), csv)
    expect(linesOf(pieces).length).toBe(3 * Math.ceil(1_048_576 / 17))
    expect(faultOf(pieces)).toMatchObject({ code: 'amount_unreadable' })
    expect(asked.chunks).toBe(3)
  })
})

describe('accounts of one file', () => {
  const mapping = StatementMapping.parse({ ...plain, format: 'csv', account: { column: 'Account' } })
  const rowsOf = (account: string, count: number): string => `2026-11-05,1.00,,${account}\n`.repeat(count)
  const head = 'Date,Amount,Text,Account\n'

  it('may each be of any length where they stand together', async () => {
    const text = head + ['a', 'b', 'c'].map((account) => rowsOf(account, 30_000)).join('')
    const pieces = await readText(text, mapping)
    expect(faultOf(pieces)).toBeNull()
    expect(pieces.filter(({ is }) => is === 'opened')).toHaveLength(3)
    expect(linesOf(pieces)).toHaveLength(90_000)
    expect(
      linesOf(pieces)
        .map(({ seq }) => seq)
        .indexOf(1, 1),
    ).toBe(30_000)
  })

  it('are refused where so many of their lines are mixed that they can not be held', async () => {
    const text = head + (rowsOf('a', 1) + rowsOf('b', 1)).repeat(30_000)
    expect(faultOf(await readText(text, mapping))).toMatchObject({ code: 'too_large', field: 'Account' })
  })

  it('are refused where one goes on that was taken for finished', async () => {
    const text = head + rowsOf('a', 30_000) + rowsOf('b', 30_000) + rowsOf('a', 1)
    expect(faultOf(await readText(text, mapping))).toMatchObject({ code: 'too_large', field: 'Account', found: 'a' })
  })

  it('are refused past as many as any bank has', async () => {
    const text = head + Array.from({ length: 10_001 }, (_, at) => rowsOf(`a${at}`, 1)).join('')
    expect(faultOf(await readText(text, mapping))).toMatchObject({ code: 'too_large', found: 'a10000' })
  })
})

describe('names and texts that mean something elsewhere', () => {
  it('are names and texts like any other', async () => {
    const mapping = StatementMapping.parse({
      ...plain,
      format: 'json',
      bookedOn: '__proto__/constructor',
      amount: { by: 'sign', column: 'toString' },
      text: ['constructor', 'hasOwnProperty'],
    })
    const text = '[{"__proto__":{"constructor":"2026-11-05","Amount":1},"toString":2,"constructor":"a"}]'
    const [line] = linesOf(await readText(text, mapping))
    expect(line).toMatchObject({ bookedOn: '2026-11-05', amount: 200, details: [{ text: 'a' }] })
    expect(({} as Record<string, unknown>).Amount).toBeUndefined()
    const none = linesOf(await readText('[{"__proto__":{"constructor":"2026-11-05"},"toString":2}]', mapping))
    expect(none[0]?.details[0]?.text).toBe('')
  })

  it('in a header too', async () => {
    const mapping = StatementMapping.parse({ ...plain, format: 'csv', text: ['__proto__', 'constructor'] })
    const [line] = linesOf(await readText('Date,Amount,__proto__,constructor\n2026-11-05,1,a,b\n', mapping))
    expect(line?.details[0]?.text).toBe('a b')
    expect(faultOf(await readText('Date,Amount,__proto__\n2026-11-05,1,a\n', mapping))?.field).toBe('constructor')
  })

  it('a formula is kept as it stands, and never an amount', async () => {
    const formula = '=HYPERLINK("http://example.com";1)'
    const [line] = linesOf(await readText(`${header}2026-11-05,1,"${formula.replaceAll('"', '""')}"\n`, csv))
    expect(line?.details[0]?.text).toBe(formula)
    for (const amount of ['=1+1', '+1+1', '@1', '-1-1']) {
      expect(faultOf(await readText(`${header}2026-11-05,${amount},\n`, csv))?.code).toBe('amount_unreadable')
    }
  })

  it('a mark of the byte order, and an old editor’s mark of the end, are no part of what is said', async () => {
    const text = `\ufeff${header}2026-11-05,1,a\n\u001a`
    expect(linesOf(await readText(text, csv))).toHaveLength(1)
    const little = Buffer.from(text, 'utf16le')
    expect(linesOf(await readText(little, csv))).toHaveLength(1)
    expect(linesOf(await readText(Buffer.from(little).swap16(), csv))).toHaveLength(1)
    expect(linesOf(await readText('\ufeff[{"Date":"2026-11-05","Amount":1}]', json))).toHaveLength(1)
  })
})

describe('any bytes', () => {
  const rows = `${header}2026-11-05,1.00,"a ""b"""\n2026-11-06,-2.50,c\n`
  const objects = '[{"Date":"2026-11-05","Amount":1,"Text":"a \\"b\\" \\u00e9"},{"Date":"2026-11-06","Amount":-2.5}]'
  it.each([
    ['a table', rows, csv],
    ['JSON', objects, json],
    ['lines of JSON', objects.slice(1, -1).replace('},{', '}\n{'), ndjson],
  ])('in %s throw nothing, and end in one fault at most, as the last piece', async (_, whole, mapping) => {
    const place = fc.nat({ max: whole.length })
    const some = fc.oneof(fc.string({ maxLength: 5 }), fc.constantFrom('"', '\n', ',', '{', ']', '\\', '\0', '\r'))
    const run = fc.asyncProperty(place, place, some, async (from, to, text) => {
      const [first, last] = [Math.min(from, to), Math.max(from, to)]
      const pieces = await readText(whole.slice(0, first) + text + whole.slice(last), mapping)
      expect(pieces.slice(0, -1).every((piece) => piece.is !== 'fault')).toBe(true)
      expect(['closed', 'fault']).toContain(pieces.at(-1)?.is)
    })
    await fc.assert(run, { numRuns: 400 })
  })

  it('of no text at all throw nothing', async () => {
    const run = fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
      for (const mapping of [csv, json, ndjson]) expect(faultOf(await readText(bytes, mapping))).not.toBeNull()
    })
    await fc.assert(run, { numRuns: 300 })
  })
})
