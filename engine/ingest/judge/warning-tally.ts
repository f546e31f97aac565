/** Counts what valid rows were warned of. What a row is warned of counts only once the row has turned out to be valid. */
import type { Warning } from './judged-block.ts'

const linesMax = 20

export class WarningTally {
  readonly #pending: Warning['code'][] = []
  readonly #found = new Map<Warning['code'], { rows: number; readonly lines: number[] }>()

  note(code: Warning['code']): void {
    if (!this.#pending.includes(code)) this.#pending.push(code)
  }

  /** Ends a row: its warnings are counted when it is valid, and forgotten otherwise. */
  settle(valid: boolean, line: number): void {
    if (this.#pending.length === 0) return
    if (valid) for (const code of this.#pending) this.#count(code, line)
    this.#pending.length = 0
  }

  /** What was counted since the last time. */
  take(): readonly Warning[] {
    const warnings = [...this.#found].map(([code, { rows, lines }]) => ({ code, rows, lines }))
    this.#found.clear()
    return warnings
  }

  #count(code: Warning['code'], line: number): void {
    let found = this.#found.get(code)
    if (found === undefined) {
      found = { rows: 0, lines: [] }
      this.#found.set(code, found)
    }
    found.rows += 1
    if (found.lines.length < linesMax) found.lines.push(line)
  }
}
