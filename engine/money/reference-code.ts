/**
 * What somebody quotes so that money is known: two letters that say what it is for, and eight characters that can't be taken
 * for each other, the last of them a check character, which no single slip and no two characters changing places get past.
 */
import { invariant } from '../invariant.ts'

// Without 0, 1, I, L and O. There are 31 of them, a prime, so that weights tell every slip apart.
export const alphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'
export const bodyLength = 7

export const withCheck = (prefix: string, body: string): string => `${prefix}${body}${checkCharacterOf(body)}`

/** The body of the reference that a text says, however it is written; null when it says none of these, or says it wrongly. */
export function bodyOf(prefix: string, text: string): string | null {
  const read = text.toUpperCase().replace(/[\s./_-]/g, '')
  if (read.length !== prefix.length + bodyLength + 1 || !read.startsWith(prefix)) return null
  const body = read.slice(prefix.length, -1)
  if (![...body].every((character) => alphabet.includes(character))) return null
  return read.endsWith(checkCharacterOf(body)) ? body : null
}

/** Each place has a weight of its own that has an inverse, and so has every difference of two of them. */
function checkCharacterOf(body: string): string {
  const sum = [...body].reduce((total, character, place) => total + alphabet.indexOf(character) * (place + 2), 0)
  return alphabet.charAt(sum % alphabet.length)
}

/** A number as a body: such references need not be kept, they say it themselves. */
export function bodyOfNumber(number: number): string {
  let [body, left] = ['', number]
  for (let place = 0; place < bodyLength; place += 1) {
    body = alphabet.charAt(left % alphabet.length) + body
    left = Math.floor(left / alphabet.length)
  }
  invariant(left === 0 && number > 0, 'a number that no reference has room for', { number })
  return body
}

export const numberOfBody = (body: string): number =>
  [...body].reduce((number, character) => number * alphabet.length + alphabet.indexOf(character), 0)
