/** What was noticed about a statement, and why a file can't be read, as sentences. Pure. */
import type { FileProblem, Finding } from '../../engine/contract/statements.ts'
import { assertNever } from '../assert-never.ts'
import type { Text } from '../messages/use-text.ts'

type Words = Readonly<{ text: Text; money: (minor: number) => string }>

export function findingWords(finding: Finding, { text, money }: Words): string {
  switch (finding.finding) {
    case 'does_not_add_up':
      return text('statements.finding.does_not_add_up', {
        opening: money(finding.opening),
        lines: money(finding.lines),
        closing: money(finding.closing),
      })
    case 'gap':
      return text('statements.finding.gap', {
        after: String(finding.after),
        from: finding.from,
        to: finding.to,
        closing: money(finding.closing),
        opening: money(finding.opening),
      })
    case 'corrected':
      return text('statements.finding.corrected', { lines: finding.lines, sum: money(finding.sum) })
    case 'number_missing':
      return text('statements.finding.number_missing', {
        after: String(finding.after),
        first: String(finding.first),
        last: String(finding.last),
        count: finding.last - finding.first + 1,
      })
    case 'overlaps':
      return text('statements.finding.overlaps', { lines: finding.lines })
    case 'repeated':
      if (finding.format === undefined) return text('statements.finding.repeated', { of: String(finding.of) })
      return text('statements.finding.repeated_in_format', {
        of: String(finding.of),
        format: text(`rules.statements.format.${finding.format}`),
      })
    default:
      return assertNever(finding)
  }
}

export function problemWords({ code, place, field, found }: FileProblem, text: Text): string {
  const byte = code === 'malformed' && field === 'encoding' ? /^byte (\d+)$/.exec(found)?.[1] : undefined
  if (byte !== undefined) return text('statements.problem.encoding', { place: String(place), byte })
  return text(`statements.problem.${code}`, { place: String(place), field, found })
}
