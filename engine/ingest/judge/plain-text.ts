/** What may stand in a client, a TxId or a place: text that comes back from the store, and onto a screen, as it went. */

/** In the units that a string counts. */
export const textMax = 128

/** At most `textMax` long and without control characters. Asked over bytes, so that no string is made of a good one. */
export function isPlainText(bytes: Uint8Array, from: number, to: number): boolean {
  let units = to - from
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at] as number
    if (byte >= 0x80) {
      // Bytes that continue a character are no units; a character of four bytes is two.
      if (byte < 0xc0) units -= 1
      else if (byte >= 0xf0) units += 1
      else if (isControlOrSurrogate(byte, bytes[at + 1] as number)) return false
    } else if (byte < 0x20 || byte === 0x7f) return false
  }
  return units <= textMax
}

const isControlOrSurrogate = (byte: number, next: number): boolean =>
  (byte === 0xc2 && next < 0xa0) || (byte === 0xed && next >= 0xa0)

/** The beginning of a text that may be of any length, never ending in half a character. */
export const shortened = (text: string, longest = textMax): string =>
  text.slice(0, longest).replace(/[\uD800-\uDBFF]$/, '')
