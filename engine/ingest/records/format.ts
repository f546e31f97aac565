/**
 * Which format a file is in: the agreement says, else its name, else its content. Said or not, the content has to be
 * what it is said to be; a file that is something else is refused and not read as far as it goes.
 */
import { type FileFormat, fileFormats, type Mapping } from '../../contract/agreements.ts'
import { assertNever } from '../../invariant.ts'
import { carriageReturn, isBlank, lessThan, lineFeed, openBrace, openBracket } from './ascii.ts'
import { CsvScanner } from './csv-scanner.ts'
import { JsonLinesScanner } from './json-lines.ts'
import { JsonScanner } from './json-scanner.ts'
import { recordLengthMax } from './limits.ts'
import type { Page } from './page.ts'
import type { TellFormat } from './read-records.ts'
import { type Scanner, unreadable } from './scanner.ts'
import { XmlScanner } from './xml-scanner.ts'

export const tellFormat: TellFormat = (page, { atEnd, mapping, name }) => {
  const first = firstByte(page)
  if (first === undefined && !atEnd) return 'more'
  const said = mapping.format ?? formatOfName(name)
  if (first === undefined) return unreadable('empty', 1)
  if (said !== undefined && !fits(said, first, mapping)) return unreadable(`not_${said}`, 1)
  // Many call their lines of JSON by the same name as a document.
  const isNamedOnly = said === 'json' && mapping.format === undefined
  const format = said !== undefined && !isNamedOnly ? said : formatOfContent(page, { first, atEnd, isNamedOnly })
  return format === 'more' ? 'more' : { format, scanner: scannerOf(format, mapping) }
}

export function scannerOf(format: FileFormat, mapping: Mapping): Scanner {
  switch (format) {
    case 'csv':
      return new CsvScanner(mapping)
    case 'json':
      return new JsonScanner(mapping)
    case 'ndjson':
      return new JsonLinesScanner(mapping)
    case 'xml':
      return new XmlScanner(mapping)
    default:
      return assertNever(format)
  }
}

const otherExtensions: Readonly<Record<string, FileFormat>> = { tsv: 'csv', jsonl: 'ndjson' }

function formatOfName(name: string): FileFormat | undefined {
  const extension = /\.([a-z]+)$/i.exec(name.replace(/\.gz$/i, ''))?.[1]?.toLowerCase()
  return fileFormats.find((format) => format === extension) ?? otherExtensions[extension ?? '']
}

function fits(format: FileFormat, first: number, { header }: Mapping): boolean {
  switch (format) {
    case 'csv':
      // No header begins so, but a file without one has whatever its first cell has.
      return !header || (first !== lessThan && first !== openBrace && first !== openBracket)
    case 'json':
      return first === openBrace || first === openBracket
    case 'ndjson':
      return first === openBrace
    case 'xml':
      return first === lessThan
    default:
      return assertNever(format)
  }
}

type Beginning = Readonly<{ first: number; atEnd: boolean; isNamedOnly: boolean }>

function formatOfContent(page: Page, { first, atEnd, isNamedOnly }: Beginning): FileFormat | 'more' {
  if (first === lessThan) return 'xml'
  if (first === openBracket) return 'json'
  return first === openBrace ? objectOrLines(page, { atEnd, isNamedOnly }) : 'csv'
}

/**
 * An object that is whole on the first line, and leads to no records, is the first of many. What is called JSON is a
 * document all the same, unless another object follows.
 */
function objectOrLines(
  { bytes, from, filled }: Page,
  { atEnd, isNamedOnly }: Omit<Beginning, 'first'>,
): FileFormat | 'more' {
  let start = from
  while (isBlank(bytes[start] as number)) start += 1
  let end = start
  while (end < filled && bytes[end] !== lineFeed && bytes[end] !== carriageReturn) end += 1
  if (end >= filled && !atEnd && end - start < recordLengthMax) return 'more'
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8')
  if (!/\}\s*$/.test(text) || /"transactions"\s*:\s*\[/i.test(text)) return 'json'
  if (!isNamedOnly) return 'ndjson'
  let next = end
  while (next < filled && isBlank(bytes[next] as number)) next += 1
  if (next >= filled && !atEnd) return 'more'
  return next < filled && bytes[next] === openBrace ? 'ndjson' : 'json'
}

function firstByte({ bytes, from, filled }: Page): number | undefined {
  for (let i = from; i < filled; i += 1) if (!isBlank(bytes[i] as number)) return bytes[i]
  return undefined
}
