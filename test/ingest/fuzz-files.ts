/**
 * Files that producers might have dropped, spoilt: each is one of the golden cases, written so that it is new to the books,
 * with something done to it. All of it follows from one number.
 */
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { bytesOf, type GoldenCase, type GoldenStep } from './golden-case.ts'
import { mutate, randomOf } from './records/fuzzed.ts'

export type FuzzedFile = Readonly<{
  seed: number
  golden: GoldenCase
  name: string
  bytes: Buffer
  beside: Buffer | null
}>

type Random = (below: number) => number
type Drop = Extract<GoldenStep, Readonly<{ drop: string }>>

export function fuzzedFile(seed: number, cases: readonly GoldenCase[]): FuzzedFile {
  const random = randomOf(seed)
  const golden = pick(cases, random)
  const step = pick(
    golden.steps.filter((each): each is Drop => 'drop' in each),
    random,
  )
  // Clients and TxIds of its own, most of the time: else nearly every file would be one that came before.
  const own = random(8) === 0 ? golden.own : { ...golden.own, prefix: `z${seed % 9_999}-` }
  const fresh = ownTxIds(bytesOf({ ...golden, own }, step.drop, step.as), random(8) === 0 ? '' : `${seed}-`)
  const bytes = spoil(fresh, random)
  const ending = (step.as?.name ?? path.basename(step.drop)).replace(/^[^.]*/, '')
  const name = `${seed}${random(12) === 0 ? pick(endings, random) : ending}`
  const control = readdirSync(golden.folder).find((file) => file.endsWith('.control.json'))
  const beside = control === undefined ? null : Buffer.from(mutate(bytesOf({ ...golden, own }, control), random))
  return { seed, golden, name, bytes, beside }
}

const endings = ['.csv', '.json', '.ndjson', '.xml', '.csv.gz', '.json.gz', '.xml.gz', '.txt', '', '.gz'] as const

function pick<T>(from: readonly T[], random: Random): T {
  const picked = from[random(from.length)]
  if (picked === undefined) throw new Error('nothing to pick from')
  return picked
}

/** Only where it is plain text: the same rows under other TxIds. */
function ownTxIds(bytes: Buffer, prefix: string): Buffer {
  return Buffer.from(bytes.toString('latin1').replaceAll(/\b([a-z])(\d+)\b/g, `$1${prefix}$2`), 'latin1')
}

function spoil(bytes: Buffer, random: Random): Buffer {
  switch (random(10)) {
    case 0:
      return swapped(bytes, random)
    case 1:
      return withHugeField(bytes, random)
    case 2:
      return inOddEncoding(bytes, random)
    case 3:
      return packed(bytes, random)
    case 4:
      return Buffer.concat([bytes, pick([bytes, bytes.subarray(random(bytes.length + 1))], random)])
    case 5:
      return manyRows(bytes, random)
    default:
      return Buffer.from(mutate(bytes, random))
  }
}

/** Two pieces between separators change places, a few times. */
function swapped(bytes: Buffer, random: Random): Buffer {
  const parts = bytes.toString('latin1').split(/([,;|\t\n":<>]+)/)
  for (let times = 1 + random(5); times > 0; times -= 1) {
    const [a, b] = [random(parts.length), random(parts.length)]
    ;[parts[a], parts[b]] = [parts[b] ?? '', parts[a] ?? '']
  }
  return Buffer.from(parts.join(''), 'latin1')
}

const fillings = ['x', '9', ' ', '"', ',', '<a>', '[', '\n', '\0', '漢', '&amp;', '4111111111111111'] as const

function withHugeField(bytes: Buffer, random: Random): Buffer {
  const at = random(bytes.length + 1)
  const filling = pick(fillings, random).repeat(2 ** random(18))
  return Buffer.concat([bytes.subarray(0, at), Buffer.from(filling), bytes.subarray(at)])
}

function inOddEncoding(bytes: Buffer, random: Random): Buffer {
  const text = bytes.toString('utf8')
  const wide = Buffer.from(text, 'utf16le')
  const forms = [
    () => wide,
    () => Buffer.concat([Buffer.from([0xff, 0xfe]), wide]),
    () => Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(wide).swap16()]),
    () => Buffer.concat([Buffer.from([0xff, 0xfe]), wide.subarray(1)]),
    () => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes]),
    () => Buffer.from(text.replaceAll('Central', 'Mön€ ’'), 'latin1'),
    () => Buffer.from(`${text.slice(0, random(text.length + 1))}\ud800\uffff\u202e${text}`),
  ]
  return pick(forms, random)()
}

/** Packed once or twice, or what was packed with its bytes damaged. */
function packed(bytes: Buffer, random: Random): Buffer {
  const forms = [
    () => gzipSync(bytes),
    () => gzipSync(gzipSync(bytes)),
    () => Buffer.concat([gzipSync(bytes), gzipSync(mutate(bytes, random))]),
    () => Buffer.from(mutate(gzipSync(bytes), random)),
    () => gzipSync(mutate(unpacked(bytes), random)),
    () => gzipSync(bytes).subarray(0, random(60)),
  ]
  return pick(forms, random)()
}

function unpacked(bytes: Buffer): Buffer {
  return bytes[0] === 0x1f && bytes[1] === 0x8b && bytes.length > 20 ? tryUnpacked(bytes) : bytes
}

function tryUnpacked(bytes: Buffer): Buffer {
  try {
    return gunzipSync(bytes)
  } catch {
    // A case whose file is broken already stays as it is.
    return bytes
  }
}

/** A line of it many times over, each as another transaction or as the same. */
function manyRows(bytes: Buffer, random: Random): Buffer {
  const lines = bytes.toString('latin1').split('\n')
  const at = random(lines.length)
  const line = lines[at] ?? ''
  const same = random(3) === 0
  const more = Array.from({ length: random(600) }, (_, i) =>
    same ? line : line.replace(/\b([a-z]\d+(?:-\d+)?)\b/, `$1-${i}`),
  )
  return Buffer.from([...lines.slice(0, at + 1), ...more, ...lines.slice(at + 1)].join('\n'), 'latin1')
}
