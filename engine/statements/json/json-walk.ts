/**
 * Walks JSON as its text comes: which value stands where, one after the other, and never more of it than one word is held.
 * Numbers stay as they are written, so that no digit is lost. One document, or one value after the other.
 */

import {
  carriageReturn,
  closeBrace,
  closeBracket,
  colon,
  comma,
  doubleQuote,
  lineFeed,
  openBrace,
  openBracket,
  space,
  tab,
} from '../../ingest/records/ascii.ts'

export type JsonScalar = string | null

/** What is told of a document, in its order. Names lead to where it is: those of objects, and numbers from 0 in arrays. */
export type JsonTaker = Readonly<{
  opened: (isArray: boolean) => void
  closed: () => void
  /** The name of what comes next in an object. */
  named: (name: string) => void
  scalar: (value: JsonScalar) => void
}>

export type JsonFault = 'not_json' | 'malformed' | 'too_deep' | 'too_long' | 'truncated'

const depthMax = 64
/** Of one word, which is all that is ever held. */
const wordMax = 1_000_000

type Expected = 'value' | 'value_or_end' | 'name' | 'name_or_end' | 'colon' | 'comma_or_end' | 'nothing'

/** What may stand in a text only as an escape, or not at all. */
const SPECIAL = /[\p{Cc}\\]/u
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/

export class JsonWalk {
  line = 1
  fault: JsonFault | null = null
  readonly #taker: JsonTaker
  readonly #isMany: boolean
  /** True for an array. */
  readonly #open: boolean[] = []
  #expected: Expected = 'value'
  #isBegun = false
  #text = ''
  #at = 0

  constructor(taker: JsonTaker, { isMany }: Readonly<{ isMany: boolean }>) {
    this.#taker = taker
    this.#isMany = isMany
  }

  push(text: string): void {
    this.#text = this.#text.slice(this.#at) + text
    this.#at = 0
    this.#walk(false)
  }

  end(): void {
    if (this.fault !== null || !this.#walk(true)) return
    if (!this.#isBegun) this.fault = 'not_json'
    else if (this.#expected !== 'nothing') {
      const isBetween = this.#isMany && this.#open.length === 0 && this.#expected === 'value'
      if (!isBetween) this.fault = 'truncated'
    }
  }

  #walk(atEnd: boolean): boolean {
    for (;;) {
      this.#passBlanks()
      if (this.#at >= this.#text.length) return true
      const goesOn = this.#step(this.#text.charCodeAt(this.#at), atEnd)
      if (!goesOn) return this.fault === null
    }
  }

  #passBlanks(): void {
    for (; this.#at < this.#text.length; this.#at += 1) {
      const character = this.#text.charCodeAt(this.#at)
      if (character === lineFeed) this.line += 1
      else if (!isBlank(character)) return
    }
  }

  #fail(fault: JsonFault): false {
    this.fault = fault
    return false
  }

  #step(character: number, atEnd: boolean): boolean {
    const isArray = this.#open.at(-1) === true
    switch (this.#expected) {
      case 'value_or_end':
        return character === closeBracket ? this.#close() : this.#value(character, atEnd)
      case 'value':
        return this.#value(character, atEnd)
      case 'name_or_end':
        return character === closeBrace ? this.#close() : this.#name(character, atEnd)
      case 'name':
        return this.#name(character, atEnd)
      case 'colon':
        return character === colon ? this.#pass('value') : this.#fail('malformed')
      case 'comma_or_end':
        if (character === comma) return this.#pass(isArray ? 'value' : 'name')
        return character === (isArray ? closeBracket : closeBrace) ? this.#close() : this.#fail('malformed')
      default:
        return this.#fail('malformed')
    }
  }

  #pass(expected: Expected): true {
    this.#at += 1
    this.#expected = expected
    return true
  }

  #value(character: number, atEnd: boolean): boolean {
    if (character === openBrace || character === openBracket) {
      if (this.#open.length === depthMax) return this.#fail('too_deep')
      const isArray = character === openBracket
      this.#isBegun = true
      this.#open.push(isArray)
      this.#taker.opened(isArray)
      return this.#pass(isArray ? 'value_or_end' : 'name_or_end')
    }
    if (!this.#isBegun) return this.#fail('not_json')
    const scalar = character === doubleQuote ? this.#string(atEnd) : this.#word(atEnd)
    if (scalar === undefined) return false
    this.#taker.scalar(scalar)
    this.#ended()
    return true
  }

  #close(): true {
    this.#at += 1
    this.#open.pop()
    this.#taker.closed()
    this.#ended()
    return true
  }

  #ended(): void {
    this.#expected = this.#open.length > 0 ? 'comma_or_end' : this.#isMany ? 'value' : 'nothing'
  }

  #name(character: number, atEnd: boolean): boolean {
    if (character !== doubleQuote) return this.#fail('malformed')
    const name = this.#string(atEnd)
    if (name === undefined) return false
    this.#taker.named(name)
    this.#expected = 'colon'
    return true
  }

  /** Undefined while it goes on behind what there is, and at a fault. */
  #string(atEnd: boolean): string | undefined {
    const from = this.#at
    let end = this.#text.indexOf('"', from + 1)
    while (end >= 0 && isEscaped(this.#text, from, end)) end = this.#text.indexOf('"', end + 1)
    if (end < 0) return this.#wait(atEnd)
    this.#at = end + 1
    const inside = this.#text.slice(from + 1, end)
    if (!SPECIAL.test(inside)) return inside
    try {
      return JSON.parse(this.#text.slice(from, end + 1)) as string
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error
      this.#fail('malformed')
      return undefined
    }
  }

  #word(atEnd: boolean): JsonScalar | undefined {
    let end = this.#at
    while (end < this.#text.length && !endsWord(this.#text.charCodeAt(end))) end += 1
    if (end === this.#text.length && !atEnd) return this.#wait(false)
    const word = this.#text.slice(this.#at, end)
    this.#at += word.length
    if (word === 'null') return null
    if (word === 'true' || word === 'false' || NUMBER.test(word)) return word
    this.#fail('malformed')
    return undefined
  }

  #wait(atEnd: boolean): undefined {
    if (atEnd) this.#fail('truncated')
    else if (this.#text.length - this.#at > wordMax) this.#fail('too_long')
    return undefined
  }
}

function isEscaped(text: string, from: number, end: number): boolean {
  let strokes = 0
  while (end - 1 - strokes > from && text[end - 1 - strokes] === '\\') strokes += 1
  return strokes % 2 === 1
}

const isBlank = (character: number): boolean =>
  character === space || character === lineFeed || character === carriageReturn || character === tab

const endsWord = (character: number): boolean =>
  character === comma || character === closeBrace || character === closeBracket || isBlank(character)
