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
    case 'overlaps':
      return text('statements.finding.overlaps', { lines: finding.lines })
    case 'repeated':
      return text('statements.finding.repeated', { of: String(finding.of) })
    default:
      return assertNever(finding)
  }
}

export const problemWords = ({ code, place, field, found }: FileProblem, text: Text): string =>
  text(`statements.problem.${code}`, { place: String(place), field, found })
