/** Which field a name in a file means. Capitals do not matter; every other name means none. */
import { type Mapping, rowFields } from '../../contract/agreements.ts'

const none = -1
/** Names beyond this place in a record are looked up without a guess. */
const guessesMax = 64

export class NameTable {
  readonly #fields: ReadonlyMap<string, number>
  readonly #guesses: Uint8Array[] = []
  readonly #guessed = new Int32Array(guessesMax)
  /** Whether any name leads into a value: `client/id`. */
  readonly hasPaths: boolean

  constructor(fields: ReadonlyMap<string, number>) {
    this.#fields = fields
    this.hasPaths = [...fields.keys()].some((name) => name.includes('/'))
  }

  fieldOf(name: string): number | undefined {
    return this.#fields.get(name.toLowerCase())
  }

  /**
   * The field of the name from `start` to `end`, or -1. Records of a file repeat their names in one order, so the name
   * that stood in this place last time is the guess, and a comparison of bytes answers nearly always.
   */
  find(place: number, bytes: Uint8Array, start: number, end: number): number {
    const guess = this.#guesses[place]
    if (guess !== undefined && guess.length === end - start) {
      let i = 0
      while (i < guess.length && guess[i] === bytes[start + i]) i += 1
      if (i === guess.length) return this.#guessed[place] as number
    }
    const name = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8')
    const field = this.fieldOf(name) ?? none
    if (place < guessesMax) {
      while (this.#guesses.length <= place) this.#guesses.push(new Uint8Array(0))
      this.#guesses[place] = bytes.slice(start, end)
      this.#guessed[place] = field
    }
    return field
  }
}

/** The names of JSON keys, or of XML elements. */
export const namesOf = (mapping: Mapping): NameTable => tableOf(mapping, (name) => name)

/**
 * The names of XML attributes. One that the agreement does not name may be an element or an attribute; `@name` is an
 * attribute only.
 */
export const attributeNamesOf = (mapping: Mapping): NameTable =>
  tableOf(mapping, (name) => (name.startsWith('@') ? name.slice(1) : name))

function tableOf(mapping: Mapping, nameOf: (name: string) => string): NameTable {
  const fields = rowFields.map(
    (field, index) => [nameOf(mapping.columns[field] ?? field).toLowerCase(), index] as const,
  )
  return new NameTable(new Map(fields))
}

export const controlNames = ['count', 'sum', 'sha256'] as const
/** The totals of a control object, as if they were the first fields of a record. */
export const controlTable = (): NameTable => new NameTable(new Map(controlNames.map((name, index) => [name, index])))
