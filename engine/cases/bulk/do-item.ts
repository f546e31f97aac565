/**
 * One case of many: the same deed by the same rules as if it were the only one, and what became of it, in one transaction.
 * A case that was done is never done again, whatever ends in between.
 */
import type { Database } from 'better-sqlite3'
import type { BulkDeed } from '../../contract/bulk.ts'
import type { CaseDeed } from '../../contract/cases.ts'
import type { Role } from '../../contract/permission.ts'
import type { CorrectedRow } from '../../contract/row-fields.ts'
import { tellOfBulk } from '../../notifications/of-bulk.ts'
import type { Initiator } from '../../operations/initiator.ts'
import { type CommandContext, command, type Json } from '../../store/command.ts'
import { perConnection } from '../../store/compiled.ts'
import { withoutTrace } from '../../store/savepoint.ts'
import { actNow } from '../act.ts'
import { isDid } from '../deeds/deed.ts'
import { factsOf } from '../facts.ts'
import { changedSince } from './review.ts'

export type Doing = Readonly<{
  bulk: number
  seq: number
  /** Rows that were read again for it: as they stand, or with what the deed says of them. */
  rows: readonly CorrectedRow[]
  /** What stood in the way before anything could be tried. */
  refused?: Readonly<{ code: string; facts: Readonly<Record<string, Json>> }> | undefined
  /** It was asked for already, by a letter that was written. */
  asked?: boolean
}>

type Became =
  /** It was stopped, or is done already. */
  | Readonly<{ status: 'skipped' }>
  | Readonly<{ status: 'done'; exception: number; action: string; bulk: number }>
  | Readonly<{ status: 'proposed'; exception: number; action: string; bulk: number; proposal: number }>
  | Readonly<{ status: 'refused'; exception: number; action: string; bulk: number; code: string; facts: Facts }>
  /** So much of it is done; the rest of the same case follows. */
  | Readonly<{ status: 'more'; exception: number; action: string; bulk: number }>
type Facts = Readonly<Record<string, Json>>

export const doItem = command({
  topics: ['exceptions', 'batches', 'producers', 'clients', 'ledger', 'proposals'],
  record: ({ bulk }: Doing, became: Became) => {
    if (became.status === 'skipped') return { action: 'exceptions.bulk', subject: `bulk:${bulk}`, outcome: 'skipped' }
    const { status, exception, action, ...detail } = became
    return { action: `exceptions.${action}`, subject: `exception:${exception}`, outcome: status, detail }
  },
  run: (context, doing): Became => {
    const { raw } = context
    const item = statementsOf(raw).item.get(doing.bulk, doing.seq) as Item | undefined
    if (item === undefined) return { status: 'skipped' }
    const became = doOne(context, item, doing)
    if (became.status === 'more') return became
    const { status } = became
    const code = became.status === 'refused' ? became.code : null
    const facts = JSON.stringify(became.status === 'refused' ? became.facts : {})
    const proposal = became.status === 'proposed' ? became.proposal : null
    statementsOf(raw).note.run({ bulk: doing.bulk, seq: doing.seq, status, code, facts, proposal })
    statementsOf(raw).count.run({ bulk: doing.bulk, status, at: context.at })
    tellOfBulk(raw, context.at, { bulk: doing.bulk })
    return became
  },
})

type Item = Readonly<{ exception: number; deed: string; asOf: number; user: number; name: string }>

function doOne(
  context: CommandContext,
  { exception, deed: said, asOf, user, name }: Item,
  { bulk, rows, refused, asked = false }: Doing,
): Exclude<Became, { status: 'skipped' }> {
  const { raw } = context
  const deed = JSON.parse(said) as BulkDeed
  const of = { exception, action: deed.action, bulk }
  if (refused !== undefined) return { status: 'refused', ...of, ...refused }
  if (asked) return { status: 'done', ...of }
  const facts = factsOf(raw, exception)
  if (facts !== null && changedSince(facts, name, asOf)) {
    const { touchedBy, status } = facts
    return { status: 'refused', ...of, code: 'changed_since', facts: { by: touchedBy, state: status } }
  }
  const initiator = initiatorOf(raw, bulk, user, name)
  const one = deedFor(deed, rows)
  const acting = { id: exception, version: null, deed: one, initiator, asTheyStand: rows }
  // What it refuses leaves nothing behind.
  const outcome = withoutTrace(
    raw,
    () => actNow(context, acting),
    (each) => !isDid(each),
  )
  if (!isDid(outcome)) return { status: 'refused', ...of, ...saidOf(outcome) }
  if (outcome.more) return { status: 'more', ...of }
  const { proposal } = outcome
  return proposal === null ? { status: 'done', ...of } : { status: 'proposed', ...of, proposal }
}

/** A bar is told by itself; other refusals by their code and facts. */
export function saidOf(refusal: Readonly<{ status: string }>): Readonly<{ code: string; facts: Facts }> {
  const { status, ...rest } = refusal
  const facts = rest as Facts
  return status === 'case_barred' && typeof facts.bar === 'string'
    ? { code: facts.bar, facts: {} }
    : { code: status, facts }
}

function deedFor(deed: BulkDeed, rows: readonly CorrectedRow[]): CaseDeed {
  if (deed.action === 'correct') return { action: 'correct', reason: deed.reason, rows: [...rows] }
  return deed as Exclude<CaseDeed, { action: 'correct' }>
}

/** Who began it, with the roles of now; what it does under its own name is not counted with what they ask themselves. */
const initiatorOf = (raw: Database, bulk: number, user: number, name: string): Initiator => ({
  caller: `bulk:${bulk}`,
  user,
  name,
  roles: statementsOf(raw).roles.all(user) as Role[],
  onBehalfOf: null,
})

const statementsOf = perConnection((raw) => ({
  item: raw.prepare(`
    SELECT item.exception_id AS exception, bulk.deed, bulk.as_of AS asOf, bulk.user, user.name
    FROM bulk_item AS item JOIN bulk ON bulk.id = item.bulk_id JOIN user ON user.id = bulk.user
    WHERE item.bulk_id = ? AND item.seq = ? AND item.outcome = 'pending' AND bulk.state = 'running'`),
  roles: raw.prepare('SELECT role FROM user_role WHERE user_id = ?').pluck(),
  note: raw.prepare(`
    UPDATE bulk_item SET outcome = @status, code = @code, facts = @facts, proposal = @proposal
    WHERE bulk_id = @bulk AND seq = @seq`),
  count: raw.prepare(`
    UPDATE bulk SET done = done + (@status = 'done'), proposed = proposed + (@status = 'proposed'),
      refused = refused + (@status = 'refused'),
      state = iif(done + proposed + refused + 1 = cases, 'done', state),
      ended_at = iif(done + proposed + refused + 1 = cases, @at, ended_at)
    WHERE id = @bulk`),
}))
