/** Control totals: what whoever wrote a file says is in it, in the file itself or in a file beside it. */
import type { Mapping } from '../../contract/agreements.ts'
import { readJsonRecord } from './json-record.ts'
import { controlNames, controlTable } from './names.ts'
import type { Control } from './record-block.ts'

export const sidecarLengthMax = 65_536

type Units = Pick<Mapping, 'units' | 'decimalMark'>
type Totals = Readonly<{ count?: string | undefined; sum?: string | undefined; sha256?: string | undefined }>

const sumDigitsMax = 30

/** Null when any of them can't be read: a total that is there and not understood must not pass for one that agrees. */
export function readControl({ count, sum, sha256 }: Totals, units: Units): Control | null {
  const counted = count === undefined || count === '' ? null : readCount(count)
  const summed = sum === undefined || sum === '' ? null : readSum(sum, units)
  const hash = sha256 === undefined || sha256 === '' ? null : sha256.toLowerCase()
  if (counted === undefined || summed === undefined) return null
  if (hash !== null && !/^[0-9a-f]{64}$/.test(hash)) return null
  return { count: counted, sum: summed, sha256: hash }
}

function readCount(text: string): number | undefined {
  return /^[0-9]{1,15}$/.test(text) ? Number(text) : undefined
}

/** In minor units, whatever the file's own are: without a sign, without an exponent, at most two decimals of whole units. */
function readSum(text: string, { units, decimalMark }: Units): bigint | undefined {
  if (text.length > sumDigitsMax) return undefined
  if (units === 'minor') return /^[0-9]+$/.test(text) ? BigInt(text) : undefined
  const group = decimalMark === '.' ? ',' : '.'
  const plain = text.includes(group) ? ungrouped(text, group, decimalMark) : text
  const [whole = '', decimals = '', ...rest] = (plain ?? '').split(decimalMark)
  if (rest.length > 0 || !/^[0-9]+$/.test(whole) || !/^[0-9]{0,2}$/.test(decimals)) return undefined
  return BigInt(whole + decimals.padEnd(2, '0'))
}

/** `1,234,567.89` without what groups its thousands; null when a group has not three digits. */
function ungrouped(text: string, group: string, mark: string): string | null {
  const [whole = '', ...decimals] = text.split(mark)
  const groups = whole.split(group)
  const grouped = groups.every((digits, index) => (index === 0 ? /^[0-9]{1,3}$/ : /^[0-9]{3}$/).test(digits))
  return grouped ? [groups.join(''), ...decimals].join(mark) : null
}

/** A JSON object of `count`, `sum` and `sha256`, at least one of them; numbers exactly as they are written. */
export function readControlObject(text: string, { units, decimalMark }: Units): Control | null {
  const { defect, cells } = readJsonRecord(text, controlTable())
  if (defect !== 'none' || cells.size === 0) return null
  const [count, sum, sha256] = controlNames.map((_, index) => cells.get(index))
  // A number of JSON has a point, whatever the texts of the file have.
  const isText = /"sum"\s*:\s*"/i.test(text)
  return readControl({ count, sum, sha256 }, { units, decimalMark: isText ? decimalMark : '.' })
}

/** What `<file>.control.json` says; null when it can't be read, which is not the same as not being there. */
export async function readSidecar(chunks: AsyncIterable<Uint8Array>, units: Units): Promise<Control | null> {
  const pieces: Uint8Array[] = []
  let length = 0
  for await (const chunk of chunks) {
    length += chunk.length
    if (length > sidecarLengthMax) return null
    // A copy: whoever hands chunks over may use them again.
    pieces.push(new Uint8Array(chunk))
  }
  try {
    // The mark at the beginning is taken off by the decoder.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(pieces))
    return readControlObject(text, units)
  } catch (error) {
    if (error instanceof TypeError) return null
    throw error
  }
}
