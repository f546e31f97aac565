/** What a deed would come to for each of many cases, by the same rules that it is held against when it is done. */
import type { Database } from 'better-sqlite3'
import { isoOf } from '../../calendar/instant.ts'
import type { BulkDeed, BulkGroup, BulkReview } from '../../contract/bulk.ts'
import type { LinkBar } from '../../contract/messages.ts'
import { type Permission, permissionsOf, type Role } from '../../contract/permission.ts'
import { settingInForce } from '../../settings/in-force.ts'
import type { QueryContext } from '../../store/command.ts'
import { homeOf } from '../../workspace/home.ts'
import { type CaseFacts, factsOfMany } from '../facts.ts'
import { barTo, lackedFor, needsApproval } from '../may.ts'
import { letterBars } from './letter-bars.ts'

export type Reviewing = Readonly<{
  ids: readonly number[]
  deed: BulkDeed
  user: string
  roles: readonly Role[]
  /** When the cases were looked at. */
  asOf: number
  /** Why the links of letters would lead nowhere now. */
  linkBar: LinkBar | null
}>

const samplesMax = 5
/** From so many cases on, whoever confirms types how many there are. */
const typedFrom = 1_000

export function reviewBulk(
  { raw }: Pick<QueryContext, 'raw'>,
  { ids, deed, user, roles, asOf, linkBar }: Reviewing,
): BulkReview {
  const held = permissionsOf(roles)
  const letterBar = letterBars(raw, { action: deed.action, linkBar })
  const groups = new Map<string, Sum>()
  let money = 0n
  for (const facts of factsOfMany(raw, ids)) {
    const may = outcomeOf(facts, { action: deed.action, held, user, asOf })
    const outcome = may === 'done' ? (letterBar(facts) ?? may) : may
    add(groups, outcome, facts)
    if (outcome === 'done' || outcome === 'proposed') money += BigInt(facts.amount ?? 0)
  }
  return {
    cases: ids.length,
    currency: homeOf(raw).currency,
    asOf: isoOf(asOf),
    groups: [...groups]
      .map(([outcome, { sum, ...group }]) => ({ outcome, ...group, sum: String(sum) }))
      .toSorted(mostFirst),
    typeCount: ids.length > typedFrom || money > BigInt(boundOf(raw)),
  }
}

type Asking = Readonly<{
  action: BulkDeed['action']
  held: ReadonlySet<Permission>
  user: string
  asOf: number
}>

/** `done`, `proposed`, or why not. What somebody else did about a case since it was looked at is not overruled. */
export function outcomeOf(facts: CaseFacts, { action, held, user, asOf }: Asking): string {
  if (lackedFor(action, held) !== null) return 'not_permitted'
  if (changedSince(facts, user, asOf)) return 'changed_since'
  return barTo(action, facts) ?? (needsApproval(action) ? 'proposed' : 'done')
}

export const changedSince = (
  { touchedAt, touchedBy }: Pick<CaseFacts, 'touchedAt' | 'touchedBy'>,
  user: string,
  asOf: number,
): boolean => touchedAt !== null && touchedAt > asOf && touchedBy !== user

type Sum = { cases: number; rows: number; sum: bigint; unknown: number; samples: number[] }

function add(groups: Map<string, Sum>, outcome: string, { id, rows, amount }: CaseFacts): void {
  const group = groups.get(outcome) ?? { cases: 0, rows: 0, sum: 0n, unknown: 0, samples: [] }
  groups.set(outcome, group)
  group.cases += 1
  group.rows += rows
  group.sum += BigInt(amount ?? 0)
  if (amount === null) group.unknown += 1
  if (group.samples.length < samplesMax) group.samples.push(id)
}

/** What is done before what is not, then the most. */
const mostFirst = (a: BulkGroup, b: BulkGroup): number => rankOf(a) - rankOf(b) || b.cases - a.cases
const rankOf = ({ outcome }: BulkGroup): number => ['done', 'proposed'].indexOf(outcome) + 1 || 3

/** More than what one person may move alone anywhere is never confirmed by a key alone. */
function boundOf(raw: Database): number {
  const { rules } = settingInForce(raw, 'approvals').value
  const bounds = rules.flatMap(({ aloneUpTo }) => aloneUpTo ?? [])
  return Math.max(0, ...bounds)
}
