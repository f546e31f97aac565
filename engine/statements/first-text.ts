/** The first bytes of a file as text, in the encoding that they seem to have: a guess, where readers are told. */
import { isUtf8 } from 'node:buffer'
import type { StatementMapping } from '../contract/statement-mappings.ts'

export type Encoding = NonNullable<StatementMapping['encoding']>
export type FirstText = Readonly<{ text: string; encoding: Encoding }>

const headLength = 1_000

export function firstTextOf(bytes: Uint8Array): FirstText {
  const encoding = encodingOf(bytes)
  // The decoder passes over a mark of its own encoding.
  return { text: new TextDecoder(encoding).decode(bytes), encoding }
}

function encodingOf(bytes: Uint8Array): Encoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  const head = bytes.subarray(0, headLength)
  const zeros = [0, 0]
  head.forEach((byte, at) => {
    if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1
  })
  const [even = 0, odd = 0] = zeros
  // Of UTF-16 in which most is ASCII every other byte is zero; of anything else with zeros they stand anywhere.
  if (Math.max(even, odd) > head.length / 4 && Math.min(even, odd) < head.length / 20) {
    return even > odd ? 'utf-16be' : 'utf-16le'
  }
  // The last character may be cut off by the end of what there is.
  return [0, 1, 2, 3].some((cut) => isUtf8(bytes.subarray(0, bytes.length - cut))) ? 'utf-8' : 'windows-1252'
}
