/**
 * One line and one posting of the same amount, near each other in time. Decided only where the party says so and nothing else
 * fits; the rest are suggestions, each with how many others would do as well. Amounts that differ are only suggested.
 */
import type { MatchRule } from '../../contract/match-rules.ts'
import type { Findings } from './findings.ts'
import { residueAllowed } from './law.ts'
import { OpenByAmount } from './open-by-amount.ts'

export type Sameness = 'same' | 'other' | 'unknown'
/** Whether a line and a posting name the same party; read when it is needed, because few are asked. */
export type PartyOf = (line: number, posting: number) => Sameness

type Asked = Readonly<{ rule: MatchRule; number: number; partyOf: PartyOf }>
type Candidate = Readonly<{ posting: number; party: Sameness }>

/** With more that look alike a line says nothing. */
const lookAtMost = 32
const suggestAtMost = 3

export function matchByAmount(found: Findings, asked: Asked): void {
  const byAmount = new OpenByAmount(found.postings, found.postingTaken)
  const ofLine = new Map<number, readonly Candidate[]>()
  const wanted = new Map<number, number>()
  for (let line = 0; line < found.lines.count; line += 1) {
    if (!found.isLineOpen(line)) continue
    const candidates = candidatesOf(found, byAmount, line, asked)
    if (candidates.length === 0) continue
    ofLine.set(line, candidates)
    for (const { posting } of candidates) wanted.set(posting, (wanted.get(posting) ?? 0) + 1)
  }
  for (const [line, candidates] of ofLine) {
    const [only] = candidates
    const isOnly = candidates.length === 1 && only !== undefined && wanted.get(only.posting) === 1
    if (isOnly && asked.rule.effect === 'match' && asked.rule.tolerance === null) take(found, line, only, asked)
    else if (asked.rule.effect === 'suggest') suggest(found, line, candidates, { ...asked, wanted })
  }
}

function candidatesOf(
  found: Findings,
  byAmount: OpenByAmount,
  line: number,
  { rule, partyOf }: Asked,
): readonly Candidate[] {
  const { lines } = found
  const day = lines.days[line] as number
  const amount = lines.amounts[line] as number
  const [firstDay, lastDay] = [day - rule.daysBefore, day + rule.daysAfter]
  const { tolerance } = rule
  const postings =
    tolerance === null
      ? byAmount.find(amount, firstDay, lastDay, lookAtMost)
      : byAmount
          .findBetween(
            { from: amount - tolerance.amount, to: amount + tolerance.amount },
            { firstDay, lastDay },
            lookAtMost,
          )
          .filter((posting) => isNear(found, { line, posting, rule }))
  if (postings.length === lookAtMost && rule.effect === 'match') return []
  if (rule.party === 'any') return postings.map((posting) => ({ posting, party: 'unknown' }))
  return postings
    .map((posting) => ({ posting, party: partyOf(line, posting) }))
    .filter(({ party }) => (rule.party === 'same' ? party === 'same' : party !== 'other'))
}

function isNear(
  { lines, postings }: Findings,
  { line, posting, rule }: Readonly<{ line: number; posting: number; rule: MatchRule }>,
): boolean {
  const [ofLine, ofPosting] = [lines.amounts[line] as number, postings.amounts[posting] as number]
  return Math.sign(ofLine) === Math.sign(ofPosting) && residueAllowed(rule, ofLine - ofPosting, ofPosting)
}

function evidenceOf({ lines, postings }: Findings, line: number, { posting, party }: Candidate) {
  const days = (postings.days[posting] as number) - (lines.days[line] as number)
  return { days, party: party === 'same' ? ('same' as const) : ('unknown' as const) }
}

function take(found: Findings, line: number, candidate: Candidate, { number }: Asked): void {
  const together = { lines: [line], postings: [candidate.posting] }
  found.match({ ...together, rule: number, residueTo: null, evidence: evidenceOf(found, line, candidate) })
}

function suggest(
  found: Findings,
  line: number,
  candidates: readonly Candidate[],
  { number, wanted }: Asked & Readonly<{ wanted: ReadonlyMap<number, number> }>,
): void {
  const nearness = ({ posting }: Candidate): number =>
    Math.abs((found.postings.days[posting] as number) - (found.lines.days[line] as number))
  const best = candidates.toSorted((a, b) => rank(a) - rank(b) || nearness(a) - nearness(b)).slice(0, suggestAtMost)
  for (const candidate of best) {
    const differs = found.lines.amounts[line] !== found.postings.amounts[candidate.posting]
    const others = candidates.length - 1 + ((wanted.get(candidate.posting) ?? 1) - 1)
    const sure = (candidate.party === 'same' ? 80 : 60) - (differs ? 25 : 0)
    const score = Math.max(5, sure - nearness(candidate) * 2 - others * 5)
    found.suggestions.push({
      lines: [line],
      postings: [candidate.posting],
      rule: number,
      score,
      why: whyOf(candidate, { others, differs }),
      evidence: { ...evidenceOf(found, line, candidate), ...(others > 0 ? { others } : {}) },
    })
  }
}

function whyOf({ party }: Candidate, { others, differs }: Readonly<{ others: number; differs: boolean }>) {
  if (differs) return 'amount_differs'
  if (others > 0) return 'same_amount_often'
  return party === 'same' ? 'same_amount' : 'party_unknown'
}

const rank = ({ party }: Candidate): number => (party === 'same' ? 0 : 1)
