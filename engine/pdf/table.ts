/** A table that goes on over pages: its head comes again on each, rows are never cut in two, figures stand at the right. */
import { colours, shown, sizes } from './style.ts'

export type Column<T> = Readonly<{
  title: string
  cell: (row: T) => string
  /** Its share of the width. */
  share: number
  isRight?: boolean
}>

type Doc = PDFKit.PDFDocument

type Drawn<T> = Readonly<{ columns: readonly Column<T>[]; rows: readonly T[]; left: number; width: number }>

type Place = Readonly<{ at: number; width: number; isRight: boolean }>

const pad = 3
/** Between two columns. */
const between = 8

export function drawTable<T>(doc: Doc, { columns, rows, left, width }: Drawn<T>): void {
  const places = placed(columns, left, width)
  const titles = columns.map(({ title }) => title)
  const headHeight = heightOf(doc.font('strong').fontSize(sizes.cell), places, titles)
  const head = (): void => {
    drawRow(doc.font('strong').fontSize(sizes.cell).fillColor(colours.quiet), places, titles, headHeight)
    line(doc, { left, width, weight: 0.8 })
  }
  if (doc.y + headHeight + 40 > doc.page.maxY()) doc.addPage()
  head()
  for (const row of rows) {
    const cells = columns.map(({ cell }) => shown(cell(row)))
    const height = heightOf(doc.font('regular').fontSize(sizes.cell), places, cells)
    if (doc.y + height > doc.page.maxY()) {
      doc.addPage()
      head()
    }
    drawRow(doc.font('regular').fontSize(sizes.cell).fillColor(colours.ink), places, cells, height)
    line(doc, { left, width, weight: 0.3 })
  }
}

function placed<T>(columns: readonly Column<T>[], left: number, width: number): readonly Place[] {
  const shares = columns.reduce((sum, { share }) => sum + share, 0)
  const free = width - between * (columns.length - 1)
  let at = left
  return columns.map(({ share, isRight = false }) => {
    const place = { at, width: (free * share) / shares, isRight }
    at += place.width + between
    return place
  })
}

function heightOf(doc: Doc, places: readonly Place[], cells: readonly string[]): number {
  const oneLine = doc.currentLineHeight(true)
  const heights = cells.map((cell, at) => {
    const width = places[at]?.width ?? 0
    return doc.widthOfString(cell) <= width ? oneLine : doc.heightOfString(cell, { width })
  })
  return Math.max(oneLine, ...heights) + 2 * pad
}

function drawRow(doc: Doc, places: readonly Place[], cells: readonly string[], height: number): void {
  const top = doc.y
  for (const [at, { at: x, width, isRight }] of places.entries())
    doc.text(cells[at] ?? '', x, top + pad, { width, align: isRight ? 'right' : 'left' })
  doc.x = places[0]?.at ?? 0
  doc.y = top + height
}

function line(doc: Doc, { left, width, weight }: Readonly<{ left: number; width: number; weight: number }>): void {
  doc
    .moveTo(left, doc.y)
    .lineTo(left + width, doc.y)
    .lineWidth(weight)
    .strokeColor(colours.line)
    .stroke()
}
