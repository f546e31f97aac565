/** Reads JSON by its names: an array of lines somewhere in a document, or one line after the other. */
import type { StatementMapping } from '../../contract/statement-mappings.ts'
import { columnsOf, labelsOf } from '../mapped/names.ts'
import { faultAt, type SourcePiece, type SourceRecord, type Unread } from '../mapped/source.ts'
import { readTextBlocks } from '../text-blocks.ts'
import { type JsonFault, type JsonScalar, type JsonTaker, JsonWalk } from './json-walk.ts'

export async function* readJson(
  bytes: AsyncIterable<Uint8Array>,
  mapping: StatementMapping,
): AsyncGenerator<readonly SourcePiece[]> {
  const records = new JsonRecords(mapping)
  const blocks = readTextBlocks(bytes, mapping.encoding)
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  try {
    for (;;) {
      const { value, done } = await blocks.next()
      if (done === true) {
        if (value !== null) return yield [{ is: 'fault', fault: value }]
        break
      }
      records.push(decoder.decode(value, { stream: true }))
      const pieces = records.takePieces()
      if (pieces.length > 0) yield pieces
      if (records.isOver) return
    }
  } finally {
    await blocks.return(null)
  }
  records.end()
  yield records.takePieces()
}

/**
 * Where the walk is. The path leads from the outermost value, or from the line in which it is; null where nothing of what
 * lies there is asked for.
 */
type Frame = {
  readonly isArray: boolean
  readonly path: string | null
  readonly holds: 'lines' | 'announced' | 'other'
  name: string
  count: number
}

class JsonRecords implements JsonTaker {
  isOver = false
  readonly #walk: JsonWalk
  readonly #isLines: boolean
  readonly #columns: ReadonlySet<string>
  readonly #labels: ReadonlySet<string>
  /** Every beginning of a path that is asked for, in a line and outside of lines. */
  readonly #waysInLine: ReadonlySet<string>
  readonly #ways: ReadonlySet<string>
  readonly #linesAt: string
  readonly #announcedAt: string | null
  readonly #frames: Frame[] = []
  readonly #hadLines = new Set<string>()
  #record: JsonRecord | null = null
  /** How many frames are open around the line. */
  #recordDepth = 0
  #pieces: SourcePiece[] = []

  constructor(mapping: StatementMapping) {
    this.#isLines = mapping.format === 'ndjson'
    this.#walk = new JsonWalk(this, { isMany: this.#isLines })
    this.#columns = new Set(columnsOf(mapping))
    this.#labels = new Set(labelsOf(mapping))
    this.#linesAt = pathOf(mapping.records ?? '')
    this.#announcedAt = mapping.pendingRecords === undefined ? null : pathOf(mapping.pendingRecords)
    this.#waysInLine = waysTo(this.#columns)
    this.#ways = waysTo([...this.#labels, this.#linesAt, ...(this.#announcedAt === null ? [] : [this.#announcedAt])])
  }

  takePieces(): readonly SourcePiece[] {
    const pieces = this.#pieces
    this.#pieces = []
    return pieces
  }

  push(text: string): void {
    this.#walk.push(text)
    this.#noteFault()
  }

  end(): void {
    this.#walk.end()
    this.#noteFault()
    if (this.#isLines || this.#hadLines.has(this.#linesAt)) return
    this.#fail({ code: 'field_missing', field: this.#linesAt || 'records', found: '' })
  }

  readonly opened = (isArray: boolean): void => {
    if (this.isOver) return
    const around = this.#frames.at(-1)
    const isLine = around === undefined ? this.#isLines : around.holds !== 'other'
    const path = isLine ? '' : this.#nextPath()
    if (isLine) this.#openLine(around?.holds === 'announced')
    const holds = this.#record === null && path !== null ? this.#holds(path, isArray) : 'other'
    this.#frames.push({ isArray, path, holds, name: '', count: 0 })
  }

  readonly closed = (): void => {
    if (this.isOver) return
    this.#frames.pop()
    if (this.#record === null || this.#frames.length > this.#recordDepth) return
    this.#pieces.push({ is: 'record', record: this.#record })
    this.#record = null
  }

  readonly named = (name: string): void => {
    const frame = this.#frames.at(-1)
    if (frame !== undefined) frame.name = name
  }

  readonly scalar = (value: JsonScalar): void => {
    if (this.isOver) return
    const around = this.#frames.at(-1)
    // A line is something with names or places in it, and a bare word is neither.
    if (around === undefined || (this.#record === null && around.holds !== 'other')) {
      return this.#fail({ code: 'malformed', field: this.#linesAt || 'records', found: value ?? 'null' })
    }
    const path = this.#nextPath()
    if (path === null) return
    const text = value?.trim() ?? ''
    if (this.#record === null) this.#takeSaid(path, text)
    else if (this.#columns.has(path) && !this.#record.put(path, text)) {
      this.#fail({ code: 'malformed', field: path, found: text })
    }
  }

  /** Where the value that begins now is, if anything there is asked for. */
  #nextPath(): string | null {
    const around = this.#frames.at(-1)
    if (around === undefined) return ''
    const name = around.isArray ? String(around.count++) : around.name
    if (around.path === null) return null
    const path = around.path === '' ? name : `${around.path}/${name}`
    return (this.#record === null ? this.#ways : this.#waysInLine).has(path) ? path : null
  }

  #holds(path: string, isArray: boolean): Frame['holds'] {
    const isLines = path === this.#linesAt && !this.#isLines
    if (!isArray || !(isLines || path === this.#announcedAt)) return 'other'
    // The same name twice: which of them is meant can't be told.
    if (this.#hadLines.has(path)) this.#fail({ code: 'malformed', field: path, found: '' })
    this.#hadLines.add(path)
    return isLines ? 'lines' : 'announced'
  }

  #openLine(isPending: boolean): void {
    this.#record = new JsonRecord(this.#walk.line, isPending)
    this.#recordDepth = this.#frames.length
  }

  #takeSaid(label: string, text: string): void {
    if (text !== '' && this.#labels.has(label)) this.#pieces.push({ is: 'said', label, text, place: this.#walk.line })
  }

  #noteFault(): void {
    const { fault } = this.#walk
    if (fault !== null) this.#fail({ ...faults[fault], found: '' })
  }

  #fail(unread: Unread): void {
    if (this.isOver) return
    this.isOver = true
    this.#pieces.push({ is: 'fault', fault: faultAt(this.#walk.line, unread) })
  }
}

class JsonRecord implements SourceRecord {
  readonly place: number
  readonly isPending: boolean
  readonly #values = new Map<string, string>()

  constructor(place: number, isPending: boolean) {
    this.place = place
    this.isPending = isPending
  }

  /** False for a name that the line has already. */
  put(path: string, text: string): boolean {
    if (this.#values.has(path)) return false
    this.#values.set(path, text)
    return true
  }

  text(column: string): string {
    return this.#values.get(column) ?? ''
  }
}

const faults: Readonly<Record<JsonFault, Pick<Unread, 'code' | 'field'>>> = {
  not_json: { code: 'not_this_format', field: 'json' },
  malformed: { code: 'malformed', field: 'json' },
  too_deep: { code: 'too_large', field: 'depth' },
  too_long: { code: 'too_large', field: 'word' },
  truncated: { code: 'truncated', field: 'json' },
}

const pathOf = (records: string): string => records.replaceAll('.', '/')

function waysTo(paths: Iterable<string>): ReadonlySet<string> {
  const ways = new Set<string>()
  for (const path of paths) {
    for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) ways.add(path.slice(0, at))
    ways.add(path)
  }
  return ways
}
