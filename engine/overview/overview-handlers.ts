/** The overview as it is asked for: a range that is too long is refused before anything is read. */
import { statfs } from 'node:fs/promises'
import { now } from '../calendar/instant.ts'
import { bucketsMax, healthDaysMax, type OverviewHealth, type OverviewStep } from '../contract/overview.ts'
import { api } from '../router/api.ts'
import { daysInput } from '../router/days-input.ts'
import { countPieces, spanOf } from './spans.ts'

export const overviewHandlers = {
  volume: api.overview.volume.handler(async ({ input, context, errors }) => {
    const long = tooLong(input.by, input, bucketsMax)
    if (long !== null) throw errors.range_too_long({ data: long })
    const { store } = await context.engine.opened()
    const { producer = null, location = null, ...asked } = input
    return store.read('overview.volume', { ...asked, producer, location, at: now() })
  }),

  reconciliation: api.overview.reconciliation.handler(async ({ input, context }) => {
    daysInput(input)
    const { store } = await context.engine.opened()
    return store.read('overview.reconciliation', { ...input, at: now() })
  }),

  gap: api.overview.gap.handler(async ({ input, context }) => {
    daysInput(input)
    const { store } = await context.engine.opened()
    return store.readLong('overview.gap', { ...input, at: now() })
  }),

  exceptions: api.overview.exceptions.handler(async ({ input, context, errors }) => {
    const long = tooLong(input.by, input, bucketsMax)
    if (long !== null) throw errors.range_too_long({ data: long })
    const { store } = await context.engine.opened()
    const { producer = null, ...asked } = input
    return store.read('overview.exceptions', { ...asked, producer, at: now() })
  }),

  health: api.overview.health.handler(async ({ input, context: { engine }, errors }) => {
    const long = tooLong('day', input, healthDaysMax)
    if (long !== null) throw errors.range_too_long({ data: long })
    const { store, intake } = await engine.opened()
    const { producer = null, ...asked } = input
    const { backlog, ...stored } = await store.read('overview.health', { ...asked, producer, at: now() })
    const filesWaiting = intake.status().waiting
    return { ...stored, backlog: { ...backlog, filesWaiting }, disk: await diskOf(engine.directory) }
  }),
}

type TooLong = Readonly<{ buckets: number; bucketsMax: number }>

function tooLong(by: OverviewStep, days: Readonly<{ from: string; to: string }>, most: number): TooLong | null {
  daysInput(days)
  const buckets = countPieces(by, spanOf(days))
  return buckets > most ? { buckets, bucketsMax: most } : null
}

/** What a program may use, which is less than what is free where the system keeps some of it back. */
async function diskOf(directory: string): Promise<OverviewHealth['disk']> {
  const found = await statfs(directory).catch(() => null)
  return found === null ? null : { free: found.bavail * found.bsize, size: found.blocks * found.bsize }
}
