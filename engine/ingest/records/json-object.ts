/**
 * Cuts one plain JSON object: the fast way, for objects of texts, numbers and nulls. Whatever else it meets it leaves to
 * the general reader, so everything it does take must be JSON.
 */
import {
  backslash,
  carriageReturn,
  closeBrace,
  colon,
  comma,
  doubleQuote,
  isBlank,
  lineFeed,
  minus,
  space,
  tab,
} from './ascii.ts'
import type { NameTable } from './names.ts'
import type { Page } from './page.ts'
import { putCharacter } from './transcode.ts'

/** The object goes on behind the bytes that there are. */
export const needMore = -1
/** Not an object that is taken here. */
export const unsure = -2

/** 1 for what ends the plain run of a text: its quote, an escape, and control characters, NUL behind the last byte included. */
const stops = new Uint8Array(256)
stops.fill(1, 0, 0x20)
stops[doubleQuote] = 1
stops[backslash] = 1

export class JsonObject {
  readonly #names: NameTable
  /** How many lines end within the object that was read last. */
  lines = 0
  /** Where the text that was read last ends, and whether it has escapes. */
  #end = 0
  #escaped = false
  #seen = 0
  #scratch = new Uint8Array(256)

  constructor(names: NameTable) {
    this.#names = names
  }

  /** Reads the object whose `{` is at `at` into the page's next record; answers where it ends. */
  read(page: Page, at: number): number {
    const { bytes, filled } = page
    page.clear()
    this.lines = 0
    this.#seen = 0
    let i = this.#skipBlanks(bytes, at + 1)
    if (bytes[i] === closeBrace) return i + 1
    for (let place = 0; ; place += 1) {
      if (bytes[i] !== doubleQuote) return this.#lost(i, filled)
      const start = i + 1
      i = this.#text(bytes, start, filled)
      if (i < 0) return i
      if (this.#escaped) return unsure
      const field = this.#names.find(place, bytes, start, this.#end)
      if (bytes[i] !== colon) {
        i = this.#skipBlanks(bytes, i)
        if (bytes[i] !== colon) return this.#lost(i, filled)
      }
      i += 1
      if ((bytes[i] as number) <= space) i = this.#skipBlanks(bytes, i)
      i = this.#value(page, i, field)
      if (i < 0) return i
      if ((bytes[i] as number) <= space) i = this.#skipBlanks(bytes, i)
      if (bytes[i] === closeBrace) return i + 1
      if (bytes[i] !== comma) return this.#lost(i, filled)
      i += 1
      if ((bytes[i] as number) <= space) i = this.#skipBlanks(bytes, i)
    }
  }

  /** Something else than what has to stand here, or nothing yet. */
  #lost(at: number, filled: number): number {
    return at >= filled ? needMore : unsure
  }

