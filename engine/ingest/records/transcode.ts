/**
 * From UTF-16 and Windows-1252 to UTF-8, byte by byte. The platform's decoders differ between versions in just these two
 * encodings, and would not say where a file goes wrong.
 */

/** What Windows-1252 has where Latin 1 has control characters; the five it leaves free stay what they are in Latin 1. */
const windowsOnly = [
  0x20ac, 0x81, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8d, 0x017d,
  0x8f, 0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x9d,
  0x017e, 0x0178,
] as const

export function windows1252ToUtf8(chunk: Uint8Array): Uint8Array {
  const out = new Uint8Array(3 * chunk.length)
  let length = 0
  for (const byte of chunk) {
    if (byte < 0x80) out[length++] = byte
    else length = putCharacter(out, length, windowsOnly[byte - 0x80] ?? byte)
  }
  return out.subarray(0, length)
}

export class Utf16ToUtf8 {
  readonly #high: number
  readonly #lenient: boolean
  /** Up to three bytes: half a unit, or the first half of a pair. */
  #held: Uint8Array = new Uint8Array(0)

  constructor({ bigEndian, lenient }: Readonly<{ bigEndian: boolean; lenient: boolean }>) {
    this.#high = bigEndian ? 0 : 1
    this.#lenient = lenient
  }

  push(chunk: Uint8Array, atEnd: boolean): Readonly<{ bytes: Uint8Array; valid: boolean; left: number }> {
    const all = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk])
    const out = new Uint8Array(2 * all.length)
    let length = 0
    let at = 0
    let valid = true
    for (; at + 2 <= all.length; at += 2) {
      let character = this.#unit(all, at)
      if (character >= 0xd800 && character <= 0xdfff) {
        if (character < 0xdc00 && at + 4 > all.length && !atEnd) break
        const low = at + 4 <= all.length ? this.#unit(all, at + 2) : 0
        if (character < 0xdc00 && low >= 0xdc00 && low <= 0xdfff) {
          character = 0x10000 + ((character - 0xd800) << 10) + (low - 0xdc00)
          at += 2
        } else if (this.#lenient) character = 0xfffd
        else {
          valid = false
          break
        }
      }
      length = putCharacter(out, length, character)
    }
    this.#held = new Uint8Array(all.subarray(at))
    const leftOver = atEnd && this.#held.length > 0 && !this.#lenient
    return { bytes: out.subarray(0, length), valid: valid && !leftOver, left: all.length - at }
  }

  #unit(bytes: Uint8Array, at: number): number {
    return ((bytes[at + this.#high] as number) << 8) | (bytes[at + 1 - this.#high] as number)
  }
}

/** Writes a character as UTF-8 and answers where the next one goes. */
export function putCharacter(out: Uint8Array, at: number, character: number): number {
  let to = at
  if (character < 0x80) out[to++] = character
  else {
    if (character < 0x800) out[to++] = 0xc0 | (character >> 6)
    else {
      if (character < 0x10000) out[to++] = 0xe0 | (character >> 12)
      else {
        out[to++] = 0xf0 | (character >> 18)
        out[to++] = 0x80 | ((character >> 12) & 0x3f)
      }
      out[to++] = 0x80 | ((character >> 6) & 0x3f)
    }
    out[to++] = 0x80 | (character & 0x3f)
  }
  return to
}
