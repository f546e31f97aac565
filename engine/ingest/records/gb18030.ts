/** From GB18030, and GBK and GB2312 within it, to UTF-8: by the platform's table, character by character where it goes wrong. */

export class Gb18030ToUtf8 {
  readonly #lenient: boolean
  /** The beginning of a character, or nothing. */
  #held: Uint8Array = new Uint8Array(0)

  constructor(lenient: boolean) {
    this.#lenient = lenient
  }

  push(chunk: Uint8Array, atEnd: boolean): Readonly<{ bytes: Uint8Array; valid: boolean; left: number }> {
    const all = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk])
    const end = atEnd ? all.length : endOfWhole(all)
    const text = decoded(all.subarray(0, end), !this.#lenient)
    this.#held = new Uint8Array(all.subarray(end))
    if (text !== null) return { bytes: Buffer.from(text), valid: true, left: this.#held.length }
    const wrong = firstWrong(all)
    return { bytes: Buffer.from(decoded(all.subarray(0, wrong)) ?? ''), valid: false, left: all.length - wrong }
  }
}

function decoded(bytes: Uint8Array, fatal = true): string | null {
  try {
    return new TextDecoder('gb18030', { fatal, ignoreBOM: true }).decode(bytes)
  } catch {
    // Not this encoding: an answer, and the only way that the decoder gives it.
    return null
  }
}

/** Up to where no character is cut off. */
function endOfWhole(bytes: Uint8Array): number {
  let at = 0
  for (let next = nextOf(bytes, at); next <= bytes.length && at < bytes.length; next = nextOf(bytes, at)) at = next
  return at
}

function firstWrong(bytes: Uint8Array): number {
  let at = 0
  while (at < bytes.length && decoded(bytes.subarray(at, nextOf(bytes, at))) !== null) at = nextOf(bytes, at)
  return at
}

/** One byte, two, or four where the second is a digit. */
function nextOf(bytes: Uint8Array, at: number): number {
  const [lead = 0, second] = [bytes[at], bytes[at + 1]]
  if (lead <= 0x80 || lead === 0xff) return at + 1
  return at + (second !== undefined && second >= 0x30 && second <= 0x39 ? 4 : 2)
}
