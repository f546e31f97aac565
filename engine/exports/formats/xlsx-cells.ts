/** Cells of a workbook. */
import { inUnits } from '../../close-pack/csv.ts'
import { assertNever } from '../../invariant.ts'
import { type Column, cellOf, type DigitsOf, type Row } from '../sheet.ts'

export type Style = 'plain' | 'head' | 'integer' | 'day' | 'instant' | `money${number}`

/** Currencies have no more digits than this behind the point. */
export const moneyDigitsMax = 8
export const styles: readonly Style[] = [
  'plain',
  'head',
  'integer',
  'day',
  'instant',
  ...Array.from({ length: moneyDigitsMax + 1 }, (_, digits) => `money${digits}` as const),
]
const numberOf = new Map(styles.map((style, at) => [style, at]))
const styled = (style: Style): string => (style === 'plain' ? '' : ` s="${numberOf.get(style) ?? 0}"`)

export type CellWriter = (column: Column, row: Row) => string

/** A table program keeps so many figures of a number; what has more is written as text, so that none is lost. */
const figuresMax = 15
const textMax = 32_767

export const cellWriter =
  (digitsOf: DigitsOf): CellWriter =>
  (column, row) => {
    const cell = cellOf(column, row)
    switch (cell.is) {
      case 'nothing':
        return '<c/>'
      case 'text':
        return textCellOf(cell.text, 'plain')
      case 'json':
        return textCellOf(JSON.stringify(cell.value), 'plain')
      case 'flag':
        return `<c t="b"><v>${cell.value ? 1 : 0}</v></c>`
      case 'integer':
        return numeric(String(cell.value), 'integer')
      case 'day':
        return numeric(String(serialOf(`${cell.text}T00:00:00.000Z`)), 'day')
      case 'instant':
        return numeric(String(serialOf(cell.text)), 'instant')
      case 'money': {
        const digits = digitsOf(cell.money.currency)
        return numeric(inUnits(cell.money.minor, digits), `money${Math.min(digits, moneyDigitsMax)}`)
      }
      default:
        return assertNever(cell)
    }
  }

function numeric(text: string, style: Style): string {
  const figures = text.replace(/[^0-9]/g, '').replace(/^0+/, '').length
  const isDate = style === 'day' || style === 'instant'
  return figures > figuresMax && !isDate ? textCellOf(text, 'plain') : `<c${styled(style)}><v>${text}</v></c>`
}

export const textCellOf = (text: string, style: Style): string =>
  `<c${styled(style)} t="inlineStr"><is><t xml:space="preserve">${inXml(text)}</t></is></c>`

const dayMs = 86_400_000
/** 1970-01-01 as table programs count days, rounded to the millisecond. */
const serialOfEpoch = 25_569
const serialOf = (at: string): number => serialOfEpoch + Math.round((Date.parse(at) / dayMs) * 1e9) / 1e9

/**
 * What XML can't hold is shown as a mark; a carriage return has an escape of its own, and what looks like such an escape
 * is escaped itself.
 */
export function inXml(text: string): string {
  const fits = text.length > textMax ? `${text.slice(0, textMax - 1)}\u{2026}` : text
  return fits
    .replace(/\p{Cs}/gu, '\u{FFFD}')
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '\u{FFFD}')
    .replaceAll('\r', '_x000D_')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
}
