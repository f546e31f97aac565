/**
 * A report on A4: headings, sentences, facts and tables one under the other, a footer on every page. It is drawn for people
 * who read figures: one typeface, hair lines, amounts under each other. The same content always makes the same bytes.
 */
import { createRequire } from 'node:module'
import type PDFDocument from 'pdfkit'
import { readFont, type Weight } from './fonts.ts'
import { colours, shown, sizes } from './style.ts'
import { type Column, drawTable } from './table.ts'

export type ReportOptions = Readonly<{
  title: string
  author: string
  at: Date
  language: string
  /** Stands at the foot of every page, beside its number. */
  footer: readonly string[]
  pageOf: (page: number, of: number) => string
}>

export type Tone = 'good' | 'bad' | 'plain'

const margin = 48
const footHeight = 40

// Loaded for the first report: otherwise every thread of every engine would spend as long on it as on all else together.
const loadPdfkit = (): typeof PDFDocument => createRequire(import.meta.url)('pdfkit')

export class Report {
  readonly #doc: PDFKit.PDFDocument
  readonly #chunks: Buffer[] = []
  readonly #options: ReportOptions

  constructor(options: ReportOptions) {
    const { title, author, at, language } = options
    this.#options = options
    const Document = loadPdfkit()
    this.#doc = new Document({
      size: 'A4',
      margins: { top: margin, left: margin, right: margin, bottom: margin + footHeight },
      bufferPages: true,
      // None but our own: those that every reader is supposed to have are not in the file, and know no Chinese.
      font: '',
      lang: language,
      displayTitle: true,
      info: {
        Title: title,
        Author: author,
        Creator: 'Countinghouse',
        Producer: 'Countinghouse',
        CreationDate: at,
        ModDate: at,
      },
    })
    for (const weight of ['regular', 'strong'] as const) this.#doc.registerFont(weight, readFont(weight))
    this.#doc.on('data', (chunk: Buffer) => this.#chunks.push(chunk))
  }

  title(text: string, under: string): void {
    this.#text(text, { weight: 'strong', size: sizes.title })
    this.#text(under, { size: sizes.text + 1, colour: colours.quiet })
    this.#gap(14)
  }

  /** Begins a new page where little room is left, so that none stands alone at the foot of one. */
  heading(text: string): void {
    if (this.#doc.y > margin) this.#gap(16)
    this.#room(120)
    this.#text(text, { weight: 'strong', size: sizes.heading })
    this.#gap(4)
  }

  say(text: string): void {
    this.#text(text, { colour: colours.quiet })
    this.#gap(5)
  }

  /** A sentence that must not be missed. */
  notice(tone: Tone, text: string): void {
    const [ink, back] = {
      good: [colours.good, colours.goodBack],
      bad: [colours.bad, colours.badBack],
      plain: [colours.ink, colours.plainBack],
    }[tone] as [string, string]
    const doc = this.#doc.font('strong').fontSize(sizes.text + 0.5)
    const inside = this.#width - 20
    const height = doc.heightOfString(shown(text), { width: inside }) + 12
    this.#room(height)
    const top = doc.y
    doc.roundedRect(margin, top, this.#width, height, 3).fill(back)
    doc.fillColor(ink).text(shown(text), margin + 10, top + 5, { width: inside })
    doc.x = margin
    doc.y = top + height + 6
  }

  facts(facts: readonly (readonly [name: string, value: string])[]): void {
    const nameWidth = 130
    for (const [name, value] of facts) {
      const doc = this.#doc.font('regular').fontSize(sizes.text)
      const width = this.#width - nameWidth
      const height = doc.heightOfString(shown(value), { width })
      this.#room(height)
      const top = doc.y
      doc.fillColor(colours.quiet).text(shown(name), margin, top, { width: nameWidth - 8 })
      doc.fillColor(colours.ink).text(shown(value), margin + nameWidth, top, { width })
      doc.x = margin
      doc.y = top + height + 2.5
    }
    this.#gap(6)
  }

  table<T>(columns: readonly Column<T>[], rows: readonly T[]): void {
    drawTable(this.#doc, { columns, rows, left: margin, width: this.#width })
    this.#gap(8)
  }

  newPage(): void {
    this.#doc.addPage()
  }

  async end(): Promise<Buffer> {
    this.#foot()
    const ended = new Promise<void>((resolve, reject) => {
      this.#doc.once('end', resolve)
      this.#doc.once('error', reject)
    })
    this.#doc.end()
    await ended
    return Buffer.concat(this.#chunks)
  }

  get #width(): number {
    return this.#doc.page.width - 2 * margin
  }

  #text(text: string, { weight = 'regular', size = sizes.text, colour = colours.ink as string }: TextStyle): void {
    this.#doc
      .font(weight)
      .fontSize(size)
      .fillColor(colour)
      .text(shown(text), margin, this.#doc.y, { width: this.#width })
  }

  #gap(height: number): void {
    this.#doc.y += height
  }

  #room(height: number): void {
    if (this.#doc.y + height > this.#doc.page.maxY()) this.#doc.addPage()
  }

  /** Only when all pages are there is it known how many they are. */
  #foot(): void {
    const { start, count } = this.#doc.bufferedPageRange()
    const { footer, pageOf } = this.#options
    for (let page = 0; page < count; page += 1) {
      this.#doc.switchToPage(start + page)
      const doc = this.#doc
      // What is written below the margin would begin another page.
      doc.page.margins.bottom = 0
      const top = doc.page.height - margin - 22
      doc
        .moveTo(margin, top)
        .lineTo(doc.page.width - margin, top)
        .lineWidth(0.5)
        .strokeColor(colours.line)
        .stroke()
      doc.font('regular').fontSize(sizes.small).fillColor(colours.quiet)
      for (const [at, line] of footer.entries())
        doc.text(shown(line), margin, top + 5 + at * 11, { width: this.#width - 90, lineBreak: false })
      const number = pageOf(page + 1, count)
      doc.text(number, doc.page.width - margin - 90, top + 5, { width: 90, align: 'right', lineBreak: false })
    }
  }
}

type TextStyle = Readonly<{ weight?: Weight; size?: number; colour?: string }>
