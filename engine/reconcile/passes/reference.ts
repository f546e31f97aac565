/** One line and one posting that share a reference. Where one of them could be with another as well, nothing is decided. */
import type { MatchRule } from '../../contract/match-rules.ts'
import { codeOfName } from '../items/key-list.ts'
import { release } from '../items/release.ts'
import { type Findings, fieldsOfNames, namesTogether } from './findings.ts'
import { isWithin, residueAllowed } from './law.ts'
import type { SharedKeys } from './shared-keys.ts'

const nobody = -1
const several = -2
const fileName = codeOfName('file')

type Candidates = Readonly<{ ofLine: Int32Array; ofPosting: Int32Array; names: Uint8Array }>

export function matchByReference(found: Findings, shared: SharedKeys, rule: MatchRule, number: number): void {
  const { lines, postings } = found
  const candidates: Candidates = {
    ofLine: new Int32Array(lines.count).fill(nobody),
    ofPosting: new Int32Array(postings.count).fill(nobody),
    names: new Uint8Array(lines.count),
  }
  for (let group = 0; group < shared.count; group += 1) {
    if (rule.tolerance === null) pairEqual(found, shared, group, { rule, candidates })
    else pairAlone(found, shared, group, { rule, candidates })
  }
  for (let line = 0; line < lines.count; line += 1) {
    const posting = candidates.ofLine[line] as number
    if (posting < 0 || candidates.ofPosting[posting] !== line) continue
    take(found, { line, posting, names: candidates.names[line] as number }, rule, number)
  }
  release(candidates.ofLine, candidates.ofPosting, candidates.names)
}

function take(
  found: Findings,
  { line, posting, names }: Readonly<{ line: number; posting: number; names: number }>,
  rule: MatchRule,
  number: number,
): void {
  const together = { lines: [line], postings: [posting] }
  const days = (found.postings.days[posting] as number) - (found.lines.days[line] as number)
  const evidence = { fields: [fieldsOfNames(names)], days }
  const differs = found.lines.amounts[line] !== found.postings.amounts[posting]
  if (rule.effect === 'suggest') {
    const why = differs ? 'amount_differs' : 'same_amount'
    found.suggestions.push({ ...together, rule: number, score: differs ? 60 : 90, why, evidence })
  } else if (differs) found.match({ ...together, rule: number, residueTo: rule.tolerance?.residueTo ?? null, evidence })
  else found.pair(number, line, posting, names)
}

type Asked = Readonly<{ rule: MatchRule; candidates: Candidates }>

/** Of several with one reference those pair that alone have their amount. */
function pairEqual(found: Findings, shared: SharedKeys, group: number, { rule, candidates }: Asked): void {
  const { lines, postings } = found
  const [fromLine, toLine] = [shared.lines.starts[group] as number, shared.lines.starts[group + 1] as number]
  const [fromPosting, toPosting] = [
    shared.postings.starts[group] as number,
    shared.postings.starts[group + 1] as number,
  ]
  if (fromLine === toLine || isFileOfMany(shared, fromPosting, toPosting)) return
  const postingOf = new Map<number, number>()
  const isOne = toLine - fromLine === 1 && toPosting - fromPosting === 1
  for (let at = fromPosting; at < toPosting && !isOne; at += 1) {
    const posting = shared.postings.items[at] as number
    if (!found.isPostingOpen(posting)) continue
    const amount = postings.amounts[posting] as number
    postingOf.set(amount, postingOf.has(amount) ? several : at)
  }
  const lineOf = new Map<number, number>()
  for (let at = fromLine; at < toLine && !isOne; at += 1) {
    const line = shared.lines.items[at] as number
    if (!found.isLineOpen(line)) continue
    const amount = lines.amounts[line] as number
    lineOf.set(amount, lineOf.has(amount) ? several : at)
  }
  if (isOne) {
    const [line, posting] = [shared.lines.items[fromLine] as number, shared.postings.items[fromPosting] as number]
    if (!found.isLineOpen(line) || !found.isPostingOpen(posting)) return
    if (lines.amounts[line] === postings.amounts[posting])
      note(found, shared, fromLine, fromPosting, { rule, candidates })
    return
  }
  for (const [amount, at] of lineOf) {
    const other = postingOf.get(amount)
    if (other !== undefined && other >= 0 && at >= 0) note(found, shared, at, other, { rule, candidates })
  }
}

/** A file's name stands for all its rows together. */
function isFileOfMany({ postings }: SharedKeys, from: number, to: number): boolean {
  return to - from > 1 && postings.names[from] === fileName
}

/** With a tolerance only a line and a posting that are alone with their reference. */
function pairAlone(found: Findings, shared: SharedKeys, group: number, { rule, candidates }: Asked): void {
  const line = onlyOpen(shared.lines, group, found.lineTaken)
  const posting = onlyOpen(shared.postings, group, found.postingTaken)
  if (line < 0 || posting < 0) return
  const lineAmount = found.lines.amounts[shared.lines.items[line] as number] as number
  const postingAmount = found.postings.amounts[shared.postings.items[posting] as number] as number
  if (Math.sign(lineAmount) !== Math.sign(postingAmount)) return
  if (lineAmount === postingAmount || residueAllowed(rule, lineAmount - postingAmount, postingAmount))
    note(found, shared, line, posting, { rule, candidates })
}

/** Where the only one that is open stands; below 0 where there is none or more than one. */
function onlyOpen({ starts, items }: SharedKeys['lines'], group: number, taken: Uint8Array): number {
  let only = nobody
  for (let at = starts[group] as number; at < (starts[group + 1] as number); at += 1) {
    if (taken[items[at] as number] === 1) continue
    if (only !== nobody) return several
    only = at
  }
  return only
}

function note(
  found: Findings,
  shared: SharedKeys,
  lineAt: number,
  postingAt: number,
  { rule, candidates }: Asked,
): void {
  const [line, posting] = [shared.lines.items[lineAt] as number, shared.postings.items[postingAt] as number]
  const { ofLine, ofPosting, names } = candidates
  if (!isWithin(rule, found.lines.days[line] as number, found.postings.days[posting] as number)) return
  ofLine[line] = ofLine[line] === nobody || ofLine[line] === posting ? posting : several
  ofPosting[posting] = ofPosting[posting] === nobody || ofPosting[posting] === line ? line : several
  names[line] = namesTogether(shared.lines.names[lineAt] as number, shared.postings.names[postingAt] as number)
}
