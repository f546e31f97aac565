/** From a posting back to its source: the record that begins on a line, as it stood in the file. */
import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { Mapping } from '../../../engine/contract/agreements.ts'
import { findLine } from '../../../engine/ingest/archived-line.ts'
import { readRawLine } from '../../../engine/ingest/records/raw-line.ts'
import { seeds } from './fuzzed.ts'
import { pieces, readFile } from './read.ts'

const rawLine = (file: string | Uint8Array, line: number, name: string) =>
  readRawLine(pieces(Buffer.from(file), [50]), { line, mapping: Mapping.parse({}), name })

it.each(Object.entries(seeds).flatMap(([format, files]) => files.map((file) => [format, file] as const)))(
  '%s: finds every record by its line: %j',
  async (format, file) => {
    const name = `a.${format}`
    const { records } = await readFile(file, { name })
    for (const { line } of records) {
      const first = records.find((record) => record.line === line)
      expect(await rawLine(file, line, name)).toBe(first?.raw)
      expect(await rawLine(gzipSync(file), line, `${name}.gz`)).toBe(first?.raw)
    }
    expect(await rawLine(file, 1_000, name)).toBeNull()
  },
)

it('shows lines of files that were refused, the header too, and what is no text as well as it can be', async () => {
  expect(await rawLine('no header\nlast', 2, 'a.csv')).toBe('last')
  expect(await rawLine('no header\nlast', 1, 'a.csv')).toBe('no header')
  expect(await rawLine('csv\nin fact', 2, 'a.json')).toBe('in fact')
  expect(await rawLine(Buffer.from('a\nb\xe9', 'latin1'), 2, 'a.csv')).toBe('b\uFFFD')
  expect(await rawLine('[{"Amount":5},\n{"Amount":6},\n{"Am', 2, 'a.json')).toBe('{"Amount":6}')
  expect(await rawLine('a\n"b\nc",d\ne', 2, 'a.csv')).toBe('"b\nc",d')
  expect(await rawLine('a\n"b\nc",d\ne', 3, 'a.csv')).toBeNull()
  expect(await rawLine('a\n"open', 2, 'a.csv')).toBeNull()
})

it('reads no further than the line, and holds no more than a record', async () => {
  let read = 0
  async function* endless(text: string) {
    for (;;) {
      read += 1
      yield Buffer.from(text)
    }
  }
  expect(await findLine(endless('a,b\n'.repeat(10)), 35)).toBe('a,b')
  expect(read).toBe(4)
  read = 0
  expect(await findLine(endless('x'.repeat(100_000)), 2)).toBeNull()
  expect(read).toBe(11)
})

it('masks card numbers where a line is shown to people', async () => {
  expect(await findLine(pieces(Buffer.from('a\n4111 1111 1111 1111,b\n'), [9]), 2)).toBe('************1111,b')
})
