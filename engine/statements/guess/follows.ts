/** Whether the balances of a sample follow from its lines under a mapping, as its reader will ask. */
import type { StatementMapping } from '../../contract/statement-mappings.ts'
import { lineReader } from '../mapped/line-reader.ts'
import { problemsOfMapping } from '../mapped/mapping-problems.ts'
import { RunningBalance } from '../mapped/running.ts'
import { isUnread, type SourceRecord } from '../mapped/source.ts'
import type { Reading } from '../statement.ts'
import type { LookedAt } from './columns.ts'

/** So few lines may come out by chance. */
const statedMin = 3

export type Follows = 'yes' | 'no' | 'untold'

export function balancesFollow(columns: readonly LookedAt[], mapping: StatementMapping, reading: Reading): Follows {
  if (problemsOfMapping(mapping).length > 0) return 'no'
  const read = lineReader(mapping, everyCurrency(reading))
  const common = { account: '?', currency: 'XXX' }
  const balances = new Map<string, RunningBalance>()
  let stated = 0
  for (const record of recordsOf(columns)) {
    const line = read(record, common)
    if (line === 'skipped') continue
    if (isUnread(line)) return 'no'
    if (line.line.isPending) continue
    const key = `${line.line.currency} ${line.account}`
    const balance = balances.get(key) ?? new RunningBalance()
    balances.set(key, balance)
    if (!balance.add(line.line.amount, line.balance, line.line.bookedOn ?? line.line.valueOn)) return 'no'
    if (line.balance !== null) stated += 1
  }
  return stated < Math.max(statedMin, balances.size + 1) ? 'untold' : 'yes'
}

/** Balances follow or don't in any currency, also in one that nobody has named yet. */
const everyCurrency = ({ digitsOf }: Reading): Reading => ({ digitsOf: (code) => digitsOf(code) ?? 2 })

function recordsOf(columns: readonly LookedAt[]): readonly SourceRecord[] {
  const byName = new Map(columns.map((column) => [column.name, column]))
  const count = columns[0]?.values.length ?? 0
  return Array.from({ length: count }, (_, line) => ({
    place: line + 1,
    isPending: false,
    text: (name: string) => byName.get(name)?.values[line] ?? '',
  }))
}
