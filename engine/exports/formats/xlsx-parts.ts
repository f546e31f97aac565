/** What stands around the sheets of a workbook. */
import { inXml, moneyDigitsMax, type Style, styles } from './xlsx-cells.ts'

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const spreadsheet = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const documents = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packages = 'http://schemas.openxmlformats.org/package/2006'
const types = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

const each = (count: number, text: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => text(at + 1)).join('')

export const workbook = (title: string, sheets: number): string =>
  `${head}<workbook xmlns="${spreadsheet}" xmlns:r="${documents}"><sheets>${each(
    sheets,
    (at) => `<sheet name="${nameOf(title, at)}" sheetId="${at}" r:id="rId${at}"/>`,
  )}</sheets></workbook>`

/** A sheet's name has at most 31 characters, and none of these. */
const nameOf = (title: string, at: number): string =>
  inXml(`${title.replace(/[\\/?*[\]:'"]/g, ' ').slice(0, 24)}${at === 1 ? '' : ` ${at}`}`)

export const workbookRelations = (sheets: number): string =>
  `${head}<Relationships xmlns="${packages}/relationships">${each(
    sheets,
    (at) => `<Relationship Id="rId${at}" Type="${documents}/worksheet" Target="worksheets/sheet${at}.xml"/>`,
  )}<Relationship Id="rId${sheets + 1}" Type="${documents}/styles" Target="styles.xml"/></Relationships>`

export const relations = `${head}<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${documents}/officeDocument" Target="xl/workbook.xml"/></Relationships>`

export const contentTypes = (sheets: number): string =>
  [
    `${head}<Types xmlns="${packages}/content-types">`,
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>',
    '<Default Extension="xml" ContentType="application/xml"/>',
    `<Override PartName="/xl/workbook.xml" ContentType="${types}.sheet.main+xml"/>`,
    `<Override PartName="/xl/styles.xml" ContentType="${types}.styles+xml"/>`,
    each(sheets, (at) => `<Override PartName="/xl/worksheets/sheet${at}.xml" ContentType="${types}.worksheet+xml"/>`),
    '</Types>',
  ].join('')

/** Numbers below this are formats that every program has. */
const firstFormat = 164
const dayFormat = firstFormat
const instantFormat = firstFormat + 1
const moneyFormat = firstFormat + 2

export function stylesOf(): string {
  const money = Array.from({ length: moneyDigitsMax + 1 }, (_, digits) => {
    const rest = digits === 0 ? '' : `.${'0'.repeat(digits)}`
    return `<numFmt numFmtId="${moneyFormat + digits}" formatCode="#,##0${rest}"/>`
  })
  const formats = [
    `<numFmt numFmtId="${dayFormat}" formatCode="yyyy\\-mm\\-dd"/>`,
    `<numFmt numFmtId="${instantFormat}" formatCode="yyyy\\-mm\\-dd hh:mm:ss"/>`,
    ...money,
  ]
  const used = styles.map(
    (style) =>
      `<xf numFmtId="${formatOf(style)}" fontId="${style === 'head' ? 1 : 0}" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/>`,
  )
  return [
    `${head}<styleSheet xmlns="${spreadsheet}"><numFmts count="${formats.length}">${formats.join('')}</numFmts>`,
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>',
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>',
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>',
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>',
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>',
    `<cellXfs count="${used.length}">${used.join('')}</cellXfs></styleSheet>`,
  ].join('')
}

function formatOf(style: Style): number {
  if (style === 'day') return dayFormat
  if (style === 'instant') return instantFormat
  if (style === 'integer') return 1
  return style.startsWith('money') ? moneyFormat + Number(style.slice('money'.length)) : 0
}
