/** A posting and the one that undoes it, where neither was told by a statement: together they are nothing. */
import type { Findings } from './findings.ts'

export function netReversals(found: Findings, rule: number): void {
  const { postings } = found
  const byEntry = new Map<number, number>()
  for (let posting = 0; posting < postings.count; posting += 1)
    if (found.isPostingOpen(posting)) byEntry.set(postings.entries[posting] as number, posting)
  for (let posting = 0; posting < postings.count; posting += 1) {
    const undone = byEntry.get(postings.undoes[posting] as number)
    if (undone === undefined || !found.isPostingOpen(posting) || !found.isPostingOpen(undone)) continue
    if ((postings.amounts[posting] as number) + (postings.amounts[undone] as number) !== 0) continue
    found.match({ lines: [], postings: [undone, posting], rule, residueTo: null, evidence: {} })
  }
}
