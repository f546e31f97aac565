/** Short aligned tables and lists of facts for a terminal. */

export type Column<T> = Readonly<{ title: string; cell: (item: T) => string | number; right?: boolean }>

export function tableOf<T>(items: readonly T[], columns: readonly Column<T>[]): string {
  const rows = items.map((item) => columns.map(({ cell }) => plain(String(cell(item)))))
  const widths = columns.map(({ title }, at) => Math.max(...[title, ...rows.map((row) => row[at] ?? '')].map(widthOf)))
  const lineOf = (cells: readonly string[]): string =>
    cells
      .map((cell, at) => padded(cell, widths[at] ?? 0, columns[at]?.right === true))
      .join('  ')
      .trimEnd()
  return [lineOf(columns.map(({ title }) => title)), ...rows.map(lineOf)].join('\n')
}

/** One fact a line, its name in front. */
export function factsOf(facts: Readonly<Record<string, string | number>>): string {
  const entries = Object.entries(facts)
  const width = Math.max(...entries.map(([name]) => widthOf(name)))
  return entries.map(([name, value]) => `${padded(name, width, false)}  ${plain(String(value))}`).join('\n')
}

const padded = (text: string, width: number, right: boolean): string => {
  const space = ' '.repeat(Math.max(0, width - widthOf(text)))
  return right ? space + text : text + space
}

/** Names of files and clients come from strangers: what would steer a terminal is shown as a mark. */
export const plain = (text: string): string => text.replace(/\p{Cc}/gu, '\u{FFFD}')

const wide =
  /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{20000}-\u{3FFFD}]/gu

/** Chinese, Japanese and Korean characters take two columns of a terminal. */
function widthOf(text: string): number {
  return [...new Intl.Segmenter().segment(text)].length + (text.match(wide)?.length ?? 0)
}
