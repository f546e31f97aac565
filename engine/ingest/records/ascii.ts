/** The bytes that readers look for, by name. */
export const tab = 0x09
export const lineFeed = 0x0a
export const carriageReturn = 0x0d
export const space = 0x20
export const doubleQuote = 0x22
export const ampersand = 0x26
export const singleQuote = 0x27
export const comma = 0x2c
export const minus = 0x2d
export const slash = 0x2f
export const colon = 0x3a
export const lessThan = 0x3c
export const equals = 0x3d
export const greaterThan = 0x3e
export const openBracket = 0x5b
export const backslash = 0x5c
export const closeBracket = 0x5d
export const openBrace = 0x7b
export const closeBrace = 0x7d

/** What is cut off around a cell: a space, and tab to carriage return. Other blanks of Unicode are part of what was said. */
export const isBlank = (byte: number): boolean => byte === space || (byte >= tab && byte <= carriageReturn)

/** A control character that no text has; tab and line ends are not meant. */
export const isControl = (byte: number): boolean =>
  byte < space && byte !== tab && byte !== lineFeed && byte !== carriageReturn

/** How many lines end in a piece: at LF, CRLF or a CR alone. A CR as the last byte is not followed by LF. */
export function countLineEnds(bytes: Uint8Array, from: number, to: number): number {
  let lines = 0
  for (let i = from; i < to; i += 1) {
    const byte = bytes[i] as number
    if (byte === lineFeed) lines += 1
    else if (byte === carriageReturn && (i + 1 >= to || bytes[i + 1] !== lineFeed)) lines += 1
  }
  return lines
}

/** Whether `word` stands at `at`; what is cut short by `to` does not. */
export function standsAt(bytes: Uint8Array, at: number, to: number, word: Uint8Array): boolean {
  if (at + word.length > to) return false
  for (let i = 0; i < word.length; i += 1) if (bytes[at + i] !== word[i]) return false
  return true
}

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
