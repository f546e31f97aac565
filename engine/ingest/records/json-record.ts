/**
 * Reads one JSON record by JSON.parse: the general reader, for what the scanner does not take. JSON.parse says whether
 * it is JSON; what it would lose is told from the text: how a number was written, and that a key stands there twice.
 */
import { worseOf } from './defects.ts'
import { depthMax } from './limits.ts'
import type { NameTable } from './names.ts'
import type { Page } from './page.ts'
import type { RecordDefect } from './record-block.ts'

export type JsonCells = ReadonlyMap<number, string>
/** `numbers`: the fields whose cells are numbers and no texts. */
type Read = Readonly<{ defect: RecordDefect; cells: JsonCells; numbers: ReadonlySet<number> }>

// A number that stands before a colon is no value, and stays what JSON.parse will not have.
const token =
  /"(?:[^"\\]|\\.)*"|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?(?![\s]*:)|[{}[\],:]|true|false|null/gsu

/** A NUL, or half of a pair: neither would come back from the store as it went. */
const notText = /\0|\p{Surrogate}/u
const blanks = /^[\t-\r ]+|[\t-\r ]+$/g

/** Reads the record from `start` to `end` of the page into its next one. */
export function putJsonRecord(page: Page, start: number, end: number, names: NameTable): RecordDefect {
  const text = Buffer.from(page.bytes.buffer, page.bytes.byteOffset + start, end - start).toString('utf8')
  const { defect, cells, numbers } = readJsonRecord(text, names)
  page.clear()
  for (const [field, cell] of cells) page.putAside(field, Buffer.from(cell))
  for (const field of numbers) page.markNumber(field)
  return defect
}

export function readJsonRecord(text: string, names: NameTable): Read {
  const broken = (defect: RecordDefect): Read => ({ defect, cells: new Map(), numbers: new Set() })
  if (text.includes('\0')) return broken('encoding')
  const depth = depthOf(text)
  if (depth > depthMax) return broken('too_deep')
  if (!isJson(text)) return broken('syntax')
  const tokens = text.match(token) ?? []
  if (tokens[0] !== '{') return broken('shape')
  return readMembers(tokens, names)
}

/** Walks what is known to be JSON; the members of the record stand at depth one. */
function readMembers(tokens: readonly string[], names: NameTable): Read {
  const cells = new Map<number, string>()
  const numbers = new Set<number>()
  const seen = new Set<number>()
  let worst: RecordDefect = 'none'
  const path: string[] = []
  /** For every open value whether it is an object, which has keys. */
  const objects: boolean[] = []
  let isKey = false
  const found = (defect: RecordDefect): void => {
    worst = worseOf(worst, defect)
  }
  const value = (text: string | null | undefined, isNumber = false): void => {
    const inArray = objects.includes(false)
    const field = inArray ? undefined : names.fieldOf(path.join('/'))
    if (field === undefined) return
    if (seen.has(field)) found('duplicate_key')
    seen.add(field)
    if (text === undefined) found('shape')
    else if (text !== null) {
      cells.set(field, text.replace(blanks, ''))
      if (isNumber) numbers.add(field)
    }
  }
  for (const part of tokens) {
    if (part === '{' || part === '[') {
      if (objects.length > 0) value(undefined)
      objects.push(part === '{')
      isKey = part === '{'
      path.push('')
    } else if (part === '}' || part === ']') {
      objects.pop()
      path.pop()
    } else if (part === ':') isKey = false
    else if (part === ',') isKey = objects.at(-1) === true
    else if (part.startsWith('"')) {
      const unescaped = JSON.parse(part) as string
      if (notText.test(unescaped)) found('encoding')
      if (isKey) path[path.length - 1] = unescaped
      else value(unescaped)
    } else if (part === 'null') value(null)
    else if (part === 'true' || part === 'false') value(undefined)
    else value(part, true)
  }
  return worst === 'none' ? { defect: 'none', cells, numbers } : { defect: worst, cells: new Map(), numbers: new Set() }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch (error) {
    if (error instanceof SyntaxError) return false
    throw error
  }
}

/** How deep values stand in each other, found without recursion and before anything recursive sees the text. */
function depthOf(text: string): number {
  let depth = 0
  let deepest = 0
  let inString = false
  for (let i = 0; i < text.length; i += 1) {
    const character = text[i]
    if (inString) {
      if (character === '\\') i += 1
      else if (character === '"') inString = false
    } else if (character === '"') inString = true
    else if (character === '{' || character === '[') {
      depth += 1
      deepest = Math.max(deepest, depth)
    } else if (character === '}' || character === ']') depth -= 1
  }
  return deepest
}
