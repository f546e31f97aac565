/**
 * From Big5 to UTF-8, with the Hong Kong characters that the platform's decoder puts into private places: names of banks
 * and of people are written with them.
 */
import table from '../../../resources/encodings/big5-hkscs.json' with { type: 'json' }
import { putCharacter } from './transcode.ts'

const firstLead = 0x81
const trailsInRow = 157

/** A letter and its mark, which Unicode has no single character for. */
const pairs: ReadonlyMap<number, readonly [number, number]> = new Map([
  [0x8862, [0xca, 0x304]],
  [0x8864, [0xca, 0x30c]],
  [0x88a3, [0xea, 0x304]],
  [0x88a5, [0xea, 0x30c]],
])

let characters: Uint32Array | null = null

export class Big5ToUtf8 {
  readonly #lenient: boolean
  /** The first half of a character, or nothing. */
  #held: Uint8Array = new Uint8Array(0)

  constructor(lenient: boolean) {
    this.#lenient = lenient
  }

  push(chunk: Uint8Array, atEnd: boolean): Readonly<{ bytes: Uint8Array; valid: boolean; left: number }> {
    characters ??= readTable()
    const all = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk])
    const out = new Uint8Array(4 * all.length)
    let [at, length, valid] = [0, 0, true]
    while (at < all.length && valid) {
      const lead = all[at] as number
      if (lead < 0x80) {
        out[length++] = lead
        at += 1
      } else {
        if (at + 1 === all.length && !atEnd) break
        const next = putPair(out, length, { characters, lead, trail: all[at + 1] ?? 0 })
        valid = next !== length || this.#lenient
        if (valid) at += next === length ? 1 : 2
        length = next === length && valid ? putCharacter(out, length, 0xfffd) : next
      }
    }
    this.#held = new Uint8Array(all.subarray(at))
    return { bytes: out.subarray(0, length), valid, left: all.length - at }
  }
}

/** Answers where the next one goes; the same place for what is no character. */
function putPair(
  out: Uint8Array,
  at: number,
  { characters: known, lead, trail }: Readonly<{ characters: Uint32Array; lead: number; trail: number }>,
): number {
  const place = placeOf(lead, trail)
  if (place === null) return at
  const marked = pairs.get((lead << 8) | trail)
  if (marked !== undefined) return putCharacter(out, putCharacter(out, at, marked[0]), marked[1])
  const character = known[place] ?? 0
  return character === 0 ? at : putCharacter(out, at, character)
}

function placeOf(lead: number, trail: number): number | null {
  if (lead < firstLead || lead > 0xfe) return null
  const row = (lead - firstLead) * trailsInRow
  if (trail >= 0x40 && trail <= 0x7e) return row + trail - 0x40
  return trail >= 0xa1 && trail <= 0xfe ? row + trail - 0x62 : null
}

function readTable(): Uint32Array {
  const read = new Uint32Array((0xff - firstLead) * trailsInRow)
  for (const [lead, row] of Object.entries(table.rows)) {
    let at = (Number.parseInt(lead, 16) - firstLead) * trailsInRow
    for (const character of row) {
      if (character !== ' ') read[at] = character.codePointAt(0) ?? 0
      at += 1
    }
  }
  return read
}
