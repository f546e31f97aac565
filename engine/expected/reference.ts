/** What a bank's line quotes so that an expected payment is known: what kind it is, its number, and a check character. */
import { type ExpectedKind, expectedKinds } from '../contract/expected.ts'
import { bodyOf, bodyOfNumber, numberOfBody, withCheck } from '../money/reference-code.ts'

const prefixes = { settlement: 'ST', withdrawal: 'WD' } as const satisfies Readonly<Record<ExpectedKind, string>>

export const referenceOf = ({ kind, id }: Readonly<{ kind: ExpectedKind; id: number }>): string =>
  withCheck(prefixes[kind], bodyOfNumber(id))

/** The number that a text says, however it is written; null when it says none of ours, or says it wrongly. */
export function readReference(text: string): Readonly<{ kind: ExpectedKind; id: number }> | null {
  for (const kind of expectedKinds) {
    const body = bodyOf(prefixes[kind], text)
    if (body !== null) return { kind, id: numberOfBody(body) }
  }
  return null
}
