/**
 * Two readers that know nothing of each other say the same about every file, whole or spoiled, and however it is cut
 * into chunks. RECORD_FUZZ is how many files are spoiled; a failure names the seed of its file.
 */
import { isUtf8 } from 'node:buffer'
import { expect, it } from 'vitest'
import { type FileFormat, fileFormats, rowFields } from '../../../engine/contract/agreements.ts'
import { mutate, randomOf, seeds } from './fuzzed.ts'
import {
  countXml,
  generalJson,
  generalNumbers,
  generalXml,
  isKnown,
  jsonCells,
  lineOf,
  papaCells,
} from './general-readers.ts'
import { type ReadFile, type ReadRecord, readFile, readNumbers } from './read.ts'

const files = Number(process.env.RECORD_FUZZ ?? 1_600)

it.each(fileFormats)('%s: both readers agree on whole files', async (format) => {
  for (const file of seeds[format]) {
    const bytes = Buffer.from(file)
    const read = await compare(format, bytes, 1)
    expect(read.end, file).not.toHaveProperty('code')
  }
})

it.each(fileFormats)('%s: both readers agree on spoiled files', { timeout: 3_600_000 }, async (format) => {
  let readable = 0
  for (let seed = 1; seed <= files / fileFormats.length; seed += 1) {
    const random = randomOf(seed)
    const file = seeds[format][random(seeds[format].length)] ?? ''
    const bytes = mutate(Buffer.from(file), random)
    const { end } = await compare(format, bytes, seed)
    if (!('code' in end)) readable += 1
  }
  // Neither side may win by refusing everything.
  expect(readable).toBeGreaterThan(files / fileFormats.length / 10)
})

async function compare(format: FileFormat, bytes: Uint8Array, seed: number): Promise<ReadFile> {
  const random = randomOf(-seed)
  const name = `a.${format}`
  const read = await readFile(bytes, { name })
  const about = `${format} ${seed} ${JSON.stringify(Buffer.from(bytes).toString('latin1'))}`
  const chunks = [1 + random(9), 1 + random(40), 1 + random(3)]
  expect(await readFile(bytes, { name, chunks, rowsPerBlock: 1 + random(3) }), about).toEqual(read)
  expect(await readFile(bytes, { name, chunks: [1] }), about).toEqual(read)
  if (!isUtf8(bytes)) {
    expect(read.end, about).toHaveProperty('code')
    return read
  }
  const text = Buffer.from(bytes)
    .toString('utf8')
    .replace(/^\uFEFF/, '')
  expectLines(text, read.records, about)
  if (format === 'csv') compareCsv(text, read, about)
  else if (format === 'xml') compareXml(text, read, about)
  else {
    compareJson(format, text, read, about)
    if (!('code' in read.end))
      expect(await readNumbers(bytes, name), about).toEqual(read.records.map(({ raw }) => generalNumbers(raw)))
  }
  return read
}

/**
 * Every raw text stands in the file, in order, on the line it is said to begin on, or has the next number where the record
 * before it has that one; nothing is in two of them.
 */
function expectLines(text: string, records: readonly ReadRecord[], about: string): void {
  let from = 0
  let last = 0
  const numberAt = (at: number): number => Math.max(lineOf(text, at), last + 1)
  for (const { raw, line } of records) {
    let at = text.indexOf(raw, from)
    while (at >= 0 && numberAt(at) < line) at = text.indexOf(raw, at + 1)
    expect(at, `${about} ${raw}`).toBeGreaterThanOrEqual(from)
    expect(numberAt(at), `${about} ${raw}`).toBe(line)
    from = at + raw.length
    last = line
  }
}

function compareCsv(text: string, { records, end }: ReadFile, about: string): void {
  const headerText = /^[\s]*([^\r\n]*)/.exec(text)?.[1] ?? ''
  if ('code' in end || headerText.includes('"')) return
  const delimiter = [',', ';', '\t', '|'].toSorted((a, b) => found(headerText, b) - found(headerText, a))[0] ?? ','
  const header = headerText.split(delimiter).map((name) => name.trim().toLowerCase())
  for (const record of records) {
    const { raw, defect, cells } = record
    const general = papaCells(raw, delimiter)
    if (isKnown('csv', record)) continue
    if (raw.includes('\0')) expect(defect, about).toBe('encoding')
    else if (defect === 'width') expect(general.length, about).not.toBe(header.length)
    else {
      const expected = rowFields.map((field) => [field, general[header.indexOf(field.toLowerCase())]])
      expect({ raw, cells }, about).toEqual({ raw, cells: Object.fromEntries(expected) })
    }
  }
}
const found = (header: string, delimiter: string): number => {
  const names = header
    .toLowerCase()
    .split(delimiter)
    .map((name) => name.trim())
  return rowFields.filter((field) => names.includes(field.toLowerCase())).length
}

function compareJson(format: 'json' | 'ndjson', text: string, { records, end }: ReadFile, about: string): void {
  for (const { raw, defect, cells } of records) {
    const general = generalJson(raw)
    expect({ defect, cells }, `${about} ${raw}`).toEqual(general)
    const parsed = jsonCells(raw)
    if (defect === 'syntax') expect(parsed.isJson, about).toBe(false)
    if (defect === 'shape' && !parsed.isObject) continue
    if (defect !== 'none') continue
    expect(parsed.isObject, about).toBe(true)
    for (const [key, value] of parsed.cells) {
      const field = rowFields.find((name) => name.toLowerCase() === key.toLowerCase())
      if (field === undefined) continue
      const cell = cells[field]
      if (typeof value === 'number') expect(Number(cell), about).toBe(value)
      else
        expect(cell ?? null, about).toBe(typeof value === 'string' ? value.replace(/^[\t-\r ]+|[\t-\r ]+$/g, '') : null)
    }
  }
  if (format === 'ndjson') {
    if ('code' in end) return
    const lines = text.split(/\r\n|\n|\r/).filter((line) => line.replace(/[\t ]/g, '') !== '')
    expect(records.length, about).toBe(lines.length)
  } else compareDocument(text, { records, end }, about)
}

/** With its broken records taken out, a document that was read is one for JSON.parse, too, and has as many of them. */
function compareDocument(text: string, { records, end }: ReadFile, about: string): void {
  const whole = jsonCells(text)
  const reasons = ['malformed', 'truncated', 'trailing_content']
  if ('code' in end) {
    if (reasons.includes(end.reason)) expect(whole.isJson, about).toBe(false)
    return
  }
  let rest = text
  let mended = ''
  for (const { raw } of records) {
    const at = rest.indexOf(raw)
    mended += `${rest.slice(0, at)}0`
    rest = rest.slice(at + raw.length)
  }
  const document = JSON.parse(mended + rest) as unknown
  const key = Object.keys(document as object).find((name) => name.toLowerCase() === 'transactions') ?? ''
  const array = Array.isArray(document) ? document : (document as Record<string, unknown>)[key]
  expect(array, about).toHaveLength(records.length)
}

function compareXml(text: string, { records, end }: ReadFile, about: string): void {
  if ('code' in end) return
  for (const record of records) {
    const { raw, defect, cells } = record
    if (isKnown('xml', record)) continue
    expect({ raw, ...generalXml(raw) }, `${about} ${raw}`).toEqual({ raw, defect, cells })
  }
  const count = countXml(text)
  if (count !== null) expect(records.length, about).toBe(count)
}
