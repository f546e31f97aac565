/**
 * A reference as a number by which it is found: letters in one case, digits, nothing between them, no zeros in front. So
 * `INV-00012/a`, `inv 00012 A` and `INV00012A` are the same. What is too short, or says that there is none, is no reference.
 */
import { ByteHash } from '../../ingest/judge/byte-hash.ts'

const hash = new ByteHash(0)
const shortest = 4

const saysNone: ReadonlySet<string> = new Set(['NOTPROVIDED', 'NONREF', 'NOREF', 'NONE', 'UNKNOWN', 'NULL'])

/** Null where the text is no reference. What is kept in the store is made of this, so its answer for a text must not change. */
export function keyOfReference(text: string): number | null {
  hash.start()
  let length = 0
  let isLeading = true
  let word = ''
  for (let at = 0; at < text.length; at += 1) {
    const code = foldedCode(text.charCodeAt(at))
    if (code === 0 || (isLeading && code === 48)) continue
    isLeading = false
    hash.addWord(code)
    length += 1
    if (length <= 12) word += String.fromCharCode(code)
  }
  if (length < shortest || (length <= 12 && saysNone.has(word))) return null
  hash.addWord(length)
  return hash.value()
}

/** The same text in full, for whoever compares what a key has found. */
export const normalReference = (text: string): string => {
  let folded = ''
  for (let at = 0; at < text.length; at += 1) {
    const code = foldedCode(text.charCodeAt(at))
    if (code !== 0 && (code !== 48 || folded !== '')) folded += String.fromCharCode(code)
  }
  return folded
}

/** Capital letters and digits as they are, small letters as capital ones, other scripts as they stand; else 0. */
function foldedCode(code: number): number {
  if (code >= 97 && code <= 122) return code - 32
  if ((code >= 48 && code <= 57) || (code >= 65 && code <= 90)) return code
  if (code < 0xc0) return 0
  return isSeparator(code) ? 0 : code
}

const isSeparator = (code: number): boolean =>
  (code >= 0x2000 && code <= 0x206f) || (code >= 0x3000 && code <= 0x303f) || code === 0xfeff || code === 0xd7

const groupedIban = /\b[A-Z]{2}\d{2}(?: [A-Z0-9]{4}){2,7}(?: [A-Z0-9]{1,3})?\b/g
const wordLetters = 6
const wordsMax = 12

/** Words of a free text that look as references do: long enough, and with a digit in them. */
export function referencesInText(text: string): readonly string[] {
  if (text.length < wordLetters) return []
  // An account number in groups of four, as people write it, is one word.
  const found: string[] = (text.match(groupedIban) ?? []).map((iban) => iban.replaceAll(' ', ''))
  for (const word of text.split(/[\s,;:]+/)) {
    if (word.length < wordLetters || word.length > 64 || !/\d/.test(word)) continue
    found.push(word)
    if (found.length === wordsMax) break
  }
  return found
}
