/**
 * Reads amounts from bytes as whole numbers of minor units, digit by digit: at no time is there a fraction that binary
 * could not hold. Reading loosely would turn `1e3`, `0x10` or `12.345` into money nobody meant, so anything that is not
 * exactly as agreed can't be read.
 */
import type { Mapping } from '../../contract/agreements.ts'

const digitsMax = 16
const plus = 0x2b
const minus = 0x2d

export type AmountForm = Readonly<{
  units: Mapping['units']
  decimalMark: Mapping['decimalMark']
  /** How many digits of the currency stand behind the mark. */
  digits: number
  /** Only where the sign has a meaning may there be a plus. */
  signed: boolean
}>

export class AmountReader {
  /** Without its sign. Set by `read` when it answers true. */
  units = 0
  negative = false
  readonly #form: AmountForm
  readonly #mark: number
  readonly #groupMark: number

  constructor(form: AmountForm) {
    this.#form = form
    this.#mark = form.decimalMark === '.' ? 0x2e : 0x2c
    this.#groupMark = form.decimalMark === '.' ? 0x2c : 0x2e
  }

  /** Whether the bytes are an amount of the agreed form. */
  read(bytes: Uint8Array, from: number, to: number): boolean {
    const sign = bytes[from] as number
    this.negative = sign === minus
    const start = this.negative || (sign === plus && this.#form.signed) ? from + 1 : from
    return this.#form.units === 'minor' ? this.#readWhole(bytes, start, to) : this.#readMajor(bytes, start, to)
  }

  #readWhole(bytes: Uint8Array, from: number, to: number): boolean {
    if (from >= to || to - from > digitsMax) return false
    let units = 0
    for (let at = from; at < to; at += 1) {
      const digit = (bytes[at] as number) - 0x30
      if (digit < 0 || digit > 9) return false
      units = units * 10 + digit
    }
    this.units = units
    return units <= Number.MAX_SAFE_INTEGER
  }

  #readMajor(bytes: Uint8Array, from: number, to: number): boolean {
    const end = endOfWhole(bytes, from, to, this.#groupMark)
    if (end < 0) return false
    let places = 0
    let digits = 0
    let units = 0
    for (let at = from; at < to; at += 1) {
      const byte = bytes[at] as number
      if (at < end && byte === this.#groupMark) continue
      if (at === end && byte === this.#mark) continue
      const digit = byte - 0x30
      if (digit < 0 || digit > 9) return false
      units = units * 10 + digit
      digits += 1
      if (at > end) places += 1
    }
    // A mark with nothing behind it is half an amount, and a digit more than the currency has is another unit.
    if ((end < to && places === 0) || places > this.#form.digits) return false
    for (; places < this.#form.digits; places += 1) {
      units *= 10
      digits += 1
    }
    this.units = units
    return digits <= digitsMax && units <= Number.MAX_SAFE_INTEGER
  }
}

/**
 * Where the whole units end, or -1 when they are none or grouped wrongly: the first group has one to three digits and does
 * not begin with a zero, each further one exactly three. Otherwise `1,5` read with a decimal point would become fifteen.
 */
function endOfWhole(bytes: Uint8Array, from: number, to: number, groupMark: number): number {
  let group = 0
  let grouped = false
  let at = from
  for (; at < to; at += 1) {
    const byte = bytes[at] as number
    if (byte === groupMark) {
      const groupFits = grouped ? group === 3 : group >= 1 && group <= 3 && bytes[from] !== 0x30
      if (!groupFits) return -1
      grouped = true
      group = 0
    } else if (byte >= 0x30 && byte <= 0x39) group += 1
    else break
  }
  return group === 0 || (grouped && group !== 3) ? -1 : at
}
