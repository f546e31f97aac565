/** Cases read ahead, so that the next one is there when it is asked for. What is shown from here is read anew at once. */
import type { ExceptionDetail } from '../../engine/contract/exceptions.ts'

const casesMax = 40

export class CaseCache {
  readonly #cases = new Map<number, ExceptionDetail>()

  get(id: number): ExceptionDetail | undefined {
    return this.#cases.get(id)
  }

  keep(detail: ExceptionDetail): void {
    // A map keeps the order in which its keys came, so the first is the one that was not read for longest.
    this.#cases.delete(detail.id)
    this.#cases.set(detail.id, detail)
    for (const id of this.#cases.keys()) if (this.#cases.size > casesMax) this.#cases.delete(id)
  }

  forget(id: number): void {
    this.#cases.delete(id)
  }
}
