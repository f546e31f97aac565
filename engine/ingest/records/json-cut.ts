/** Finds where a JSON value ends by its brackets and quotes alone, so that a broken record does not end the file. */
import {
  backslash,
  carriageReturn,
  closeBrace,
  closeBracket,
  colon,
  comma,
  doubleQuote,
  isBlank,
  lineFeed,
  openBrace,
  openBracket,
} from './ascii.ts'
import { needMore } from './json-object.ts'
import { depthMax } from './limits.ts'

/** Brackets that do not match, or a text that a line ends in: nobody knows where the value ends. */
export const malformed = -3
export const tooDeep = -4

const kinds = new Uint8Array(256)
for (const byte of [0, lineFeed, carriageReturn, doubleQuote, openBrace, openBracket, closeBrace, closeBracket]) {
  kinds[byte] = 1
}

export class JsonCut {
  /** How many lines end up to where reading stopped. */
  lines = 0
  readonly #closers = new Uint8Array(depthMax)

  /** Where the value that begins at `at` ends. */
  read(bytes: Uint8Array, at: number, filled: number, atEnd: boolean): number {
    this.lines = 0
    const first = bytes[at]
    if (first === doubleQuote) return textEnd(bytes, at + 1, filled)
    if (first === openBrace || first === openBracket) return this.#bracketsEnd(bytes, at, filled)
    return wordEnd(bytes, at, filled, atEnd)
  }

  #bracketsEnd(bytes: Uint8Array, at: number, filled: number): number {
    let depth = 0
    for (let i = at; ; i += 1) {
      while (kinds[bytes[i] as number] === 0) i += 1
      const byte = bytes[i] as number
      if (byte === doubleQuote) {
        const end = textEnd(bytes, i + 1, filled)
        if (end < 0) return end
        i = end - 1
      } else if (byte === openBrace || byte === openBracket) {
        if (depth === depthMax) return tooDeep
        // In ASCII a closing bracket is two behind the opening one.
        this.#closers[depth] = byte + 2
        depth += 1
      } else if (byte === closeBrace || byte === closeBracket) {
        depth -= 1
        if (this.#closers[depth] !== byte) return malformed
        if (depth === 0) return i + 1
      } else if (byte === lineFeed) this.lines += 1
      else if (byte === carriageReturn) this.lines += bytes[i + 1] === lineFeed ? 0 : 1
      else if (i >= filled) return needMore
    }
  }
}

function textEnd(bytes: Uint8Array, from: number, filled: number): number {
  for (let i = from; ; i += 1) {
    const byte = bytes[i] as number
    if (byte === doubleQuote) return i + 1
    if (byte === backslash && i + 1 < filled) i += 1
    if (i >= filled) return needMore
    // A quote was forgotten: what follows would be taken for text, and text for records.
    if (bytes[i] === lineFeed || bytes[i] === carriageReturn) return malformed
  }
}

/** A number or a word, or what stands in place of one. */
function wordEnd(bytes: Uint8Array, at: number, filled: number, atEnd: boolean): number {
  for (let i = at; ; i += 1) {
    if (i >= filled) return atEnd && i > at ? i : needMore
    const byte = bytes[i] as number
    const ends =
      isBlank(byte) ||
      byte === comma ||
      byte === colon ||
      byte === doubleQuote ||
      byte === openBrace ||
      byte === openBracket ||
      byte === closeBrace ||
      byte === closeBracket
    if (ends) return i === at ? malformed : i
  }
}
