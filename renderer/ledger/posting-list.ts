/**
 * Postings that match, read further as a person scrolls. Where much was looked through and little found the engine
 * answers early: the list then stops, says how far back it looked, and goes on when it is asked to. What was read stays
 * here, so the grid may ask for its blocks again without the engine being asked.
 */
import type { IDatasource, IGetRowsParams } from 'ag-grid-community'
import type { Posting } from '../../engine/contract/accounts.ts'
import type { Known } from '../grid/cursor-source.ts'

export type PostingsPage = Readonly<{ items: readonly Posting[]; next: string | null; lookedBackTo: string | null }>
export type PostingsKnown = Known & Readonly<{ lookedBackTo: string | null }>

type Options = Readonly<{
  read: (cursor: string | undefined, limit: number) => Promise<PostingsPage>
  onRead: (known: PostingsKnown) => void
  onFailed: (error: unknown) => void
}>

const pageRows = 100

export class PostingList implements IDatasource {
  readonly #options: Options
  readonly #found: Posting[] = []
  #cursor: string | undefined
  #complete = false
  #lookedBackTo: string | null = null
  #turn: Promise<void> = Promise.resolve()

  constructor(options: Options) {
    this.#options = options
  }

  getRows(params: IGetRowsParams): void {
    void this.#serve(params)
  }

  /** Looks further back, and answers how many are found by then. */
  async goOn(): Promise<number> {
    this.#lookedBackTo = null
    try {
      await this.#readUpTo(this.#found.length + 1)
    } catch (error) {
      this.#options.onFailed(error)
    }
    return this.#found.length
  }

  async #serve({ startRow, endRow, successCallback, failCallback }: IGetRowsParams): Promise<void> {
    try {
      await this.#readUpTo(endRow)
    } catch (error) {
      failCallback()
      this.#options.onFailed(error)
      return
    }
    const stopped = this.#complete || this.#lookedBackTo !== null
    successCallback(this.#found.slice(startRow, endRow), stopped ? this.#found.length : undefined)
  }

  /** One after another: two that read on from the same place would find everything twice. */
  #readUpTo(rows: number): Promise<void> {
    const reading = this.#turn.then(() => this.#read(rows))
    this.#turn = reading.catch(() => undefined)
    return reading
  }

  async #read(rows: number): Promise<void> {
    while (this.#found.length < rows && !this.#complete && this.#lookedBackTo === null) {
      const page = await this.#options.read(this.#cursor, pageRows)
      this.#found.push(...page.items)
      this.#cursor = page.next ?? undefined
      this.#complete = page.next === null
      this.#lookedBackTo = page.lookedBackTo
      this.#options.onRead({
        rows: this.#found.length,
        complete: this.#complete,
        lookedBackTo: this.#lookedBackTo,
        at: new Date().toISOString(),
      })
    }
  }
}
