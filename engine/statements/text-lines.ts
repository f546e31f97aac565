/**
 * The lines of a text that a bank wrote, whatever its line ends, taken from bytes as they come. Each line is UTF-8 where it
 * can be and Latin-1 else: banks mix them, and a name spelt oddly must not cost the statement.
 */

export type TextLine = Readonly<{ text: string; place: number }>

export type TextLines = Readonly<{
  /** The lines that these bytes complete. */
  take: (bytes: Uint8Array) => readonly TextLine[]
  /** What stands behind the last line end, if anything. */
  end: () => readonly TextLine[]
  /** Where a line is longer than any bank writes one, or null. */
  tooLongAt: () => number | null
}>

const LINE_FEED = 10
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const latin1 = new TextDecoder('latin1')
const BYTE_ORDER_MARK = '\ufeff'

export function textLines(lineBytesMax: number): TextLines {
  let pending: Uint8Array[] = []
  let pendingBytes = 0
  let place = 1
  let tooLongAt: number | null = null

  const keep = (part: Uint8Array): void => {
    if (part.length === 0 || tooLongAt !== null) return
    pendingBytes += part.length
    if (pendingBytes > lineBytesMax) tooLongAt = place
    // A copy, because whoever hands the bytes over may fill the same buffer again.
    else pending.push(part.slice())
  }
  const finish = (): TextLine => {
    const line = { text: decoded(joined(pending, pendingBytes), place === 1), place }
    pending = []
    pendingBytes = 0
    place += 1
    return line
  }
  const take = (bytes: Uint8Array): readonly TextLine[] => {
    const lines: TextLine[] = []
    let from = 0
    while (tooLongAt === null) {
      const at = bytes.indexOf(LINE_FEED, from)
      keep(bytes.subarray(from, at < 0 ? bytes.length : at))
      if (at < 0 || tooLongAt !== null) break
      lines.push(finish())
      from = at + 1
    }
    return lines
  }
  return {
    take,
    end: () => (pendingBytes > 0 && tooLongAt === null ? [finish()] : []),
    tooLongAt: () => tooLongAt,
  }
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  const [only] = parts
  if (parts.length === 1 && only !== undefined) return only
  const whole = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

function decoded(bytes: Uint8Array, isFirst: boolean): string {
  const text = asUtf8(bytes) ?? latin1.decode(bytes)
  const unmarked = isFirst && text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text
  return unmarked.endsWith('\r') ? unmarked.slice(0, -1) : unmarked
}

function asUtf8(bytes: Uint8Array): string | null {
  try {
    return utf8.decode(bytes)
  } catch {
    // Not UTF-8: an answer, and the only way that the decoder gives it.
    return null
  }
}
