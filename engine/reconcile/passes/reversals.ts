/** A posting and the one that undoes it, where neither was told by a statement: together they are nothing. */
import type { Findings } from './findings.ts'

export function netReversals(found: Findings, rule: number): void {
  const { postings } = found
  const undone = placesOf(found, new Set(postings.undoes.values()))
  for (const [posting, entry] of postings.undoes) {
    const other = undone.get(entry)
    if (other === undefined || !found.isPostingOpen(posting) || !found.isPostingOpen(other)) continue
    if ((postings.amounts[posting] as number) + (postings.amounts[other] as number) !== 0) continue
    found.match({ lines: [], postings: [other, posting], rule, residueTo: null, evidence: {} })
  }
}

/** Where the open postings of these transactions are; of very many postings few are ever undone. */
function placesOf(found: Findings, entries: ReadonlySet<number>): ReadonlyMap<number, number> {
  const places = new Map<number, number>()
  if (entries.size === 0) return places
  for (let at = 0; at < found.postings.count; at += 1) {
    const entry = found.postings.entries[at] as number
    if (entries.has(entry) && found.isPostingOpen(at)) places.set(entry, at)
  }
  return places
}
