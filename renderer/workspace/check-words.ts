/** What the consistency check found, in words. Pure. */
import type { CheckResult, Finding } from '../../engine/contract/workspace.ts'
import { type Text, textOfCode } from '../messages/use-text.ts'

export function checkSentence({ consistent, postings, pages, differences }: CheckResult, text: Text): string {
  if (!consistent) return text('check.inconsistent', { count: differences.length, postings })
  return pages === undefined
    ? text('check.consistent', { postings })
    : text('check.consistent_deep', { postings, pages })
}

/** What is wrong, where, and both figures: the ones that the engine compared, as it wrote them. */
export function findingSentence({ code, subject, expected, found }: Finding, text: Text): string {
  const what = textOfCode(text, 'finding', code)
  return text('check.finding', { what, subject, expected: orNothing(expected, text), found: orNothing(found, text) })
}

const orNothing = (value: string, text: Text): string => (value === '' ? text('check.nothing') : value)
