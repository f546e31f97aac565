/** A golden case of `fixtures/golden` as it lies there, and its files as a producer would drop them today. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'

/** How a file is written when it is dropped. Most lie as plain UTF-8, so that they can be read where they lie. */
export type Writing = Readonly<{
  name?: string
  encoding?: 'utf-16le' | 'utf-16be' | 'windows-1252'
  mark?: boolean
  lineBreak?: 'crlf'
  lastBreak?: false
  gzip?: boolean
  /** Only so many bytes of it arrive. */
  cutAt?: number
}>

export type ExpectedBatch = Readonly<{
  state: string
  reasons?: readonly string[]
  rows?: number
  posted?: number
  repeats?: number
  conflicts?: number
  faults?: number
  held?: number
  heldNow?: number
  unposted?: number
  sum?: number
}>

export type ExpectedNote = Readonly<{
  line: number
  outcome: string
  code: string
  field: string | null
  found?: string
}>

export type GoldenStep =
  | Readonly<{
      drop: string
      as?: Writing
      /** Files that lie beside it when it is taken. */
      beside?: readonly string[]
      producer?: string
      batch: ExpectedBatch
      notes?: readonly ExpectedNote[]
    }>
  /** A batch of before, by its place among those of this case, looked at again. */
  | Readonly<{ again: number; batch: ExpectedBatch }>
  | Readonly<{ freeze: string }>
  | Readonly<{ unfreeze: string }>
  | Readonly<{ suspend: number }>
  | Readonly<{ resume: number }>

/** What makes a case's producers and clients its own, so that all cases share one workspace and never meet. */
export type OwnNames = Readonly<{ prefix: string; seven: number; eight: number }>

export type GoldenCase = Readonly<{
  name: string
  folder: string
  own: OwnNames
  why: string
  producer: Readonly<Record<string, unknown>>
  steps: readonly GoldenStep[]
  balances: Readonly<Record<string, number>>
}>

const root = path.resolve(import.meta.dirname, '../../fixtures/golden')

/** All cases, each with names of its own. */
export function goldenCases(): readonly GoldenCase[] {
  const groups = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  const folders = groups.flatMap(({ name }) => readdirSync(path.join(root, name)).map((each) => `${name}/${each}`))
  return folders.toSorted().map((name, index) => readCase(name, index + 1))
}

function readCase(name: string, number: number): GoldenCase {
  const folder = path.join(root, name)
  const files = new Set(readdirSync(folder))
  const own: OwnNames = { prefix: `g${number}-`, seven: 7_000 + number, eight: 8_000 + number }
  const json = (file: string) => JSON.parse(filled(readFileSync(path.join(folder, file), 'utf8'), own))
  const agreement = files.has('agreement.json') ? { agreement: json('agreement.json') } : {}
  return {
    name,
    folder,
    own,
    producer: { ...(files.has('producer.json') ? json('producer.json') : {}), ...agreement },
    ...json('expected.json'),
  }
}

/** The bytes of a file as it is dropped. */
export function bytesOf(golden: Pick<GoldenCase, 'folder' | 'own'>, file: string, writing: Writing = {}): Buffer {
  const { folder, own } = golden
  const stored = readFileSync(path.join(folder, file))
  // Byte by byte, so that files that are no text at all come out as they lie there.
  const asText = filled(stored.toString('latin1'), own).replaceAll(/\{\{sha256 ([^}]+)\}\}/g, (_, other: string) =>
    createHash('sha256').update(bytesOf(golden, other)).digest('hex'),
  )
  const plain = Buffer.from(asText, 'latin1')
  return written(plain, writing)
}

function written(plain: Buffer, writing: Writing): Buffer {
  const { encoding, mark, lineBreak, lastBreak, gzip, cutAt } = writing
  let bytes = plain
  if (encoding !== undefined || mark !== undefined || lineBreak !== undefined || lastBreak !== undefined) {
    let text = plain.toString('utf8')
    if (lastBreak === false) text = text.replace(/\n$/, '')
    if (lineBreak === 'crlf') text = text.replaceAll('\n', '\r\n')
    bytes = encoded(mark === true ? `\uFEFF${text}` : text, encoding)
  }
  if (gzip === true) bytes = gzipSync(bytes)
  return cutAt === undefined ? bytes : bytes.subarray(0, cutAt)
}

const onlyInWindows = new Map([
  ['€', 0x80],
  ['’', 0x92],
  ['–', 0x96],
])

function encoded(text: string, encoding: Writing['encoding']): Buffer {
  switch (encoding) {
    case undefined:
      return Buffer.from(text)
    case 'utf-16le':
      return Buffer.from(text, 'utf16le')
    case 'utf-16be':
      return Buffer.from(text, 'utf16le').swap16()
    case 'windows-1252':
      return Buffer.from([...text].map((character) => onlyInWindows.get(character) ?? character.charCodeAt(0)))
  }
}

const dayMs = 86_400_000
/** Hong Kong is eight hours ahead, all year round. */
const aheadMs = 8 * 3_600_000
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** The start of today in Hong Kong. */
const today = (): number => Math.floor((Date.now() + aheadMs) / dayMs) * dayMs - aheadMs

/**
 * Puts days in, `{{day-1}}`, `{{day+3|dd/MM/yyyy}}`, `{{day-1|epoch_s}}`, and what is the case's own: the numbers of its
 * producers, `{{7}}` and `{{8}}`, and its clients, `{{C1}}`; `{{case}}` before a name makes it one of this case.
 */
function filled(text: string, { prefix, seven, eight }: OwnNames): string {
  const start = today()
  return text
    .replaceAll(/\{\{day([+-]\d+)?(?:\|([^}]+))?\}\}/g, (_, shift = '0', format = 'yyyy-MM-dd') =>
      dayText(start + Number(shift) * dayMs, format),
    )
    .replaceAll('{{7}}', String(seven))
    .replaceAll('{{8}}', String(eight))
    .replaceAll(/\{\{([CN]\d+)\}\}/g, `${prefix}$1`)
    .replaceAll('{{case}}', prefix)
}

function dayText(at: number, format: string): string {
  if (format === 'epoch_s') return String(at / 1_000)
  if (format === 'epoch_ms') return String(at)
  const [year = '', month = '', day = ''] = new Date(at + aheadMs).toISOString().slice(0, 10).split('-')
  return format
    .replace('yyyy', year)
    .replace('yy', year.slice(2))
    .replace('MMM', () => months[Number(month) - 1] ?? '')
    .replace('MM', month)
    .replace('dd', day)
}
