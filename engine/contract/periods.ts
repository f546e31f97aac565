/** Closed days and months. A period is closed by proposal; from then on it can be proven, never changed. */
import { z } from 'zod'
import { notFound } from './fault.ts'
import { procedure } from './procedure.ts'

/** A day of the calendar or a month: `2026-11-20`, `2026-11`. */
export const PeriodName = z.union([z.iso.date(), z.string().regex(/^[1-9][0-9]{3}-(0[1-9]|1[0-2])$/)])

export const Period = z.object({
  /** `2026-11-20` or `2026-11`. */
  name: z.string(),
  kind: z.enum(['day', 'month']),
  firstDay: z.string(),
  lastDay: z.string(),
  /** `closing` until its root hash is reckoned: it takes nothing more already. */
  state: z.enum(['closing', 'closed']),
  postings: z.int().nullable(),
  root: z.string().nullable(),
  proposal: z.int(),
  closedAt: z.iso.datetime(),
})
export type Period = z.infer<typeof Period>

export const periods = {
  list: procedure({
    method: 'GET',
    path: '/periods',
    summary: 'Closed periods, newest first, and the first day that is open',
    access: 'ledger.read',
  }).output(
    z.object({
      items: z.array(Period),
      next: z.null(),
      closedThrough: z.string().nullable(),
      /** The day that a close may begin with: the first open one that has postings. */
      firstOpenDay: z.string().nullable(),
    }),
  ),
  verify: procedure({
    method: 'POST',
    path: '/periods/{name}/verify',
    summary: 'Rebuild a closed period from its postings and hold it against its root hash and the audit chain',
    access: 'workspace.check',
  })
    .errors({ not_found: notFound, period_closing: { status: 409, data: z.object({ period: z.string() }) } })
    .input(z.object({ name: PeriodName }))
    .output(
      z.object({
        period: Period,
        matches: z.boolean(),
        postings: z.int(),
        root: z.string(),
        /** What the audit chain recorded when the period was closed. */
        recorded: z.string().nullable(),
      }),
    ),
}
