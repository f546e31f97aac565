/** Records of a JSON sample that may end anywhere. Numbers are kept as they are written, so that `12.50` stays that. */
import type { SampleRecord } from './sample-table.ts'

const depthMax = 16
const recordsMax = 500

/** One record a line; lines that are none are passed over. */
export function linesOfJson(text: string): readonly SampleRecord[] {
  return text
    .split(/\r?\n/)
    .slice(0, recordsMax)
    .map((line) => parsed(line))
    .filter(isObject)
    .map(recordOf)
}

/** The first array of objects, and the names that lead to it; none when the document is that array. */
export function jsonRecords(text: string): Readonly<{ path: string | undefined; records: readonly SampleRecord[] }> {
  const found = findRecords(parsed(closed(text)), [])
  if (found === undefined) return { path: undefined, records: [] }
  const path = found.path.length === 0 ? undefined : found.path.join('.')
  return { path, records: found.records.slice(0, recordsMax).map(recordOf) }
}

type Json = string | boolean | null | readonly Json[] | JsonObject
type JsonObject = { readonly [name: string]: Json }

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function parsed(text: string): Json | undefined {
  const numbersQuoted = text.replace(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g, (part) =>
    part.startsWith('"') ? part : `"${part}"`,
  )
  try {
    return JSON.parse(numbersQuoted) as Json
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** The document up to its last whole record, with what is still open closed. */
function closed(text: string): string {
  const open: string[] = []
  let inString = false
  let cut = { at: 0, open: '' }
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]
    if (inString) {
      if (character === '\\') at += 1
      else if (character === '"') inString = false
    } else if (character === '"') inString = true
    else if (character === '{') open.push('}')
    else if (character === '[') open.push(']')
    else if (character === '}' || character === ']') {
      open.pop()
      if (open.length === 0) return text.slice(0, at + 1)
      if (open.at(-1) === ']') cut = { at: at + 1, open: open.toReversed().join('') }
    }
  }
  return text.slice(0, cut.at) + cut.open
}

function findRecords(
  value: Json | undefined,
  path: readonly string[],
): Readonly<{ path: readonly string[]; records: readonly JsonObject[] }> | undefined {
  if (Array.isArray(value)) {
    const records = (value as readonly Json[]).filter(isObject)
    return records.length > 0 ? { path, records } : undefined
  }
  if (!isObject(value) || path.length >= depthMax) return undefined
  for (const [name, inner] of Object.entries(value)) {
    const found = findRecords(inner, [...path, name])
    if (found !== undefined) return found
  }
  return undefined
}

/** Values inside of objects are called by all names on the way to them, with strokes between. */
function recordOf(object: JsonObject): SampleRecord {
  const record = new Map<string, string>()
  const add = (inner: JsonObject, path: readonly string[]): void => {
    for (const [name, value] of Object.entries(inner)) {
      if (typeof value === 'string') record.set([...path, name].join('/'), value.trim())
      else if (isObject(value) && path.length < depthMax) add(value, [...path, name])
    }
  }
  add(object, [])
  return record
}
