/**
 * Lines and postings that share a reference, in sum: a payout in one line, an order in parts. Groups are asked in the order of
 * their keys, which does not depend on how the items came.
 */
import type { MatchRule } from '../../contract/match-rules.ts'
import { type Findings, fieldsOfNames, namesTogether, type Together } from './findings.ts'
import { isWithin, residueAllowed } from './law.ts'
import type { SharedKeys } from './shared-keys.ts'

/** What a line says was kept of it; read when it is needed, because few lines are asked. */
export type ChargesOf = (line: number) => number

type Asked = Readonly<{ rule: MatchRule; number: number; chargesOf: ChargesOf }>

export function matchGroups(found: Findings, shared: SharedKeys, asked: Asked): void {
  const groups: number[] = []
  for (let group = 0; group < shared.count; group += 1) if (isWorth(found, shared, group)) groups.push(group)
  groups.sort((a, b) => (shared.hashes[a] as number) - (shared.hashes[b] as number))
  for (const group of groups) {
    const together = openOf(found, shared, group)
    take(found, together, { ...asked, names: namesOf(shared, group) })
  }
  matchStars(found, shared, asked)
}

function isWorth(found: Findings, shared: SharedKeys, group: number): boolean {
  return hasOpen(shared.lines, group, found.lineTaken) && hasOpen(shared.postings, group, found.postingTaken)
}

function hasOpen({ starts, items }: SharedKeys['lines'], group: number, taken: Uint8Array): boolean {
  for (let at = starts[group] as number; at < (starts[group + 1] as number); at += 1)
    if (taken[items[at] as number] === 0) return true
  return false
}

function openOf(found: Findings, shared: SharedKeys, group: number): Together {
  return {
    lines: openMembers(shared.lines, group, found.lineTaken),
    postings: openMembers(shared.postings, group, found.postingTaken),
  }
}

function openMembers({ starts, items }: SharedKeys['lines'], group: number, taken: Uint8Array): number[] {
  const open: number[] = []
  for (let at = starts[group] as number; at < (starts[group + 1] as number); at += 1)
    if (taken[items[at] as number] === 0) open.push(items[at] as number)
  return open
}

const namesOf = ({ lines, postings }: SharedKeys, group: number): string =>
  fieldsOfNames(
    namesTogether(
      lines.names[lines.starts[group] as number] as number,
      postings.names[postings.starts[group] as number] as number,
    ),
  )

function take(
  found: Findings,
  together: Together,
  { rule, number, chargesOf, names }: Asked & Readonly<{ names: string }>,
): boolean {
  const { lines, postings } = together
  if (lines.length === 0 || postings.length === 0 || !areWithin(found, together, rule)) return false
  const [lineSum, postingSum] = [found.lineSum(together), found.postingSum(together)]
  const residue = lineSum - postingSum
  const isBounded = residueAllowed(rule, residue, postingSum)
  const mayBeStated = !isBounded && rule.tolerance?.statedCharges === true
  const charges = mayBeStated ? lines.reduce((sum, line) => sum + chargesOf(line), 0) : 0
  const isExplained = isBounded || (charges > 0 && residue === 0 - charges)
  if (!isExplained) return false
  const evidence = { fields: [names], ...(charges > 0 ? { charges } : {}) }
  if (rule.effect === 'suggest') found.suggestions.push({ ...together, rule: number, score: 75, why: 'sum', evidence })
  else
    found.match({
      ...together,
      rule: number,
      residueTo: residue === 0 ? null : (rule.tolerance?.residueTo ?? null),
      evidence,
    })
  return true
}

function areWithin({ lines, postings }: Findings, together: Together, rule: MatchRule): boolean {
  const lineDays = together.lines.map((line) => lines.days[line] as number)
  const postingDays = together.postings.map((posting) => postings.days[posting] as number)
  const [firstLine, lastLine] = spanOf(lineDays)
  const [firstPosting, lastPosting] = spanOf(postingDays)
  return isWithin(rule, lastLine, firstPosting) && isWithin(rule, firstLine, lastPosting)
}

function spanOf(days: readonly number[]): readonly [number, number] {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const day of days) {
    if (day < first) first = day
    if (day > last) last = day
  }
  return [first, last]
}

/** A line that names each of its payments: all postings that any of its references finds, when no other line wants them. */
function matchStars(found: Findings, shared: SharedKeys, asked: Asked): void {
  const wanted = new Map<number, number>()
  const stars: (Together & Readonly<{ names: string }>)[] = []
  for (const { line, groups } of linesWithGroups(found, shared)) {
    const postings = new Set<number>()
    for (const group of groups)
      for (const posting of openMembers(shared.postings, group, found.postingTaken)) postings.add(posting)
    for (const posting of postings) wanted.set(posting, (wanted.get(posting) ?? 0) + 1)
    const [first] = groups
    if (groups.length > 1 && first !== undefined)
      stars.push({ lines: [line], postings: [...postings], names: namesOf(shared, first) })
  }
  for (const { names, ...star } of stars)
    if (star.postings.every((posting) => wanted.get(posting) === 1)) take(found, star, { ...asked, names })
}

const crowd = 1_000_000

/** What very many lines and postings share tells none of them apart, and would be gone through for each. */
function isCrowded({ lines, postings }: SharedKeys, group: number): boolean {
  const size = ({ starts }: SharedKeys['lines']): number => (starts[group + 1] as number) - (starts[group] as number)
  return size(lines) * size(postings) > crowd
}

/** Open lines with the groups of their keys that still have something to offer. */
function* linesWithGroups(
  found: Findings,
  shared: SharedKeys,
): Generator<Readonly<{ line: number; groups: readonly number[] }>> {
  const { items } = found.lines.keys
  for (let at = 0; at < items.length; ) {
    const line = items[at] as number
    const groups: number[] = []
    for (; at < items.length && items[at] === line; at += 1) {
      const group = shared.groupOfLineKey[at] as number
      if (
        group >= 0 &&
        found.isLineOpen(line) &&
        !isCrowded(shared, group) &&
        hasOpen(shared.postings, group, found.postingTaken)
      )
        groups.push(group)
    }
    if (groups.length > 0) yield { line, groups }
  }
}
