import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ByteHash } from '../../../engine/ingest/judge/byte-hash.ts'
import { type Cells, goodCells, judge } from './blocks.ts'

function hash(text: string, seed = 1): number {
  const bytes = Buffer.from(text)
  const one = new ByteHash(seed)
  one.start()
  one.addBytes(bytes, 0, bytes.length)
  return one.value()
}

it('answers the same for the same bytes, wherever they stand', () => {
  const one = new ByteHash(1)
  fc.assert(
    fc.property(fc.string(), fc.nat(9), (text, before) => {
      const bytes = Buffer.concat([Buffer.alloc(before, 7), Buffer.from(text), Buffer.from('end')])
      one.start()
      one.addBytes(bytes, before, bytes.length - 3)
      expect(one.value()).toBe(hash(text))
      expect(Number.isSafeInteger(one.value()) && one.value() >= 0).toBe(true)
    }),
  )
})

// It is kept beside postings for years: were it to change, nothing posted before would be found again.
it('answers for ever what it answers today', () => {
  expect(['', 'T1', 'T2', 'TX-2026-000001', '香港'].map((text) => hash(text))).toMatchInlineSnapshot(`
    [
      7947511697047937,
      6400786327736388,
      3137961255058076,
      7166032657425085,
      3083623695652781,
    ]
  `)
})

const families: readonly (readonly [string, (i: number) => string])[] = [
  ['counted', (i) => `T${i}`],
  ['padded', (i) => `TX-20260501-${String(i).padStart(8, '0')}`],
  ['ending alike', (i) => `${i.toString(16).padStart(6, '0')}-0000-0000-000000000000`],
  ['of two letters', (i) => i.toString(2).replaceAll('0', 'a').replaceAll('1', 'b')],
  ['of one letter', (i) => 'a'.repeat(i % 100) + String(Math.floor(i / 100))],
]
it.each(families)('spreads texts that are %s evenly and without two alike', (_, textOf) => {
  const count = 100_000
  const hashes = new Set<number>()
  const high = new Int32Array(256)
  const low = new Int32Array(256)
  for (let i = 0; i < count; i += 1) {
    const value = hash(textOf(i))
    hashes.add(value)
    const top = Math.floor(value / 2 ** 45)
    high[top] = (high[top] ?? 0) + 1
    low[value % 256] = (low[value % 256] ?? 0) + 1
  }
  expect(hashes.size).toBe(count)
  // Chi-squared over 256 cells: 255 on average, above 400 once in a hundred million.
  const mean = count / 256
  const spread = (cells: Int32Array): number => cells.reduce((sum, n) => sum + (n - mean) ** 2 / mean, 0)
  expect(spread(high)).toBeLessThan(400)
  expect(spread(low)).toBeLessThan(400)
})

it('changes half of its bits when one bit of the text changes', () => {
  let changed = 0n
  const count = 2_000
  const bits = (value: bigint): bigint => [...value.toString(2)].reduce((sum, bit) => sum + BigInt(bit), 0n)
  for (let i = 0; i < count; i += 1)
    changed += bits(BigInt(hash(`client ${i * 2}`)) ^ BigInt(hash(`client ${i * 2 + 1}`)))
  const mean = Number(changed) / count
  expect(mean).toBeGreaterThan(25.5)
  expect(mean).toBeLessThan(27.5)
})

it('differs by its seed', () => {
  expect(hash('T1', 1)).not.toBe(hash('T1', 2))
})

const hashesOf = (cells: Cells): Readonly<{ identity: number | undefined; content: number | undefined }> => {
  const block = judge([{ cells: { ...goodCells, ...cells } }])
  return { identity: block.identities[0], content: block.contents[0] }
}

it('knows a row by its TxId, and its likes by client, type, amount, instant and place', () => {
  const { identity, content } = hashesOf({})
  expect(hashesOf({ TxId: 'T2' })).toEqual({ identity: expect.toSatisfy((other) => other !== identity), content })
  // The same instant, otherwise written.
  expect(hashesOf({ TxDate: '2026-05-01T02:00:00Z', Amount: '01250' })).toEqual({ identity, content })
  const others: readonly Cells[] = [
    { ClientId: 'C2' },
    { TxType: 'Payment' },
    { Amount: '1251' },
    { TxDate: '2026-05-01T10:00:01' },
    { ProducerLocation: 'Mong Kok' },
  ]
  const contents = others.map((cells) => hashesOf(cells))
  expect(contents.map((one) => one.identity)).toEqual(others.map(() => identity))
  expect(new Set([content, ...contents.map((one) => one.content)]).size).toBe(6)
})
