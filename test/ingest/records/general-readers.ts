/**
 * The other side of the differential test: readers that hold a whole document, made of papaparse, JSON.parse and
 * fast-xml-parser. Where they are laxer than our rules is listed in `known`.
 */
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import Papa from 'papaparse'
import { Mapping, type RowField, rowFields } from '../../../engine/contract/agreements.ts'
import { readJsonRecord } from '../../../engine/ingest/records/json-record.ts'
import { attributeNamesOf, namesOf } from '../../../engine/ingest/records/names.ts'
import { readXmlRecord } from '../../../engine/ingest/records/xml-record.ts'
import type { ReadRecord } from './read.ts'

type Difference = Readonly<{ why: string; applies: (record: ReadRecord) => boolean }>

/** Where the general reader is laxer than we are, or reads something else, and on which records. There are no others. */
const known: Readonly<Record<'csv' | 'xml', readonly Difference[]>> = {
  csv: [
    {
      why: 'papaparse takes a mark of the encoding off the front of every text that it is handed',
      applies: ({ raw }) => raw.startsWith('\uFEFF'),
    },
    {
      why: 'behind a closing quote papaparse takes spaces only for blanks, and none at the end of its text',
      applies: ({ raw }) => /"[ \t\v\f]+(?=$|\r|\n|[,;|\t])|"[ ]*\t/.test(raw),
    },
    {
      why: 'where text follows a closing quote papaparse reads on to another quote, and we to the end of the line',
      applies: ({ defect }) => defect === 'syntax',
    },
  ],
  xml: [
    {
      why: 'fast-xml-parser keeps the last of two equal attributes and does not say that there were two',
      applies: ({ defect }) => defect === 'duplicate_key',
    },
    {
      why: 'fast-xml-parser takes NUL and other control characters wherever they stand',
      applies: ({ defect }) => defect === 'encoding',
    },
  ],
}

export const isKnown = (format: keyof typeof known, record: ReadRecord): boolean =>
  known[format].some(({ applies }) => applies(record))

const trim = (text: string): string => text.replace(/^[\t-\r ]+|[\t-\r ]+$/g, '')
const names = namesOf(Mapping.parse({}))
const attributes = attributeNamesOf(Mapping.parse({}))

export function papaCells(raw: string, delimiter: string): readonly string[] {
  const { data, errors } = Papa.parse<string[]>(raw, { delimiter, newline: '\n' })
  return errors.length > 0 || data.length !== 1 ? [] : (data[0] ?? []).map(trim)
}

/** What JSON.parse makes of a record's text: its cells as they would be written, or why it has none. */
export function jsonCells(
  raw: string,
): Readonly<{ isJson: boolean; isObject: boolean; cells: ReadonlyMap<string, unknown> }> {
  try {
    const value: unknown = JSON.parse(raw)
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    return { isJson: true, isObject, cells: new Map(isObject ? Object.entries(value) : []) }
  } catch {
    return { isJson: false, isObject: false, cells: new Map() }
  }
}

export const generalJson = (raw: string) => withNames(readJsonRecord(raw, names))
export const generalNumbers = (raw: string): readonly RowField[] => {
  const { numbers } = readJsonRecord(raw, names)
  return rowFields.filter((_, field) => numbers.has(field))
}
export const generalXml = (raw: string) => withNames(readXmlRecord(raw, { elements: names, attributes }))

function withNames({ defect, cells }: ReturnType<typeof readXmlRecord>): Pick<ReadRecord, 'defect' | 'cells'> {
  return { defect, cells: Object.fromEntries([...cells].map(([field, cell]) => [rowFields[field], cell])) }
}

/** How many elements of that name there are under the root of a document, or null when it is none. */
export function countXml(text: string): number | null {
  if (XMLValidator.validate(text) !== true) return null
  const parser = new XMLParser({ preserveOrder: true, processEntities: false, removeNSPrefix: true, trimValues: false })
  const count = (nodes: unknown): number =>
    (nodes as readonly Record<string, unknown>[]).reduce((sum, node) => {
      const [name = ''] = Object.keys(node)
      if (name.toLowerCase() === 'transaction') return sum + 1
      return Array.isArray(node[name]) ? sum + count(node[name]) : sum
    }, 0)
  try {
    return count(parser.parse(text))
  } catch {
    // Its validator takes some documents that its parser then refuses.
    return null
  }
}

/** The line that a piece of a text begins on, reckoned apart from any reader. */
export const lineOf = (text: string, at: number): number => (text.slice(0, at).match(/\r\n|\n|\r/g) ?? []).length + 1
