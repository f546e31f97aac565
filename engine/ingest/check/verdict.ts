/**
 * What the rules over a whole batch say, once every row of it is known. A rule that speaks is told with what was expected
 * and what was found, whatever it does; the strictest of their effects is the verdict.
 */
import type { Agreement, BatchEffect, BatchRule } from '../../contract/agreements.ts'
import type { Control } from '../records/record-block.ts'

export type Spoken = Readonly<{
  code: BatchRule
  effect: BatchEffect
  expected: string | null
  found: string | null
}>

/** What checking a file found, as far as the rules ask for it. */
export type CheckFacts = Readonly<{
  rows: number
  faults: number
  /** The money of all rows whose amount can be read, in minor units and without sign. */
  sum: bigint
  /** Distinct clients, counted no further than anybody asks. */
  clients: number
  /** What the producer says is in the file; something is there that can't be read is not the same as nothing. */
  control: Control | 'unreadable' | null
  sha256: string
  /** Rows with a TxId that another batch brought already. */
  known: number
  /** The batch that this one is most alike under other TxIds, and how much of this one is in it. */
  alike: Readonly<{ batch: number; share: number }> | null
  /** A batch with the same count, sum and dates. */
  twin: number | null
  suspended: boolean
  /** Null when no schedule says anything about it. */
  inSchedule: boolean | null
}>

export type Verdict = Readonly<{ state: 'posting' | 'held' | 'rejected'; spoken: readonly Spoken[] }>

export function verdictOf(facts: CheckFacts, { effects, limits }: Agreement): Verdict {
  const spoken = [
    ...controlMismatch(facts, effects.CONTROL_MISMATCH),
    ...doubled(facts, { effects, limits }),
    ...tooFewClients(facts, limits.clientsMin, effects.TOO_FEW_CLIENTS),
    ...tooManyFaults(facts, limits.faultsMaxPercent, effects.TOO_MANY_FAULTS),
    ...suspended(facts),
    ...outOfSchedule(facts, effects.OUT_OF_SCHEDULE),
  ]
  const strictest = (['reject', 'hold'] as const).find((effect) => spoken.some((each) => each.effect === effect))
  const state = strictest === 'reject' ? 'rejected' : strictest === 'hold' ? 'held' : 'posting'
  return { state, spoken }
}

function controlMismatch({ control, rows, sum, sha256 }: CheckFacts, effect: BatchEffect): Spoken[] {
  if (control === null) return []
  if (control === 'unreadable')
    return [{ code: 'CONTROL_MISMATCH', effect, expected: 'control totals', found: 'they can’t be read' }]
  const told: [string, string, string][] = []
  if (control.count !== null && control.count !== rows) told.push(['count', String(control.count), String(rows)])
  if (control.sum !== null && control.sum !== sum) told.push(['sum', String(control.sum), String(sum)])
  if (control.sha256 !== null && control.sha256.toLowerCase() !== sha256) told.push(['sha256', control.sha256, sha256])
  if (told.length === 0) return []
  const side = (index: 1 | 2): string => told.map((each) => `${each[0]} ${each[index]}`).join(', ')
  return [{ code: 'CONTROL_MISMATCH', effect, expected: side(1), found: side(2) }]
}

/**
 * The same rows again: under their own TxIds, or under others. Where neither is so, the same count, sum and dates are
 * worth a word and no more, because two shops may well have sold the same on one day.
 */
function doubled(facts: CheckFacts, { effects, limits }: Pick<Agreement, 'effects' | 'limits'>): Spoken[] {
  const { rows, faults, known, alike, twin } = facts
  const valid = rows - faults
  if (valid > 0 && known > 0 && known * 100 >= valid * limits.doubledPercent) {
    const found = `${known} of ${valid} rows known`
    const expected = `less than ${limits.doubledPercent} % known from other batches`
    return [{ code: 'BATCH_DOUBLED', effect: effects.BATCH_DOUBLED, expected, found }]
  }
  if (alike !== null && alike.share * 100 >= limits.alikePercent) {
    const found = `${Math.floor(alike.share * 100)} % as batch ${alike.batch}, under other TxIds`
    const expected = `less than ${limits.alikePercent} % alike`
    return [{ code: 'BATCH_DOUBLED', effect: effects.BATCH_DOUBLED, expected, found }]
  }
  if (twin === null) return []
  const found = `same count, sum and dates as batch ${twin}`
  return [{ code: 'BATCH_ALIKE', effect: effects.BATCH_ALIKE, expected: null, found }]
}

function tooFewClients({ rows, clients }: CheckFacts, least: number, effect: BatchEffect): Spoken[] {
  // A file without rows says that nothing happened, which is no reason to ask anybody.
  if (rows === 0 || clients >= least) return []
  return [{ code: 'TOO_FEW_CLIENTS', effect, expected: `${least} clients`, found: String(clients) }]
}

function tooManyFaults({ rows, faults }: CheckFacts, most: number, effect: BatchEffect): Spoken[] {
  if (faults * 100 <= rows * most) return []
  return [{ code: 'TOO_MANY_FAULTS', effect, expected: `at most ${most} %`, found: `${faults} of ${rows} rows` }]
}

const suspended = (facts: CheckFacts): Spoken[] =>
  facts.suspended ? [{ code: 'PRODUCER_SUSPENDED', effect: 'hold', expected: null, found: null }] : []

const outOfSchedule = ({ inSchedule }: CheckFacts, effect: BatchEffect): Spoken[] =>
  inSchedule === false ? [{ code: 'OUT_OF_SCHEDULE', effect, expected: null, found: null }] : []
