/** `npm run fixtures -- --rows N --out DIR [...]`: batch files of any size, with what has to become of them beside them. */
import { parseArgs } from 'node:util'
import { faultKinds, readFaultSpec } from '../fixtures/generator/faults.ts'
import { type GeneratedFormat, generatedFormats } from '../fixtures/generator/formats.ts'
import { type Generated, type GenerateOptions, generate } from '../fixtures/generator/generate.ts'
import { say } from './tools.ts'

const usage = `npm run fixtures -- --rows N --out DIR [--format csv|json|ndjson|xml[.gz]] [--producers P] [--clients C]
  [--ids ordered|random] [--seed S] [--day YYYY-MM-DD] [--faults SPEC]

SPEC is none, or kind:share pairs with commas between them, each a percentage or a number of rows, as in
repeats:1%,FIELD_MISSING:0.5%,TYPE_UNKNOWN:3. The kinds: ${faultKinds.join(' ')}.`

const dayMs = 86_400_000
const { values } = parseArgs({
  options: {
    rows: { type: 'string' },
    out: { type: 'string' },
    format: { type: 'string', default: 'csv' },
    producers: { type: 'string', default: '1' },
    clients: { type: 'string', default: '1000' },
    ids: { type: 'string', default: 'ordered' },
    seed: { type: 'string', default: '1' },
    // Yesterday where it is latest, so that no row is ever in the future.
    day: { type: 'string', default: new Date(Date.now() - dayMs).toISOString().slice(0, 10) },
    faults: { type: 'string', default: 'none' },
  },
})

const read = readOptions()
if (typeof read === 'string') {
  say(`${read}\n\n${usage}`)
  process.exitCode = 2
} else {
  const begun = performance.now()
  const made = await generate(read)
  report(read, made, (performance.now() - begun) / 1_000)
}

function readOptions(): GenerateOptions | string {
  const [rows, producers, clients, seed] = [values.rows, values.producers, values.clients, values.seed].map(Number)
  const [, format, packed] = /^([a-z]+)(\.gz)?$/.exec(values.format) ?? []
  if (values.out === undefined) return 'Say where to write: --out DIR.'
  if (!isWhole(rows, 0, 1_000_000_000)) return '--rows is a whole number.'
  if (!isWhole(producers, 1, 10_000)) return '--producers is a whole number from 1 to 10000.'
  if (!isWhole(clients, 1, 9_999_999)) return '--clients is a whole number from 1 to 9999999.'
  if (!isWhole(seed, 0, 2 ** 31 - 1)) return '--seed is a whole number.'
  if (!isFormat(format)) return '--format is csv, json, ndjson or xml, each also with .gz.'
  if (values.ids !== 'ordered' && values.ids !== 'random') return '--ids is ordered or random.'
  if (!isDay(values.day)) return '--day is a date such as 2026-11-02.'
  const spec = readFaultSpec(values.faults, rows)
  if (spec.status === 'unreadable') return `--faults: ${spec.part} can't be read.`
  if (spec.status === 'too_many') return `--faults asks for ${spec.faults} rows, more than there are.`
  const { ids, day, out } = values
  return { rows, producers, clients, seed, format, gzip: packed !== undefined, ids, day, plan: spec.plan, out }
}

function isWhole(number: number | undefined, least: number, most: number): number is number {
  return number !== undefined && Number.isSafeInteger(number) && number >= least && number <= most
}

function isFormat(format: string | undefined): format is GeneratedFormat {
  return generatedFormats.some((each) => each === format)
}

/** A date that does not come back as it went in never existed. */
function isDay(text: string): boolean {
  const at = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().slice(0, 10) === text
}

function report({ rows, day, out }: GenerateOptions, { files, balances, opening }: Generated, seconds: number): void {
  const held = files.filter((file) => file.state === 'held').length
  say(`${rows} rows of ${day} in ${files.length} files under ${out}, ${Math.round(rows / seconds)} rows/s.`)
  say(`Expected: ${balances.clients} clients with ${balances.sum} in all; ${held} files held as a whole.`)
  if (opening !== null) say(`First post ${opening} and freeze the clients in before/freeze.json; the rest comes after.`)
}
