/** What rows come to by what they are about: reckoned while they are counted, so that no row is kept for it. */
import type { PackDocument } from './document.ts'
import type { Cell, Row } from './tables.ts'

type CountAndMoney = Readonly<{ count: number; money: string }>

/** Counts rows by some of their columns. */
class Grouped<K extends string> {
  readonly #columns: readonly K[]
  readonly #found = new Map<string, { count: number; money: bigint }>()

  constructor(columns: readonly K[]) {
    this.#columns = columns
  }

  add(row: Row, money: Cell | undefined): void {
    const key = JSON.stringify(this.#columns.map((column) => String(row[column] ?? '')))
    const before = this.#found.get(key) ?? { count: 0, money: 0n }
    this.#found.set(key, { count: before.count + 1, money: before.money + BigInt(money ?? 0) })
  }

  get found(): readonly (Readonly<Record<K, string>> & CountAndMoney)[] {
    return [...this.#found]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, { count, money }]) => {
        const values = JSON.parse(key) as string[]
        const named = Object.fromEntries(this.#columns.map((column, at) => [column, values[at] ?? '']))
        return { ...(named as Record<K, string>), count, money: String(money) }
      })
  }
}

export class Summaries {
  readonly #raised = new Grouped(['code', 'currency'])
  readonly #resolved = new Grouped(['code', 'currency'])
  readonly #open = new Grouped(['code', 'currency'])
  readonly #approvals = new Grouped(['kind', 'outcome', 'currency'])
  readonly #residues = new Grouped(['account', 'currency', 'residue_to', 'state'])

  exception(row: Row): void {
    if (row.was_raised === 1) this.#raised.add(row, row.amount)
    if (row.was_resolved === 1) this.#resolved.add(row, row.amount)
    if (row.is_open_at_end === 1) this.#open.add(row, row.amount)
  }

  approval(row: Row): void {
    this.#approvals.add(row, row.amount)
  }

  residue(row: Row): void {
    this.#residues.add(row, row.residue)
  }

  get inDocument(): Pick<PackDocument, 'exceptionsByCode' | 'approvalsByKind' | 'residuesByAccount'> {
    return {
      exceptionsByCode: this.#exceptionsByCode(),
      approvalsByKind: [...this.#approvals.found],
      residuesByAccount: this.#residues.found.map(({ residue_to: to, ...rest }) => ({ ...rest, to })),
    }
  }

  #exceptionsByCode(): PackDocument['exceptionsByCode'] {
    const columns = { raised: this.#raised, resolved: this.#resolved, openAtEnd: this.#open }
    const none = { count: 0, money: '0' }
    const found = new Map<string, PackDocument['exceptionsByCode'][number]>()
    for (const [column, grouped] of Object.entries(columns))
      for (const { code, currency, count, money } of grouped.found) {
        const key = `${code} ${currency}`
        const before = found.get(key) ?? { code, currency, raised: none, resolved: none, openAtEnd: none }
        found.set(key, { ...before, [column]: { count, money } })
      }
    return [...found].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each)
  }
}
