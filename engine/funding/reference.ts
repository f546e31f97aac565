/**
 * What a gateway quotes so that its money is known: ten characters that can't be taken for each other, the last of them a
 * check character, which no single slip and no two characters changing places get past. Pure but for the dice.
 */
import { randomInt } from 'node:crypto'

// Without 0, 1, I, L and O. There are 31 of them, a prime, so that weights tell every slip apart.
const alphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'
const prefix = 'FR'
const bodyLength = 7

export function makeReference(draw: (below: number) => number = randomInt): string {
  const body = Array.from({ length: bodyLength }, () => alphabet[draw(alphabet.length)]).join('')
  return `${prefix}${body}${checkCharacterOf(body)}`
}

/** The reference that a text says, however it is written; null when it says none of ours, or says it wrongly. */
export function readReference(text: string): string | null {
  const read = text.toUpperCase().replace(/[\s./_-]/g, '')
  if (read.length !== prefix.length + bodyLength + 1 || !read.startsWith(prefix)) return null
  const body = read.slice(prefix.length, -1)
  if (![...body].every((character) => alphabet.includes(character))) return null
  return read.endsWith(checkCharacterOf(body)) ? read : null
}

/** Each place has a weight of its own that has an inverse, and so has every difference of two of them. */
function checkCharacterOf(body: string): string {
  const sum = [...body].reduce((total, character, place) => total + alphabet.indexOf(character) * (place + 2), 0)
  return alphabet.charAt(sum % alphabet.length)
}
