/**
 * What the rules over a whole batch say, once every row of it is known. A rule that speaks is told with what was expected
 * and what was found, whatever it does; the strictest of their effects is the verdict.
 */
import type { Agreement, BatchEffect, BatchRule } from '../../contract/agreements.ts'
import type { FactNamed, RuleFact } from '../../contract/rule-facts.ts'
import type { Control, FileFault } from '../records/record-block.ts'

export type Spoken = Readonly<{ code: BatchRule; effect: BatchEffect; facts: readonly RuleFact[] }>

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
  if (control === 'unreadable') return [{ code: 'CONTROL_MISMATCH', effect, facts: [{ fact: 'control_unreadable' }] }]
  const facts: RuleFact[] = []
  if (control.sum !== null && control.sum !== sum)
    facts.push({ fact: 'control_sum', expected: String(control.sum), found: String(sum) })
  if (control.count !== null && control.count !== rows)
    facts.push({ fact: 'control_count', expected: control.count, found: rows })
  if (control.sha256 !== null && control.sha256.toLowerCase() !== sha256)
    facts.push({ fact: 'control_hash', expected: control.sha256, found: sha256 })
  return facts.length === 0 ? [] : [{ code: 'CONTROL_MISMATCH', effect, facts }]
}

/**
 * The same rows again: under their own TxIds, or under others. Where neither is so, the same count, sum and dates are
 * worth a word and no more, because two shops may well have sold the same on one day.
 */
function doubled(facts: CheckFacts, { effects, limits }: Pick<Agreement, 'effects' | 'limits'>): Spoken[] {
  const { rows, faults, known, alike, twin } = facts
  const valid = rows - faults
  if (valid > 0 && known > 0 && known * 100 >= valid * limits.doubledPercent) {
    const fact: RuleFact = { fact: 'known', known, of: valid, percent: limits.doubledPercent }
    return [{ code: 'BATCH_DOUBLED', effect: effects.BATCH_DOUBLED, facts: [fact] }]
  }
  if (alike !== null && alike.share * 100 >= limits.alikePercent) {
    const share = Math.floor(alike.share * 100)
    const fact: RuleFact = { fact: 'alike', share, batch: alike.batch, percent: limits.alikePercent }
    return [{ code: 'BATCH_DOUBLED', effect: effects.BATCH_DOUBLED, facts: [fact] }]
  }
  if (twin === null) return []
  return [{ code: 'BATCH_ALIKE', effect: effects.BATCH_ALIKE, facts: [{ fact: 'twin', batch: twin }] }]
}

function tooFewClients({ rows, clients }: CheckFacts, least: number, effect: BatchEffect): Spoken[] {
  // A file without rows says that nothing happened, which is no reason to ask anybody.
  if (rows === 0 || clients >= least) return []
  return [{ code: 'TOO_FEW_CLIENTS', effect, facts: [{ fact: 'clients', expected: least, found: clients }] }]
}

function tooManyFaults({ rows, faults }: CheckFacts, most: number, effect: BatchEffect): Spoken[] {
  if (faults * 100 <= rows * most) return []
  return [{ code: 'TOO_MANY_FAULTS', effect, facts: [{ fact: 'faults', faults, of: rows, percent: most }] }]
}

const suspended = (facts: CheckFacts): Spoken[] =>
  facts.suspended ? [{ code: 'PRODUCER_SUSPENDED', effect: 'hold', facts: [] }] : []

const outOfSchedule = ({ inSchedule }: CheckFacts, effect: BatchEffect): Spoken[] =>
  inSchedule === false ? [{ code: 'OUT_OF_SCHEDULE', effect, facts: [] }] : []

/** A fault of the file names the column that it is about behind its reason, where it is about one. */
export function unreadableFact({ reason, line }: Pick<FileFault, 'reason' | 'line'>): FactNamed<'unreadable'> {
  const [name = '', about = null] = reason.split(/:(.*)/s, 2)
  return { fact: 'unreadable', reason: name, about, line }
}
