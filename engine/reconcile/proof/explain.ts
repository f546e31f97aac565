/** The smallest set of items that comes to a difference, as far as a bounded search finds one: where somebody would begin to look. */
import type { Database } from 'better-sqlite3'
import type { OmnibusProof } from '../../contract/reconciliation.ts'
import { perConnection } from '../../store/compiled.ts'
import type { Side } from '../items/open-items.ts'
import { readItems } from '../look/items.ts'
import { findSums } from '../passes/search.ts'

type Asked = Readonly<{ day: number; difference: bigint; steps: number }>
type Candidate = Readonly<{ side: Side; item: number; amount: number }>

const candidatesMax = 200

/** A line that is there twice, or a posting that should not be: what would be right without them. */
export function explainDifference(
  raw: Database,
  account: number,
  { day, difference, steps }: Asked,
): NonNullable<OmnibusProof['explanation']> {
  const goal = Number(difference)
  if (!Number.isSafeInteger(goal)) return { items: [], bounded: true }
  const { sameAmount, nearDay } = statementsOf(raw)
  const one = sameAmount.all({ account, amount: goal, other: 0 - goal, day }) as Candidate[]
  if (one.length > 0) return { items: [...readItems(raw, account, one.slice(0, 1))], bounded: false }
  const near = (nearDay.all({ account, day, limit: candidatesMax }) as Candidate[]).filter(
    ({ amount }) => Math.sign(amount) === Math.sign(goal) && Math.abs(amount) < Math.abs(goal),
  )
  const amounts = Float64Array.from(near.map(({ amount }) => amount))
  const { sums, isBounded } = findSums(
    amounts,
    near.map((_, at) => at),
    goal,
    steps,
  )
  const smallest = sums.toSorted((a, b) => a.length - b.length)[0] ?? []
  const items = smallest.map((at) => near[at] as Candidate)
  return { items: [...readItems(raw, account, items)], bounded: isBounded || near.length === candidatesMax }
}

const statementsOf = perConnection((raw) => ({
  sameAmount: raw.prepare(`
    SELECT side, item, amount FROM open_item
    WHERE account = @account AND day BETWEEN @day - 31 AND @day AND amount IN (@amount, @other)
    ORDER BY day DESC LIMIT 5`),
  nearDay: raw.prepare(`
    SELECT side, item, amount FROM open_item WHERE account = @account AND day BETWEEN @day - 31 AND @day
    ORDER BY day DESC LIMIT @limit`),
}))
