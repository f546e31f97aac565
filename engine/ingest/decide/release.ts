/**
 * Releasing a held batch: its rules have spoken and two people overrule them. What was posted before stays, the rest
 * follows; a suspension is not overruled, because it is about the producer.
 */
import type { Database } from 'better-sqlite3'
import { isoOf } from '../../calendar/instant.ts'
import { settleBatchRules } from '../../exceptions/raise-for-batch.ts'
import type { RefusalOf } from '../../operations/refusal.ts'
import type { Json } from '../../store/command.ts'
import { perConnection } from '../../store/compiled.ts'
import { homeOf } from '../../workspace/home.ts'
import { standingOf } from './standing.ts'

type Money = Readonly<{ currency: string; amount: number }>

export type Released =
  | Readonly<{ status: 'done'; before: Json; after: Json; money: Money | null }>
  | RefusalOf<'batch_unknown'>
  | RefusalOf<'batch_not_held'>
  | RefusalOf<'producer_suspended'>

/** The intake goes on with it once this is committed. */
export function releaseBatch(
  { raw, at }: Readonly<{ raw: Database; at: number }>,
  batch: number,
  { proposal, by }: Readonly<{ proposal: number; by: string }>,
): Released {
  const standing = standingOf(raw, batch)
  if (standing === null) return { status: 'batch_unknown', batch }
  const { state, suspension, unposted, verdict } = standing
  if (state !== 'held') return { status: 'batch_not_held', batch, state }
  if (suspension !== null) return { status: 'producer_suspended', by: suspension.by, at: isoOf(suspension.at) }
  const amount = moneyToPost(raw, batch)
  statementsOf(raw).release.run({ batch, proposal, at })
  settleBatchRules(raw, at, batch, { resolution: 'posted', by })
  const overruled = verdict.filter(({ effect }) => effect !== 'warn').map(({ code }) => code)
  return {
    status: 'done',
    before: { state: 'held', because: overruled },
    // Repeats among its rows are not posted again, so it may come to less.
    after: { state: 'posting', rows: unposted, upTo: amount },
    money: amount === 0 ? null : { currency: homeOf(raw).currency, amount },
  }
}

/** What checking found to be valid, less what was posted or held before the batch was stopped. */
function moneyToPost(raw: Database, batch: number): number {
  const money = statementsOf(raw).money.get(batch) as { valid: string | null; sum: bigint; held: bigint | null }
  const left = BigInt(money.valid ?? '0') - money.sum - (money.held ?? 0n)
  // More than a number holds is more than a batch may post.
  return Number(left > maxSafe ? maxSafe : left < 0n ? 0n : left)
}

const maxSafe = BigInt(Number.MAX_SAFE_INTEGER)

const statementsOf = perConnection((raw) => ({
  release: raw.prepare(`
    UPDATE batch SET state = 'posting', released_by = @proposal, posting_since = coalesce(posting_since, @at)
    WHERE id = @batch`),
  money: raw
    .prepare(`
      SELECT valid_sum AS valid, sum,
        (SELECT sum(amount) FROM held_row WHERE batch_id = batch.id AND state = 'held') AS held
      FROM batch WHERE id = ?`)
    .safeIntegers(),
}))
