/** Lines of a JSON sample that may end anywhere: the longest array of objects in it, or an object a line. */
import { type JsonScalar, type JsonTaker, JsonWalk } from '../json/json-walk.ts'
import type { SaidOnce, SampleColumn, SampleTable } from './sample.ts'
import { foldedName, statusWords } from './words.ts'

const recordsMax = 500
const columnsMax = 128
const nameLengthMax = 120
const saidMax = 200

export function jsonSample(text: string): SampleTable {
  const [first = '', second = ''] = text.split(/\r?\n/, 2)
  const isLines = first.startsWith('{') && isObject(first) && second.trim().startsWith('{')
  const collector = new Collector(isLines)
  new JsonWalk(collector, { isMany: isLines }).push(text)
  const [path, records] = collector.longest()
  const format = isLines ? 'ndjson' : 'json'
  const lines = { format, header: true, columns: columnsOf(records), said: collector.saidBeside(path) } as const
  const announced = collector.announcedBeside(path)
  return {
    ...lines,
    ...(isLines || path === '' ? {} : { records: dotted(path) }),
    ...(isLines || announced === undefined ? {} : { pendingRecords: dotted(announced) }),
  }
}

const dotted = (path: string): string => path.replaceAll('/', '.')

function isObject(line: string): boolean {
  const walk = new JsonWalk({ opened() {}, closed() {}, named() {}, scalar() {} }, { isMany: false })
  walk.push(line)
  walk.end()
  return walk.fault === null
}

type SampleRecord = Map<string, string>

function columnsOf(records: readonly SampleRecord[]): readonly SampleColumn[] {
  const names = new Set(records.flatMap((record) => [...record.keys()]))
  return [...names]
    .filter((name) => name !== '' && name.length <= nameLengthMax)
    .slice(0, columnsMax)
    .map((name) => ({ name, values: records.map((record) => record.get(name) ?? '') }))
}

type Frame = {
  readonly isArray: boolean
  readonly path: string
  readonly record: SampleRecord | null
  name: string
  count: number
}

/** Collects objects by the array that they stand in, of the outermost array that has any. */
class Collector implements JsonTaker {
  readonly #isLines: boolean
  readonly #frames: Frame[] = []
  readonly #arrays = new Map<string, SampleRecord[]>()
  readonly #said: SaidOnce[] = []

  constructor(isLines: boolean) {
    this.#isLines = isLines
  }

  longest(): readonly [string, readonly SampleRecord[]] {
    const filled = [...this.#arrays].filter(([, records]) => records.length > 0)
    // Of two of one length the one with more in it: balances are few words, lines many.
    const size = ([, records]: readonly [string, readonly SampleRecord[]]): number =>
      records.length * 1_000 + (records[0]?.size ?? 0)
    return filled.sort((one, other) => size(other) - size(one))[0] ?? ['', []]
  }

  /** An array beside that of the lines, by its name of what isn't booked yet. */
  announcedBeside(lines: string): string | undefined {
    const around = lines.slice(0, lines.lastIndexOf('/') + 1)
    return [...this.#arrays.keys()].find((path) => {
      const name = path.slice(around.length)
      return path !== lines && path.startsWith(around) && statusWords.pending.includes(foldedName(name))
    })
  }

  /** What stands outside of the lines, with the names that lead to it. */
  saidBeside(lines: string): readonly SaidOnce[] {
    const others = [...this.#arrays].flatMap(([path, records]) =>
      path === lines
        ? []
        : records
            .slice(0, 9)
            .flatMap((record, at) =>
              [...record].map(([name, text]) => ({ label: `${path}/${at}/${name}`.replace(/^\//, ''), text })),
            ),
    )
    return [...this.#said, ...others].filter(({ label }) => label.length <= nameLengthMax).slice(0, saidMax)
  }

  readonly opened = (isArray: boolean): void => {
    const around = this.#frames.at(-1)
    const isRecord = !isArray && (around === undefined ? this.#isLines : around.isArray && around.record === null)
    const path = isRecord ? '' : this.#nextPath()
    const record = isRecord ? new Map<string, string>() : (around?.record ?? null)
    if (isRecord) this.#keep(around?.path ?? '', record ?? new Map())
    this.#frames.push({ isArray, path, record, name: '', count: 0 })
  }

  readonly closed = (): void => {
    this.#frames.pop()
  }

  readonly named = (name: string): void => {
    const frame = this.#frames.at(-1)
    if (frame !== undefined) frame.name = name
  }

  readonly scalar = (value: JsonScalar): void => {
    const record = this.#frames.at(-1)?.record
    const path = this.#nextPath()
    const text = value?.trim() ?? ''
    if (record !== null && record !== undefined) record.set(path, text)
    else if (text !== '' && this.#said.length < saidMax) this.#said.push({ label: path, text })
  }

  #keep(path: string, record: SampleRecord): void {
    const records = this.#arrays.get(path) ?? []
    this.#arrays.set(path, records)
    if (records.length < recordsMax) records.push(record)
  }

  #nextPath(): string {
    const around = this.#frames.at(-1)
    if (around === undefined) return ''
    const name = around.isArray ? String(around.count++) : around.name
    return around.path === '' ? name : `${around.path}/${name}`
  }
}