  #skipBlanks(bytes: Uint8Array, from: number): number {
    let i = from
    for (;;) {
      const byte = bytes[i] as number
      if (byte === lineFeed || (byte === carriageReturn && bytes[i + 1] !== lineFeed)) this.lines += 1
      else if (byte !== space && byte !== tab && byte !== carriageReturn) return i
      i += 1
    }
  }

  /** Reads a text from behind its quote; answers what stands behind the closing one. */
  #text(bytes: Uint8Array, start: number, filled: number): number {
    this.#escaped = false
    let i = start
    for (;;) {
      while (stops[bytes[i] as number] === 0) i += 1
      const byte = bytes[i]
      if (byte === doubleQuote) {
        this.#end = i
        return i + 1
      }
      if (byte !== backslash) return this.#lost(i, filled)
      this.#escaped = true
      i += 1
      if (i >= filled) return needMore
      // The escaped one may be a quote or a backslash, which end nothing.
      if (bytes[i] === doubleQuote || bytes[i] === backslash) i += 1
    }
  }

  #value(page: Page, at: number, field: number): number {
    const { bytes, filled } = page
    // A bit for every field, so that a null that came first is not forgotten.
    const bit = field < 0 ? 0 : 1 << field
    if ((this.#seen & bit) !== 0) return unsure
    this.#seen |= bit
    const first = bytes[at] as number
    if (first === doubleQuote) {
      const next = this.#text(bytes, at + 1, filled)
      if (next < 0) return next
      if (this.#escaped) return this.#putUnescaped(page, field, at + 1) ? next : unsure
      if (field >= 0) putTrimmed(page, field, at + 1, this.#end)
      return next
    }
    if (first === minus || (first >= 0x30 && first <= 0x39)) {
      const end = numberEnd(bytes, at)
      if (end >= filled) return needMore
      if (end < 0) return unsure
      if (field >= 0) {
        page.put(field, at, end)
        page.markNumber(field)
      }
      return end
    }
    if (first === 0x6e) {
      if (at + 4 >= filled) return needMore
      return bytes[at + 1] === 0x75 && bytes[at + 2] === 0x6c && bytes[at + 3] === 0x6c ? at + 4 : unsure
    }
    return this.#lost(at, filled)
  }

  /** False when an escape is none, or makes something that is no text. */
  #putUnescaped(page: Page, field: number, start: number): boolean {
    const { bytes } = page
    const end = this.#end
    if (this.#scratch.length < end - start) this.#scratch = new Uint8Array(2 * (end - start))
    const out = this.#scratch
    let length = 0
    for (let i = start; i < end; i += 1) {
      const byte = bytes[i] as number
      if (byte !== backslash) {
        out[length++] = byte
        continue
      }
      i += 1
      const simple = escapes[bytes[i] as number] as number
      if (simple !== 0) out[length++] = simple
      else {
        let character = bytes[i] === 0x75 ? hex4(bytes, i + 1, end) : 0
        i += 4
        if (character >= 0xd800 && character <= 0xdbff && bytes[i + 1] === backslash && bytes[i + 2] === 0x75) {
          const low = hex4(bytes, i + 3, end)
          if (low < 0xdc00 || low > 0xdfff) return false
          character = 0x10000 + ((character - 0xd800) << 10) + (low - 0xdc00)
          i += 6
        }
        if (character <= 0 || (character >= 0xd800 && character <= 0xdfff)) return false
        length = putCharacter(out, length, character)
      }
    }
    if (field < 0) return true
    let first = 0
    while (first < length && isBlank(out[first] as number)) first += 1
    while (length > first && isBlank(out[length - 1] as number)) length -= 1
    page.putAside(field, out, first, length)
    return true
  }
}

/** What a single character behind a backslash means; 0 for those that mean nothing, and for `u`. */
const escapes = new Uint8Array(256)
for (const [from, to] of ['""', '\\\\', '//', 'b\b', 'f\f', 'n\n', 'r\r', 't\t'].map(
  (pair) => [...pair] as [string, string],
)) {
  escapes[from.charCodeAt(0)] = to.charCodeAt(0)
}

/** Four hexadecimal digits before `end`; -1 when they are not. */
function hex4(bytes: Uint8Array, at: number, end: number): number {
  if (at + 4 > end) return -1
  let value = 0
  for (let i = at; i < at + 4; i += 1) {
    const byte = bytes[i] as number
    const letter = byte | 0x20
    if (byte >= 0x30 && byte <= 0x39) value = value * 16 + byte - 0x30
    else if (letter >= 0x61 && letter <= 0x66) value = value * 16 + letter - 0x57
    else return -1
  }
  return value
}

function putTrimmed(page: Page, field: number, from: number, to: number): void {
  const { bytes } = page
  let start = from
  let end = to
  while (start < end && isBlank(bytes[start] as number)) start += 1
  while (start < end && isBlank(bytes[end - 1] as number)) end -= 1
  page.put(field, start, end)
}

/** Where the number that begins at `at` ends, or where a NUL cuts it short; -1 when it is none. */
function numberEnd(bytes: Uint8Array, at: number): number {
  const whole = bytes[at] === minus ? at + 1 : at
  let i = digitsEnd(bytes, whole)
  // A zero in front is no number of JSON, and may be part of what was said.
  if (i === whole) return bytes[i] === 0 ? i : -1
  if (bytes[whole] === 0x30 && i > whole + 1) return -1
  if (bytes[i] === 0x2e) {
    const from = i + 1
    i = digitsEnd(bytes, from)
    if (i === from) return bytes[i] === 0 ? i : -1
  }
  if (((bytes[i] as number) | 0x20) === 0x65) {
    i += 1
    if (bytes[i] === 0x2b || bytes[i] === minus) i += 1
    const from = i
    i = digitsEnd(bytes, from)
    if (i === from) return bytes[i] === 0 ? i : -1
  }
  return i
}

function digitsEnd(bytes: Uint8Array, from: number): number {
  let i = from
  for (;;) {
    const byte = bytes[i] as number
    if (byte < 0x30 || byte > 0x39) return i
    i += 1
  }
}
