/** What the words of a file mean under an agreement: types and places, each worked out once for the whole file. */
import { foldedPlace } from '../../calendar/places.ts'
import type { Agreement, RowEffect, TransactionType } from '../../contract/agreements.ts'
import { ByteHash } from './byte-hash.ts'
import { ByteWords } from './byte-words.ts'
import { isPlainText } from './plain-text.ts'

/** As a judged block has it. */
const topUp = 0
const payment = 1

export type Place = {
  readonly name: string
  readonly standing: 'fine' | 'unlisted' | 'unknown' | 'unreadable'
  readonly hash: number
  /** Its index in the block's names, which holds for that block only. */
  index: number
  block: number
}

export const numberOf = (type: TransactionType): 0 | 1 => (type === 'TopUp' ? topUp : payment)
export const typeOfNumber = (type: 0 | 1): TransactionType => (type === topUp ? 'TopUp' : 'Payment')

/** The canonical words as they are written; the agreement's whatever their capitals. */
export function wordsOfTypes(types: Readonly<Record<string, TransactionType>>): ByteWords<0 | 1 | null> {
  const agreed = new Map(Object.entries(types).map(([word, type]) => [word.trim().toLowerCase(), numberOf(type)]))
  return new ByteWords((text) => {
    if (text === 'TopUp') return topUp
    return text === 'Payment' ? payment : (agreed.get(text.toLowerCase()) ?? null)
  })
}

type PlaceRules = Readonly<{ agreement: Agreement; knownPlaces: ReadonlySet<string> | null; seed: number }>

export function placesOf({ agreement, knownPlaces, seed }: PlaceRules): ByteWords<Place> {
  const listed = new Set(agreement.places)
  const hash = new ByteHash(seed + 2)
  const standingOf = (name: string, bytes: Uint8Array): Place['standing'] => {
    if (!isPlainText(bytes, 0, bytes.length)) return 'unreadable'
    if (listed.size > 0) return listed.has(name) ? 'fine' : 'unlisted'
    return knownPlaces === null || knownPlaces.has(foldedPlace(name)) ? 'fine' : 'unknown'
  }
  return new ByteWords((name, bytes) => {
    hash.start()
    hash.addBytes(bytes, 0, bytes.length)
    return { name, standing: standingOf(name, bytes), hash: hash.value(), index: 0, block: 0 }
  })
}

/** A producer that lists no places may send from everywhere; a place nobody has heard of is worth a word, no more. */
export const effectOfPlace = ({ standing }: Pick<Place, 'standing'>, { effects }: Agreement): RowEffect =>
  standing === 'unlisted' ? (effects.LOCATION_UNKNOWN ?? 'fault') : 'warn'
