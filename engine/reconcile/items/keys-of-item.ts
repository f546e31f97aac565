/** What an item is called by, as keys: a line by its references and by words of its text, a posting by what it was given along. */
import type { Database } from 'better-sqlite3'
import { perConnection } from '../../store/compiled.ts'
import { keyOfReference, referencesInText } from '../references/reference-key.ts'
import { codeOfName, type KeyList, type KeyName } from './key-list.ts'

/** As they stand in the store: references, text, and the rest of the line as JSON. */
export type LineTexts = readonly [refs: string, text: string, rest: string | null]
export type PostingTexts = readonly [
  txId: string | null,
  reference: string | null,
  bankTransactionId: string | null,
  orderId: string | null,
]

type StoredReference = readonly [kind: KeyName, value: string]
type StoredRest = Readonly<{
  details?: readonly Readonly<{ references?: readonly Readonly<{ kind: KeyName; value: string }>[]; text?: string }>[]
}>

const text = codeOfName('text')
const txIdName = codeOfName('txId')
const referenceName = codeOfName('reference')
const bankName = codeOfName('bankTransactionId')
const orderName = codeOfName('orderId')
const fileName = codeOfName('file')

export function addLineKeys(keys: KeyList, at: number, [refs, said, rest]: LineTexts): void {
  for (const [kind, value] of JSON.parse(refs) as readonly StoredReference[]) add(keys, at, value, codeOfName(kind))
  addWords(keys, at, said)
  if (rest === null) return
  for (const { references = [], text: words = '' } of (JSON.parse(rest) as StoredRest).details ?? []) {
    for (const { kind, value } of references) add(keys, at, value, codeOfName(kind))
    addWords(keys, at, words)
  }
}

function addWords(keys: KeyList, at: number, said: string): void {
  for (const word of referencesInText(said)) add(keys, at, word, text)
}

export function addPostingKeys(keys: KeyList, at: number, [txId, reference, bank, order]: PostingTexts): void {
  if (txId !== null) add(keys, at, txId, txIdName)
  if (reference !== null) add(keys, at, reference, referenceName)
  if (bank !== null) add(keys, at, bank, bankName)
  if (order !== null) add(keys, at, order, orderName)
}

function add(keys: KeyList, at: number, value: string, name: number): void {
  const key = keyOfReference(value)
  if (key !== null) keys.add(key, at, name)
}

/** Rows of a batch also go by the name of its file, without what follows the dot. */
export class FileKeys {
  readonly #raw: Database
  readonly #known = new Map<number, number | null>()

  constructor(raw: Database) {
    this.#raw = raw
  }

  add(keys: KeyList, at: number, batch: number): void {
    let key = this.#known.get(batch)
    if (key === undefined) {
      const file = fileOf(this.#raw).get(batch) as string
      key = keyOfReference(file.replace(/\..*$/, ''))
      this.#known.set(batch, key)
    }
    if (key !== null) keys.add(key, at, fileName)
  }
}

const fileOf = perConnection((raw) => raw.prepare('SELECT file FROM batch WHERE id = ?').pluck())
