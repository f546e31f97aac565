/** The small pieces that XML is made of. */
import { carriageReturn, isControl, lineFeed, standsAt } from './ascii.ts'
import { putCharacter } from './transcode.ts'

/** It goes on behind the bytes that there are. */
export const needMore = -1
/** Not XML: nobody knows where the record ends. */
export const malformed = -3
export const tooDeep = -4

const nameBytes = new Uint8Array(256)
for (let byte = 0; byte < 256; byte += 1) {
  nameBytes[byte] = byte >= 0x80 || /[A-Za-z0-9_:.-]/.test(String.fromCharCode(byte)) ? 1 : 0
}

/** Where the name that begins at `from` ends; `malformed` when none does. */
export function nameEnd(bytes: Uint8Array, from: number, filled: number): number {
  let i = from
  while (nameBytes[bytes[i] as number] === 1) i += 1
  if (i >= filled) return needMore
  const first = bytes[from] as number
  const isName = i > from && first !== 0x2d && first !== 0x2e && (first < 0x30 || first > 0x39)
  return isName ? i : malformed
}

/** Where a name begins behind its namespace's prefix. */
export function localStart(bytes: Uint8Array, start: number, end: number): number {
  for (let i = start; i < end; i += 1) if (bytes[i] === 0x3a) return i + 1
  return start
}

/** Where the mark that begins at or behind `from` ends. */
export function endOf(bytes: Uint8Array, from: number, filled: number, mark: Uint8Array): number {
  const first = mark[0] as number
  for (let i = from; i + mark.length <= filled; i += 1) {
    if (bytes[i] === first && standsAt(bytes, i, filled, mark)) return i + mark.length
  }
  return needMore
}

/** Whether `word` begins at `at`; `needMore` when the bytes end within it. */
export function begins(bytes: Uint8Array, at: number, filled: number, word: Uint8Array): boolean | typeof needMore {
  for (let i = 0; i < word.length; i += 1) {
    if (at + i >= filled) return needMore
    if (bytes[at + i] !== word[i]) return false
  }
  return true
}

/** Whether a control character, NUL too, stands in a piece that is passed without being read. */
export function hasControl(bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i += 1) if (isControl(bytes[i] as number)) return true
  return false
}

const named: ReadonlyMap<string, number> = new Map([
  ['amp', 0x26],
  ['lt', 0x3c],
  ['gt', 0x3e],
  ['quot', 0x22],
  ['apos', 0x27],
])

/** Bytes of the longest reference there is, `&#x10FFFF;`, and some zeros in front. */
const referenceMax = 16

/**
 * The reference whose `&` stands at `at`, and how long it is. Only the five that XML itself has and numbers; another
 * would have to be declared, and declarations are not read at all.
 */
export function readReference(
  bytes: Uint8Array,
  at: number,
  filled: number,
): Readonly<{ length: number; character: number }> | 'unknown' | 'no_character' {
  const end = bytes.subarray(at, Math.min(at + referenceMax, filled)).indexOf(0x3b)
  if (end < 0) return 'unknown'
  const text = String.fromCharCode(...bytes.subarray(at + 1, at + end))
  const number = /^#(?:x([0-9a-fA-F]+)|([0-9]+))$/.exec(text)
  const character =
    number === null ? named.get(text) : Number.parseInt(number[1] ?? number[2] ?? '', number[1] ? 16 : 10)
  if (character === undefined) return 'unknown'
  return isCharacter(character) ? { length: end + 1, character } : 'no_character'
}

/** What may stand in an XML document. */
function isCharacter(character: number): boolean {
  if (character < 0x20) return character === 0x09 || character === 0x0a || character === 0x0d
  return (
    character < 0xd800 || (character > 0xdfff && character < 0xfffe) || (character > 0xffff && character <= 0x10ffff)
  )
}

/** Bytes of a cell that is put together from pieces. */
export class CellText {
  bytes = new Uint8Array(256)
  length = 0

  begin(): void {
    this.length = 0
  }

  push(byte: number): void {
    this.#reserve(1)
    this.bytes[this.length] = byte
    this.length += 1
  }

  pushCharacter(character: number): void {
    this.#reserve(4)
    this.length = putCharacter(this.bytes, this.length, character)
  }

  /** As it stands, with its line ends as the one that XML knows. */
  pushPiece(from: Uint8Array, start: number, end: number): void {
    for (let i = start; i < end; i += 1) {
      const byte = from[i] as number
      if (byte !== carriageReturn) this.push(byte)
      else if (from[i + 1] !== lineFeed) this.push(lineFeed)
    }
  }

  #reserve(more: number): void {
    if (this.length + more <= this.bytes.length) return
    const larger = new Uint8Array(2 * (this.length + more))
    larger.set(this.bytes.subarray(0, this.length))
    this.bytes = larger
  }
}
