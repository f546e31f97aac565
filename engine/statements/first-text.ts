/** The first bytes of a file as text, in the encoding that they seem to have: a guess, where readers are told. */
import { isUtf8 } from 'node:buffer'
import type { StatementMapping } from '../contract/statement-mappings.ts'
import { Big5ToUtf8 } from '../ingest/records/big5.ts'
import { type Chinese, chineseEncodingOf } from './guess/chinese.ts'

export type Encoding = NonNullable<StatementMapping['encoding']>
export type FirstText = Readonly<{ text: string; encoding: Encoding }>

const headLength = 1_000

export function firstTextOf(bytes: Uint8Array, said?: Encoding, usual: Chinese = 'gb18030'): FirstText {
  const encoding = said === undefined || isMarked(bytes) ? encodingOf(bytes, usual) : said
  if (encoding === 'big5')
    return { text: Buffer.from(new Big5ToUtf8(true).push(bytes, true).bytes).toString(), encoding }
  // The decoder passes over a mark of its own encoding.
  return { text: new TextDecoder(encoding).decode(bytes), encoding }
}

/** What begins with a mark says its encoding itself. */
export const isMarked = (bytes: Uint8Array): boolean => {
  const [first, second, third] = bytes
  if (first === 0xef) return second === 0xbb && third === 0xbf
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)
}

/** Null for western texts: banks mix their encodings from line to line, so that they are told line by line. */
export function encodingOfLines(first: Uint8Array, usual: Chinese): Encoding | null {
  const encoding = encodingOf(first, usual)
  return encoding === 'utf-8' || encoding === 'windows-1252' ? null : encoding
}

function encodingOf(bytes: Uint8Array, usual: Chinese): Encoding {
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
  if ([0, 1, 2, 3].some((cut) => isUtf8(bytes.subarray(0, bytes.length - cut)))) return 'utf-8'
  return chineseEncodingOf(bytes, usual) ?? 'windows-1252'
}
