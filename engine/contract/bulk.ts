/** One deed for many cases: what it would come to, said before; a job that goes on by itself; and what became of each. */
import { z } from 'zod'
import { CaseDeed } from './cases.ts'
import { notFound } from './fault.ts'
import { CurrencyCode, plainText } from './money.ts'
import { pageInput, pageOf, viewExpired } from './page.ts'
import { procedure } from './procedure.ts'
import { RowFields } from './row-fields.ts'

const Reason = plainText(500)
const about = <A extends string, S extends z.ZodRawShape>(action: A, shape: S) =>
  z.strictObject({ action: z.literal(action), ...shape })

/** What a deed for one case says about its own rows has no meaning for many. */
export const BulkDeed = z.discriminatedUnion('action', [
  about('assign', {
    to: z
      .string()
      .max(64)
      .nullable()
      .meta({ examples: ['anna'] }),
  }),
  about('snooze', { until: z.iso.datetime().nullable() }),
  about('note', { text: plainText(2_000) }),
  about('post', { reason: Reason }),
  /** The same fields for every row; what is not said stays as it stands in the file. */
  about('correct', {
    set: RowFields.pick({ occurredAt: true, client: true, location: true, type: true })
      .partial()
      .refine((fields) => Object.keys(fields).length > 0, 'changes nothing'),
    reason: Reason,
  }),
  about('write_off', { reason: Reason }),
  about('reverse', { reason: Reason }),
  about('reject', { reason: Reason }),
  about('merge', { reason: Reason }),
  about('dismiss', { reason: Reason }),
  about('suspend_producer', { reason: Reason }),
  about('release_batch', { reason: Reason }),
  about('reject_batch', { reason: Reason }),
  about('reopen', { reason: Reason }),
  /** By e-mail, each in the language of whom it asks. */
  about('ask_client', {}),
  about('ask_producer', { text: plainText(2_000).optional() }),
])
export type BulkDeed = z.infer<typeof BulkDeed>

/** Cases of an open view but some, or those that are named. */
export const BulkOf = z
  .union([
    z.strictObject({ view: z.string().max(64), except: z.array(z.int()).max(10_000).default([]) }),
    z.strictObject({ ids: z.array(z.int()).min(1).max(10_000) }),
  ])
  .meta({ examples: [{ ids: [1] }] })
export type BulkOf = z.infer<typeof BulkOf>

/** `done` at once, `proposed` to a second person, or why not: a bar, a fault, or that somebody acted since. */
const Outcome = z.string()

export const BulkGroup = z.object({
  outcome: Outcome,
  cases: z.int(),
  rows: z.int(),
  /** Minor units as text, and of how many cases nobody knows the money. */
  sum: z.string(),
  unknown: z.int(),
  /** A few of them, by number. */
  samples: z.array(z.int()),
})
export type BulkGroup = z.infer<typeof BulkGroup>

export const BulkReview = z.object({
  cases: z.int(),
  currency: CurrencyCode,
  asOf: z.iso.datetime(),
  groups: z.array(BulkGroup),
  /** It is so much that whoever confirms types how many. */
  typeCount: z.boolean(),
})
export type BulkReview = z.infer<typeof BulkReview>

export const BulkState = z.enum(['running', 'stopped', 'done'])

export const Bulk = z.object({
  id: z.int(),
  deed: CaseDeed.or(BulkDeed),
  by: z.string(),
  state: BulkState,
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  cases: z.int(),
  done: z.int(),
  proposed: z.int(),
  refused: z.int(),
  /** Those that are not begun; of a stopped one they stay so. */
  left: z.int(),
})
export type Bulk = z.infer<typeof Bulk>

/** With how many were refused for which reason, the most frequent first. */
export const BulkResult = Bulk.extend({ reasons: z.array(z.object({ code: z.string(), cases: z.int() })) })
export type BulkResult = z.infer<typeof BulkResult>

export const BulkItem = z.object({
  exception: z.int(),
  outcome: z.enum(['pending', 'done', 'proposed', 'refused']),
  /** Why it was refused. */
  code: z.string().nullable(),
  facts: z.record(z.string(), z.json()),
  proposal: z.int().nullable(),
})
export type BulkItem = z.infer<typeof BulkItem>

const one = z.object({ id: z.coerce.number().int() })

export const bulk = {
  review: procedure({
    method: 'POST',
    path: '/exceptions/bulk/review',
    summary: 'What a deed would come to for many exceptions: done, proposed, or why not',
    access: 'exceptions.read',
  })
    .errors({ view_expired: viewExpired })
    .input(z.object({ of: BulkOf, deed: BulkDeed }))
    .output(BulkReview),
  start: procedure({
    method: 'POST',
    path: '/exceptions/bulk',
    summary: 'Do something about many exceptions, one after another, in the background',
    access: 'exceptions.read',
    peopleOnly: true,
  })
    .errors({
      view_expired: viewExpired,
      key_reused_with_other_content: { status: 409, data: z.object({ key: z.string() }) },
      /** Other cases than were reviewed, or their number was mistyped. */
      count_differs: { status: 409, data: z.object({ cases: z.int() }) },
    })
    .input(
      z.object({
        of: BulkOf,
        deed: BulkDeed,
        /** How many cases were reviewed. */
        count: z.int(),
        /** When they were looked at: what somebody else did since is not overruled. */
        asOf: z.iso.datetime(),
        key: z
          .string()
          .min(1)
          .max(128)
          .regex(/^[\x21-\x7e]+$/),
      }),
    )
    .output(Bulk),
  list: procedure({
    method: 'GET',
    path: '/exceptions/bulk',
    summary: 'What was done about many exceptions at once, newest first',
    access: 'exceptions.read',
  })
    .input(z.object({ ...pageInput, state: BulkState.optional() }))
    .output(pageOf(Bulk)),
  get: procedure({
    method: 'GET',
    path: '/exceptions/bulk/{id}',
    summary: 'How far a deed for many exceptions has come, and how many were refused for which reason',
    access: 'exceptions.read',
  })
    .errors({ not_found: notFound })
    .input(one)
    .output(BulkResult),
  items: procedure({
    method: 'GET',
    path: '/exceptions/bulk/{id}/items',
    summary: 'What became of each exception',
    access: 'exceptions.read',
  })
    .errors({ not_found: notFound })
    .input(
      one.extend({ ...pageInput, outcome: BulkItem.shape.outcome.optional(), code: z.string().max(64).optional() }),
    )
    .output(pageOf(BulkItem)),
  file: procedure({
    method: 'GET',
    path: '/exceptions/bulk/{id}/file',
    summary: 'What became of each exception, as a CSV file',
    access: 'exceptions.read',
  })
    .errors({ not_found: notFound })
    .input(one)
    .output(z.file()),
  stop: procedure({
    method: 'POST',
    path: '/exceptions/bulk/{id}/stop',
    summary: 'Stop after the exception that is being worked on',
    access: 'exceptions.work',
  })
    .errors({ not_found: notFound })
    .input(one)
    .output(Bulk),
  /** What a process that ended left begun. Where a console or a service runs it goes on by itself. */
  resume: procedure({
    method: 'POST',
    path: '/exceptions/bulk/{id}/resume',
    summary: 'Go on with what a process that ended left begun; what somebody stopped stays as it is',
    access: 'exceptions.work',
  })
    .errors({ not_found: notFound })
    .input(one)
    .output(Bulk),
}
