/**
 * A workbook as table programs open it: text is never a formula, numbers are numbers, days are days, and the head stays in
 * sight. Rows go into the file as they come. What is too long for one sheet goes on in the next.
 */
import { Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import { type Sheet, titleOf } from '../sheet.ts'
import { type CellWriter, cellWriter, textCellOf } from './xlsx-cells.ts'
import { contentTypes, relations, stylesOf, workbook, workbookRelations } from './xlsx-parts.ts'

/** With the head; a table program refuses more. */
export const sheetRowsMax = 1_048_576

export async function* xlsxOf(sheet: Sheet, rowsMax = sheetRowsMax): AsyncGenerator<Uint8Array> {
  const zip = new ZipFile()
  const out = zip.outputStream as Readable
  zip.on('error', (error) => out.destroy(error as Error))
  const filled = fill(zip, sheet, rowsMax).catch((error: unknown) => {
    // Whoever reads the file learns why it ends.
    out.destroy(error as Error)
  })
  try {
    for await (const chunk of out) yield chunk as Uint8Array
    await filled
  } finally {
    out.destroy()
  }
}

async function fill(zip: ZipFile, sheet: Sheet, rowsMax: number): Promise<void> {
  const { columns, madeAt } = sheet
  const mtime = new Date(madeAt)
  const rows = rowTexts(sheet)[Symbol.asyncIterator]()
  let [sheets, upcoming] = [0, await rows.next()]
  do {
    sheets += 1
    const part = async function* (): AsyncGenerator<string> {
      yield sheetHead(columns.map(({ id, kind }) => (kind === 'instant' ? `${titleOf(id)} (UTC)` : titleOf(id))))
      for (let row = 2; row <= rowsMax && upcoming.done !== true; row += 1) {
        yield upcoming.value
        upcoming = await rows.next()
      }
      yield '</sheetData></worksheet>'
    }
    await added(zip, `xl/worksheets/sheet${sheets}.xml`, { stream: Readable.from(inChunks(part())), mtime })
  } while (upcoming.done !== true)
  const whole = (name: string, text: string): void => zip.addBuffer(Buffer.from(text), name, { mtime })
  whole('xl/workbook.xml', workbook(sheet.title, sheets))
  whole('xl/_rels/workbook.xml.rels', workbookRelations(sheets))
  whole('xl/styles.xml', stylesOf())
  whole('_rels/.rels', relations)
  whole('[Content_Types].xml', contentTypes(sheets))
  zip.end()
}

type Adding = Readonly<{ stream: Readable; mtime: Date }>

/** Waits until all of it was read: only then is it known whether another sheet follows. */
function added(zip: ZipFile, name: string, { stream, mtime }: Adding): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.once('end', resolve)
    stream.once('error', reject)
    zip.addReadStream(stream, name, { mtime })
  })
}

async function* rowTexts({ columns, pages, digitsOf }: Sheet): AsyncGenerator<string> {
  const cell: CellWriter = cellWriter(digitsOf)
  for await (const page of pages)
    for (const row of page) yield `<row>${columns.map((column) => cell(column, row)).join('')}</row>`
}

const chunkLength = 65_536

async function* inChunks(texts: AsyncIterable<string>): AsyncGenerator<Buffer> {
  let waiting: string[] = []
  let length = 0
  for await (const text of texts) {
    waiting.push(text)
    length += text.length
    if (length < chunkLength) continue
    yield Buffer.from(waiting.join(''))
    waiting = []
    length = 0
  }
  yield Buffer.from(waiting.join(''))
}

const sheetHead = (titles: readonly string[]): string =>
  [
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>',
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0">',
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>',
    `<cols><col min="1" max="${titles.length}" width="18" customWidth="1"/></cols><sheetData>`,
    `<row>${titles.map((title) => textCellOf(title, 'head')).join('')}</row>`,
  ].join('')
