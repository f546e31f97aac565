/** Last steps of small files that go to the writer together, in the files' order, so that they share their way to the disk. */
export class SmallFiles {
  #waiting: (() => Promise<void>)[] = []
  readonly #sent: Promise<void>[] = []

  add(settle: () => Promise<void>): void {
    this.#waiting.push(settle)
  }

  /** Now, because what comes behind them goes to the writer by itself. */
  send(): void {
    for (const settle of this.#waiting) this.#sent.push(settle())
    this.#waiting = []
  }

  async settled(): Promise<void> {
    this.send()
    await Promise.all(this.#sent)
  }
}
