/** What a check found, law by law. A store that is wrong throughout is told by its first thousand differences and a count. */
import type { Finding } from '../../contract/workspace.ts'

const findingsMax = 1_000

/** Texts where it is words; everything else is exact and may pass what a number holds. */
type Fact = string | number | bigint

export class Findings {
  readonly #kept: Finding[] = []
  #further = 0

  add(code: string, subject: string, { expected, found }: Readonly<{ expected: Fact; found: Fact }>): void {
    if (this.#kept.length < findingsMax)
      this.#kept.push({ code, subject, expected: String(expected), found: String(found) })
    else this.#further += 1
  }

  all(): Finding[] {
    if (this.#further === 0) return this.#kept
    const found = String(this.#further)
    return [...this.#kept, { code: 'further_differences', subject: 'check', expected: '0', found }]
  }
}
