/** What a person has picked in the queue: the money at stake in it, and its rows for elsewhere. */
import { z } from 'zod'
import { BulkOf } from './bulk.ts'
import { CaseSort } from './case-views.ts'
import { Exception } from './exceptions.ts'
import { viewExpired } from './page.ts'
import { procedure } from './procedure.ts'

/** One answer stays small enough not to hold up the next. */
export const pickedRowsMax = 1_000

/** Minor units as text: a sum may be more than a number holds. */
export const Stake = z.object({ currency: z.string(), sum: z.string() })
export type Stake = z.infer<typeof Stake>

export const PickedStake = z.object({
  cases: z.int(),
  /** The workspace's own currency first. */
  sums: z.array(Stake),
  /** Of how many nobody knows the amount. */
  unknown: z.int(),
  asOf: z.iso.datetime(),
})
export type PickedStake = z.infer<typeof PickedStake>

export const casePicks = {
  stake: procedure({
    method: 'POST',
    path: '/exceptions/picked/stake',
    summary: 'The money at stake in exceptions that were picked, by currency',
    access: 'exceptions.read',
  })
    .errors({ view_expired: viewExpired })
    .input(z.object({ of: BulkOf }))
    .output(PickedStake),
  picked: procedure({
    method: 'POST',
    path: '/exceptions/picked',
    summary: 'Exceptions that were picked, from one position up to another, as they are now',
    access: 'exceptions.read',
  })
    .errors({ view_expired: viewExpired })
    .input(
      z.object({
        of: BulkOf,
        /** Of exceptions that were picked one by one; those of a view are in its order. */
        sort: CaseSort.prefault({}),
        from: z.int().min(0).max(250_000).default(0),
        to: z.int().min(0).max(250_000).default(pickedRowsMax),
      }),
    )
    .output(z.object({ items: z.array(Exception), total: z.int() })),
}
