/**
 * Reads one XML record by fast-xml-parser: the general reader, for agreements whose names lead into elements
 * (`Client/Id`, `Client/@id`). The scanner has cut the record before, so it is well-formed and of bounded size.
 */
import { XMLParser } from 'fast-xml-parser'
import { bytesOf } from './ascii.ts'
import { worseOf } from './defects.ts'
import { depthMax } from './limits.ts'
import type { Page } from './page.ts'
import type { RecordDefect } from './record-block.ts'
import { readReference } from './xml-bytes.ts'
import type { XmlNames } from './xml-element.ts'

type Node = Readonly<Record<string, unknown>>

const attributesKey = ':@'
const textKey = '#text'
const cdataKey = '#cdata'

const parser = new XMLParser({
  // An array of elements in their order: nothing in a file becomes a key that an object has already.
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  processEntities: false,
  cdataPropName: cdataKey,
  removeNSPrefix: true,
  maxNestedTags: depthMax + 1,
})

type Cells = ReadonlyMap<number, string>

/** Reads the record from `start` to `end` of the page, of which the scanner found `defect`, into its next one. */
export function putXmlRecord(
  page: Page,
  { start, end, defect }: Readonly<{ start: number; end: number; defect: RecordDefect }>,
  names: XmlNames,
): RecordDefect {
  const text = Buffer.from(page.bytes.buffer, page.bytes.byteOffset + start, end - start).toString('utf8')
  const read = readXmlRecord(text, names)
  page.clear()
  for (const [field, cell] of read.cells) page.putAside(field, bytesOf(cell))
  return worseOf(defect, read.defect)
}

export function readXmlRecord(text: string, names: XmlNames): Readonly<{ defect: RecordDefect; cells: Cells }> {
  const cells = new Map<number, string>()
  let worst: RecordDefect = 'none'
  const found = (defect: RecordDefect): void => {
    worst = worseOf(worst, defect)
  }
  const put = (field: number | undefined, value: string): void => {
    if (field === undefined) return
    if (cells.has(field)) found('duplicate_key')
    const { text: unescaped, defect } = withoutReferences(value)
    found(defect)
    cells.set(field, unescaped.replace(/^[\t-\r ]+|[\t-\r ]+$/g, ''))
  }
  const walk = (nodes: readonly Node[], path: readonly string[]): void => {
    for (const node of nodes) {
      const name = Object.keys(node).find((key) => key !== attributesKey) ?? textKey
      if (name === textKey || name === cdataKey || name.startsWith('?')) continue
      const own = [...path, name]
      for (const [attribute, value] of Object.entries((node[attributesKey] ?? {}) as Node)) {
        put(names.elements.fieldOf([...own, attribute].join('/')), String(value))
      }
      const children = node[name] as readonly Node[]
      const field = names.elements.fieldOf(own.join('/'))
      if (field !== undefined && children.some(isElement)) found('shape')
      else if (field !== undefined) put(field, textOf(children))
      walk(children, own)
    }
  }
  const nodes = parsed(text)
  if (nodes === null) return { defect: 'syntax', cells }
  const [record = {}] = nodes.filter(isElement)
  for (const [attribute, value] of Object.entries((record[attributesKey] ?? {}) as Node)) {
    put(names.attributes.fieldOf(attribute.slice(1)), String(value))
  }
  const name = Object.keys(record).find((key) => key !== attributesKey)
  const children = name === undefined ? [] : (record[name] as readonly Node[])
  if (textOf(children).trim() !== '') found('shape')
  walk(children, [])
  return worst === 'none' ? { defect: 'none', cells } : { defect: worst, cells: new Map() }
}

/** Null for what the scanner takes for XML and the parser does not, such as names that it keeps for itself. */
function parsed(text: string): readonly Node[] | null {
  try {
    return parser.parse(text) as readonly Node[]
  } catch (error) {
    // It has no class of its own for what it refuses; whatever it threw, there is no record.
    if (error instanceof Error) return null
    throw error
  }
}

const isElement = (node: Node): boolean =>
  Object.keys(node).some((key) => key !== attributesKey && key !== textKey && key !== cdataKey && !key.startsWith('?'))

/** What stands between a cell's tags. What CDATA says is meant as it stands: its `&` is no reference. */
function textOf(nodes: readonly Node[]): string {
  const pieces = nodes.map((node) => {
    if (typeof node[textKey] === 'string') return node[textKey]
    const cdata = node[cdataKey] as readonly Node[] | undefined
    return (cdata ?? []).map((piece) => String(piece[textKey]).replaceAll('&', '&amp;')).join('')
  })
  return pieces.join('')
}

function withoutReferences(value: string): Readonly<{ text: string; defect: RecordDefect }> {
  let defect: RecordDefect = 'none'
  const text = value.replace(/&[^;&]*;?/g, (written) => {
    const bytes = bytesOf(written)
    const reference = readReference(bytes, 0, bytes.length)
    if (typeof reference === 'object') return String.fromCodePoint(reference.character)
    defect = worseOf(defect, reference === 'unknown' ? 'syntax' : 'encoding')
    return written
  })
  return { text, defect }
}
