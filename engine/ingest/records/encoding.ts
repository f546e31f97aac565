/**
 * Turns the bytes of a file into UTF-8 without a byte order mark, so that everything behind reads one encoding. A mark at
 * the beginning says which one it is, else the agreement, else an XML declaration, else it is UTF-8; never a guess.
 */
import { isUtf8 } from 'node:buffer'
import type { Mapping } from '../../contract/agreements.ts'
import { assertNever } from '../../invariant.ts'
import { Big5ToUtf8 } from './big5.ts'
import { Gb18030ToUtf8 } from './gb18030.ts'
import type { FileFault } from './record-block.ts'
import { unreadable } from './scanner.ts'
import { Utf16ToUtf8, windows1252ToUtf8 } from './transcode.ts'
import { withHead } from './unpack.ts'

type Encoding = NonNullable<Mapping['encoding']>
type Told = Readonly<{ encoding: Encoding; markLength: number }>

type Asked = Readonly<{
  encoding: Encoding | undefined
  lenient: boolean
  /** Hears of the byte, counted from 0, with which the first wrong character begins. */
  noteWrong?: (byte: number) => void
}>

export async function* readUtf8(
  chunks: AsyncIterable<Uint8Array>,
  { encoding: agreed, lenient, noteWrong }: Asked,
): AsyncGenerator<Uint8Array, FileFault | Encoding> {
  const { head, rest } = await withHead(chunks, isTold)
  const told = tellEncoding(head, agreed)
  if (told === null) return unreadable('encoding_unsupported', 1)
  const decode = decoderOf(told.encoding, lenient)
  let skip = told.markLength
  let taken = 0
  const refuse = (left: number): FileFault => {
    noteWrong?.(taken - left)
    return unreadable(wrong[told.encoding])
  }
  for await (const chunk of rest) {
    // The head is the first chunk, and the mark is in it.
    const { bytes, valid, left } = decode(skip === 0 ? chunk : chunk.subarray(skip), false)
    skip = 0
    taken += chunk.length
    if (bytes.length > 0) yield bytes
    if (!valid) return refuse(left)
  }
  const last = decode(new Uint8Array(0), true)
  if (last.bytes.length > 0) yield last.bytes
  return last.valid ? told.encoding : refuse(last.left)
}

/** A file that isn't what it was said to be, by name. */
const wrong: Readonly<Record<Encoding, string>> = {
  'utf-8': 'not_utf8',
  'utf-16le': 'not_utf16',
  'utf-16be': 'not_utf16',
  // Every byte of it is a character.
  'windows-1252': 'encoding_unsupported',
  big5: 'not_big5',
  gb18030: 'not_gb18030',
}

const declaration = '<?xml'
const declarationMax = 512

/** A mark takes three bytes; a declaration goes up to its `?>`. */
function isTold(head: Uint8Array): boolean {
  if (head.length < 3) return false
  const text = latin1(head)
  if (!text.startsWith(declaration.slice(0, text.length))) return true
  return text.includes('?>') || text.length >= declarationMax
}

function tellEncoding(head: Uint8Array, agreed: Encoding | undefined): Told | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: 'utf-8', markLength: 3 }
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', markLength: 2 }
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', markLength: 2 }
  if (agreed !== undefined) return { encoding: agreed, markLength: 0 }
  const declared = /^<\?xml\s[^>]*?\sencoding\s*=\s*["']([^"']*)["']/.exec(latin1(head))?.[1]
  if (declared === undefined) return { encoding: 'utf-8', markLength: 0 }
  const encoding = declarable.get(declared.toLowerCase())
  return encoding === undefined ? null : { encoding, markLength: 0 }
}

/** UTF-16 is not among them: who can read its declaration as bytes has no UTF-16 before him. */
const declarable: ReadonlyMap<string, Encoding> = new Map([
  ['utf-8', 'utf-8'],
  ['utf8', 'utf-8'],
  ['us-ascii', 'utf-8'],
  ['ascii', 'utf-8'],
  ['windows-1252', 'windows-1252'],
  ['cp1252', 'windows-1252'],
  // What is called Latin 1 is the Windows set everywhere but in the standard of that name.
  ['iso-8859-1', 'windows-1252'],
  ['latin1', 'windows-1252'],
  ['big5', 'big5'],
  ['big5-hkscs', 'big5'],
  ['gb18030', 'gb18030'],
  ['gbk', 'gb18030'],
  ['gb2312', 'gb18030'],
])

const latin1 = (head: Uint8Array): string =>
  Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, declarationMax)).toString('latin1')

/** What could be decoded, whether that was all, and how many bytes stand behind it. At the end nothing may be left over. */
type Decode = (chunk: Uint8Array, atEnd: boolean) => Readonly<{ bytes: Uint8Array; valid: boolean; left: number }>

function decoderOf(encoding: Encoding, lenient: boolean): Decode {
  switch (encoding) {
    case 'utf-8':
      return lenient ? (bytes) => ({ bytes, valid: true, left: 0 }) : checkUtf8()
    case 'utf-16le':
    case 'utf-16be': {
      const transcoder = new Utf16ToUtf8({ bigEndian: encoding === 'utf-16be', lenient })
      return (chunk, atEnd) => transcoder.push(chunk, atEnd)
    }
    case 'windows-1252':
      return (chunk) => ({ bytes: windows1252ToUtf8(chunk), valid: true, left: 0 })
    case 'big5': {
      const transcoder = new Big5ToUtf8(lenient)
      return (chunk, atEnd) => transcoder.push(chunk, atEnd)
    }
    case 'gb18030': {
      const transcoder = new Gb18030ToUtf8(lenient)
      return (chunk, atEnd) => transcoder.push(chunk, atEnd)
    }
    default:
      return assertNever(encoding)
  }
}

/** A character that a chunk ends within waits for the next one. */
function checkUtf8(): Decode {
  let held: Uint8Array = new Uint8Array(0)
  return (chunk, atEnd) => {
    const all = held.length === 0 ? chunk : Buffer.concat([held, chunk])
    const end = atEnd ? all.length : all.length - openTailLength(all)
    const bytes = all.subarray(0, end)
    // Copied, for a chunk may be used again by whoever handed it over.
    held = new Uint8Array(all.subarray(end))
    if (isUtf8(bytes)) return { bytes, valid: true, left: all.length - end }
    const whole = validLength(bytes)
    return { bytes: bytes.subarray(0, whole), valid: false, left: all.length - whole }
  }
}

/** How many bytes at the end begin a character that is not complete. */
function openTailLength(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] as number
    if (byte < 0x80) return 0
    if (byte >= 0xc0) return sequenceLength(byte) > back ? back : 0
  }
  return 0
}

const sequenceLength = (lead: number): number => (lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4)

/** Where the first character that is none begins. Only walked when there is one. */
function validLength(bytes: Uint8Array): number {
  let at = 0
  while (at < bytes.length) {
    const next = at + sequenceLength(bytes[at] as number)
    if (next > bytes.length || !isUtf8(bytes.subarray(at, next))) return at
    at = next
  }
  return at
}
