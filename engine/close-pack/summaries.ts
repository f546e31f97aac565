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

  add(row: Row, money: Cell | undefined, times = 1): void {
    const key = JSON.stringify(this.#columns.map((column) => String(row[column] ?? '')))
    const before = this.#found.get(key) ?? { count: 0, money: 0n }
    this.#found.set(key, {
      count: before.count + times,
      money: before.money + BigInt(times) * BigInt(money ?? 0),
    })
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
  readonly #exceptions = {
    openBefore: new Grouped(['code', 'currency']),
    raised: new Grouped(['code', 'currency']),
    reopened: new Grouped(['code', 'currency']),
    resolved: new Grouped(['code', 'currency']),
    openAtEnd: new Grouped(['code', 'currency']),
  }
  readonly #approvals = new Grouped(['kind', 'outcome', 'currency'])
  readonly #residues = new Grouped(['account', 'currency', 'residue_to', 'state'])

  exception(row: Row): void {
    const { openBefore, raised, reopened, resolved, openAtEnd } = this.#exceptions
    openBefore.add(row, row.amount, Number(row.open_before))
    raised.add(row, row.amount, Number(row.raised))
    reopened.add(row, row.amount, Number(row.reopened))
    resolved.add(row, row.amount, Number(row.resolved))
    openAtEnd.add(row, row.amount, Number(row.open_at_end))
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
    const count = { count: 0, money: '0' }
    const none = { openBefore: count, raised: count, reopened: count, resolved: count, openAtEnd: count }
    const byCode = new Map<string, PackDocument['exceptionsByCode'][number]>()
    for (const [column, grouped] of Object.entries(this.#exceptions))
      for (const { code, currency, ...found } of grouped.found) {
        const key = `${code} ${currency}`
        byCode.set(key, { ...(byCode.get(key) ?? { code, currency, ...none }), [column]: found })
      }
    return [...byCode].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each)
  }
}
