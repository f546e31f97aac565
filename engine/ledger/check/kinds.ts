/**
 * Law 6: all wallets together are what every kind of operation added less what it took. The postings say it one by one;
 * the writer's own totals say it again, and the wallets a third time.
 */
import type { Database } from 'better-sqlite3'
import type { CheckResult } from '../../contract/workspace.ts'
import type { Chart } from './chart.ts'
import type { Findings } from './findings.ts'
import type { PostingLaw, PostingRow } from './postings.ts'
import { Sums } from './sums.ts'

type KindMoves = NonNullable<CheckResult['kinds']>[number]
type Total = Readonly<{ kind: string; currency: string; postings: bigint; added: bigint; taken: bigint }>
type Counted = {
  readonly kind: string
  readonly currency: string
  postings: number
  readonly added: Sums
  readonly taken: Sums
}

export class KindTotals implements PostingLaw {
  readonly #raw: Database
  readonly #chart: Chart
  readonly #counted: Counted[] = []
  readonly #byCurrency = new Map<string, Map<string, Counted>>()

  constructor(raw: Database, chart: Chart) {
    this.#raw = raw
    this.#chart = chart
  }

  take(row: PostingRow): void {
    const counted = this.#of(row[8], row[9])
    counted.postings += 1
    if (this.#chart.isWallet(row[2])) counted.added.add(0, row[3])
    if (this.#chart.isWallet(row[1])) counted.taken.add(0, row[3])
  }

  close(findings: Findings): void {
    const recorded = this.#raw
      .prepare('SELECT kind, currency, postings, added, taken FROM kind_total ORDER BY kind, currency')
      .safeIntegers()
      .all() as Total[]
    const posted = this.#all()
    for (const each of union(posted, recorded)) differ(each, findings)
    for (const currency of this.#chart.currencies) this.#explain(currency, recorded, findings)
  }

  moves(): KindMoves[] {
    return this.#all().map(({ kind, currency, postings, added, taken }) => ({
      kind,
      currency,
      postings: Number(postings),
      added: String(added),
      taken: String(taken),
    }))
  }

  #explain(currency: string, recorded: readonly Total[], findings: Findings): void {
    const balances = this.#raw
      .prepare(`SELECT balance FROM account WHERE kind = 'wallet' AND currency = ?`)
      .safeIntegers()
      .pluck()
      .iterate(currency) as IterableIterator<bigint>
    let found = 0n
    for (const balance of balances) found += balance
    const expected = recorded
      .filter((total) => total.currency === currency)
      .reduce((sum, { added, taken }) => sum + added - taken, 0n)
    if (found !== expected)
      findings.add('wallets_not_explained', this.#chart.name('wallets', currency), { expected, found })
  }

  #all(): Total[] {
    return this.#counted
      .map(({ kind, currency, postings, added, taken }) => ({
        kind,
        currency,
        postings: BigInt(postings),
        added: added.get(0),
        taken: taken.get(0),
      }))
      .toSorted((a, b) => (`${a.kind} ${a.currency}` < `${b.kind} ${b.currency}` ? -1 : 1))
  }

  #of(kind: string, currency: string): Counted {
    const known = this.#byCurrency.get(currency)?.get(kind)
    if (known !== undefined) return known
    const fresh = { kind, currency, postings: 0, added: new Sums(1), taken: new Sums(1) }
    this.#counted.push(fresh)
    const ofCurrency = this.#byCurrency.get(currency) ?? new Map<string, Counted>()
    this.#byCurrency.set(currency, ofCurrency.set(kind, fresh))
    return fresh
  }
}

type Pair = Readonly<{ posted: Total; recorded: Total }>

function union(posted: readonly Total[], recorded: readonly Total[]): readonly Pair[] {
  const nothing = { postings: 0n, added: 0n, taken: 0n }
  const sameAs = (a: Total) => (b: Total) => a.kind === b.kind && a.currency === b.currency
  return [
    ...posted.map((each) => ({ posted: each, recorded: recorded.find(sameAs(each)) ?? { ...each, ...nothing } })),
    ...recorded
      .filter((each) => !posted.some(sameAs(each)))
      .map((each) => ({ posted: { ...each, ...nothing }, recorded: each })),
  ]
}

function differ({ posted, recorded }: Pair, findings: Findings): void {
  const subject = `${posted.kind} ${posted.currency}`
  const codes = { postings: 'kind_postings_differ', added: 'kind_added_differs', taken: 'kind_taken_differs' } as const
  for (const field of ['postings', 'added', 'taken'] as const) {
    if (posted[field] !== recorded[field])
      findings.add(codes[field], subject, { expected: posted[field], found: recorded[field] })
  }
}
