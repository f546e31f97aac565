/** What a gateway quotes so that its money is known: drawn by dice, so that nobody can guess another's. */
import { randomInt } from 'node:crypto'
import { alphabet, bodyLength, bodyOf, withCheck } from '../money/reference-code.ts'

const prefix = 'FR'

export function makeReference(draw: (below: number) => number = randomInt): string {
  const body = Array.from({ length: bodyLength }, () => alphabet[draw(alphabet.length)]).join('')
  return withCheck(prefix, body)
}

/** The reference that a text says, however it is written; null when it says none of ours, or says it wrongly. */
export function readReference(text: string): string | null {
  const body = bodyOf(prefix, text)
  return body === null ? null : withCheck(prefix, body)
}
