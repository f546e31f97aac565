/** What became of each of many cases, as a file for a table: nothing in it is a formula for whoever opens it. */
import type { BulkItem } from '../../contract/bulk.ts'
import type { EngineStore } from '../../engine-store.ts'

const rowsAtOnce = 1_000
const head = 'Exception,Outcome,Reason,Proposal,Facts'

export async function bulkFile(store: EngineStore, id: number): Promise<File> {
  // A mark, so that table programs read it as what it is.
  const parts = [`\uFEFF${head}\r\n`]
  for (let [after, more] = [0, true]; more; ) {
    const page = await store.read('bulk.items', { id, after, limit: rowsAtOnce })
    parts.push(page.items.map(lineOf).join(''))
    after = page.last
    more = page.more
  }
  return new File(parts, `bulk-${id}.csv`, { type: 'text/csv' })
}

function lineOf({ exception, outcome, code, facts, proposal }: BulkItem): string {
  const said = Object.entries(facts)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join('; ')
  const cells = [`EX-${exception}`, outcome, code ?? '', proposal === null ? '' : `P-${proposal}`, said]
  return `${cells.map(cellOf).join(',')}\r\n`
}

/** Table programs reckon what begins like a formula; behind an apostrophe it is text. */
const cellOf = (text: string): string => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`
