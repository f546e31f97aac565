/** The last line of a run, to be read by people and scripts alike: `N passed, 0 failed`, or that all was skipped and why. */
import type { Reporter, TestCase } from '@playwright/test/reporter'
import { findDistribution, findRuntime, versionOf } from './runtime.ts'

/** Playwright takes a reporter by its default export only. */
export default class ClosingLine implements Reporter {
  readonly #tests = new Set<TestCase>()

  onBegin(): void {
    const distribution = findDistribution()
    if (distribution !== null) process.stdout.write(`Electron ${versionOf(distribution)}\n`)
  }

  onTestEnd(test: TestCase): void {
    this.#tests.add(test)
  }

  onExit(): Promise<void> {
    process.stdout.write(`${this.#line()}\n`)
    return Promise.resolve()
  }

  #line(): string {
    const runtime = findRuntime()
    const count = (outcomes: readonly string[]): number =>
      [...this.#tests].filter((test) => outcomes.includes(test.outcome())).length
    if (!runtime.found) return `${count(['skipped'])} skipped (${runtime.why})`
    const skipped = count(['skipped'])
    const passed = count(['expected', 'flaky'])
    return `${passed} passed, ${count(['unexpected'])} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
  }
}
