/** Times every call of the contract and counts how it ended; the procedure's name is all that is kept of it. */
import { ORPCError } from '@orpc/server'
import type { Metrics } from './metrics.ts'

type Call = Readonly<{ path: readonly string[]; next: () => Promise<unknown> }>

export const callObserver =
  (metrics: Metrics) =>
  async ({ path, next }: Call): Promise<unknown> => {
    const from = performance.now()
    const observe = (outcome: string): void =>
      metrics.observeCall(path.join('.'), outcome, (performance.now() - from) / 1000)
    try {
      const output = await next()
      observe('answered')
      return output
    } catch (error) {
      observe(error instanceof ORPCError ? error.code : 'internal')
      throw error
    }
  }
