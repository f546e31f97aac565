/**
 * The same look for payment card numbers as `maskCards` takes, over bytes and without a text being made: it answers
 * whether there is one, for every row of a file, and the few that have one are then masked as text.
 */

const shortest = 13
const longest = 19

/**
 * A card number is at least thirteen bytes of digits and single separators in a row, so one byte in thirteen is enough
 * to find where one might be.
 */
export function holdsCard(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from + shortest - 1; at < to; at += shortest) {
    if (!isOfRun(bytes[at] as number)) continue
    let start = at
    while (start > from && isOfRun(bytes[start - 1] as number)) start -= 1
    let end = at + 1
    while (end < to && isOfRun(bytes[end] as number)) end += 1
    if (end - start >= shortest && runHoldsCard(bytes, start, end)) return true
    // The byte that ended the run is none of a card's; the next probe lies thirteen behind it.
    at = end
  }
  return false
}

const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39
const isOfRun = (byte: number): boolean => isDigit(byte) || byte === 0x20 || byte === 0x2d

/** From the start of each group of digits, since a card number may stand behind other digits of the same run. */
function runHoldsCard(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at + shortest <= end; at += 1) {
    const startsGroup = isDigit(bytes[at] as number) && (at === start || !isDigit(bytes[at - 1] as number))
    if (startsGroup && isIssued(bytes, at, end) && beginsCard(bytes, at, end)) return true
  }
  return false
}

/** Card numbers begin with 22 to 27 or 3 to 6; the second digit may be the first of the next group. */
function isIssued(bytes: Uint8Array, at: number, end: number): boolean {
  const first = bytes[at] as number
  if (first !== 0x32) return first >= 0x33 && first <= 0x36
  let next = at + 1
  if (next < end && !isDigit(bytes[next] as number)) next += 1
  return next < end && (bytes[next] as number) >= 0x32 && (bytes[next] as number) <= 0x37
}

/**
 * Whether the digits from here to the end of some group are as many as a card's and pass Luhn's check. Which digits are
 * doubled is known only at the end, so both sums are kept.
 */
function beginsCard(bytes: Uint8Array, at: number, end: number): boolean {
  let digits = 0
  let evenDoubled = 0
  let oddDoubled = 0
  for (let i = at; i < end && digits <= longest; i += 1) {
    const byte = bytes[i] as number
    if (!isDigit(byte)) {
      if (i + 1 >= end || !isDigit(bytes[i + 1] as number)) return false
      continue
    }
    const digit = byte - 0x30
    const doubled = digit > 4 ? digit * 2 - 9 : digit * 2
    evenDoubled += digits % 2 === 0 ? doubled : digit
    oddDoubled += digits % 2 === 0 ? digit : doubled
    digits += 1
    const endsGroup = i + 1 >= end || !isDigit(bytes[i + 1] as number)
    if (!endsGroup || digits < shortest || digits > longest) continue
    if ((digits % 2 === 0 ? evenDoubled : oddDoubled) % 10 === 0) return true
  }
  return false
}

/** The ways of writing a character by its number that JSON and XML know: digits of a card could hide behind them. */
const escapes = /\\u([0-9a-f]{4})|&#x([0-9a-f]{1,8});|&#([0-9]{1,8});/gi

/** A raw text with every character that is written by its number as the character itself. */
export function withoutEscapes(raw: string): string {
  return raw.replace(escapes, (whole, json?: string, hex?: string, decimal?: string) => {
    const code = decimal === undefined ? Number.parseInt(json ?? hex ?? '', 16) : Number(decimal)
    return code >= 0x20 && code <= 0x7e ? String.fromCharCode(code) : whole
  })
}
