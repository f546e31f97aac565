/** Working on an exception: doing something about it, seeing before what that would do, and who else looks at it. */
import { z } from 'zod'
import { CaseAction, CaseBar } from './case-actions.ts'
import { Exception, ExceptionStatus, Resolution } from './exceptions.ts'
import { notFound } from './fault.ts'
import { plainText } from './money.ts'
import { procedure } from './procedure.ts'
import { changeFaults, Effect } from './proposals.ts'
import { CorrectedRow, LineRanges, RowFields, rowsCorrectedMax } from './row-fields.ts'

const Reason = plainText(500)
const about = <A extends CaseAction, S extends z.ZodRawShape>(action: A, shape: S) =>
  z.strictObject({ action: z.literal(action), ...shape })

/** Which of its rows; all that are left when none are named. */
const some = { lines: LineRanges.optional(), reason: Reason }

/** What can be done about one case, and about many at once. Asking somebody has its own procedures: there is a letter to write. */
export const CaseDeed = z.discriminatedUnion('action', [
  /** To a user by name; to nobody when null. */
  about('assign', {
    to: z
      .string()
      .max(64)
      .nullable()
      .meta({ examples: ['anna'] }),
  }),
  /** Null wakes it. */
  about('snooze', { until: z.iso.datetime().nullable() }),
  about('note', { text: plainText(2_000) }),
  about('post', some),
  about('correct', { rows: z.array(CorrectedRow).min(1).max(rowsCorrectedMax), reason: Reason }),
  about('write_off', some),
  about('reverse', { reason: Reason }),
  about('reject', some),
  about('merge', some),
  about('dismiss', { reason: Reason }),
  about('suspend_producer', { reason: Reason }),
  about('release_batch', { reason: Reason }),
  about('reject_batch', { reason: Reason }),
  about('reopen', { reason: Reason }),
])
export type CaseDeed = z.infer<typeof CaseDeed>

export const caseFaults = {
  /** Somebody, or the engine, did something about it since: what, who and when. */
  case_moved: {
    status: 409,
    data: z.object({
      version: z.int(),
      state: ExceptionStatus,
      resolution: Resolution.nullable(),
      kind: z.string(),
      by: z.string(),
      at: z.iso.datetime(),
    }),
  },
  case_barred: { status: 409, data: z.object({ action: CaseAction, bar: CaseBar }) },
  user_unknown: { status: 404, data: z.object({ user: z.string() }) },
  snooze_unusable: { status: 400, data: z.object({ earliest: z.iso.datetime(), latest: z.iso.datetime() }) },
} as const

const exceptionId = z.coerce.number().int()

const Key = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[\x21-\x7e]+$/)

/** What it would do, tried out and taken back. */
export const CaseEffect = z.object({
  /** Whether it waits for a second person. */
  needsApproval: z.boolean(),
  /** How many rows it is about, and how many are left afterwards. */
  rows: z.int(),
  left: z.int(),
  status: ExceptionStatus,
  resolution: Resolution.nullable(),
  effect: Effect,
})
export type CaseEffect = z.infer<typeof CaseEffect>

/** Fields as they stand in the file, as text; and what they are when they can be read. */
export const OriginalRow = z.object({
  line: z.int(),
  raw: z.string(),
  cells: z.record(z.string(), z.string().nullable()),
  /** What a row rule would say of each that can't be taken as it is. */
  row: RowFields.partial(),
  problems: z.array(z.object({ field: z.string(), code: z.string() })),
})
export type OriginalRow = z.infer<typeof OriginalRow>

export const Looker = z.object({
  user: z.string(),
  displayName: z.string(),
  exception: z.int(),
  since: z.iso.datetime(),
})
export type Looker = z.infer<typeof Looker>

/** Somebody who may work on exceptions, and how many that are not resolved they own. */
export const CasePerson = z.object({ user: z.string(), displayName: z.string(), working: z.int() })
export type CasePerson = z.infer<typeof CasePerson>

export const cases = {
  people: procedure({
    method: 'GET',
    path: '/exceptions/people',
    summary: 'Who may work on exceptions, and how many each of them owns',
    access: 'exceptions.read',
  }).output(z.object({ items: z.array(CasePerson), next: z.null() })),
  act: procedure({
    method: 'POST',
    path: '/exceptions/{id}/act',
    summary: 'Do something about an exception; what needs a second person becomes a proposal',
    access: 'exceptions.read',
    peopleOnly: true,
  })
    .errors({ not_found: notFound, ...changeFaults, ...caseFaults })
    .input(
      z.object({
        id: exceptionId,
        /** The version that was seen: when it moved on since, nothing is done. */
        version: z.int(),
        /** Asked again with the same key it answers the same. */
        key: Key,
        deed: CaseDeed,
      }),
    )
    .output(z.object({ exception: Exception, proposal: z.int().nullable() })),
  effect: procedure({
    method: 'POST',
    path: '/exceptions/{id}/effect',
    summary: 'What an action would do now, without doing it',
    access: 'exceptions.read',
  })
    .errors({ not_found: notFound, ...changeFaults, ...caseFaults })
    .input(z.object({ id: exceptionId, deed: CaseDeed }))
    .output(CaseEffect),
  original: procedure({
    method: 'GET',
    path: '/exceptions/{id}/rows/{line}',
    summary: 'One of its rows field by field, as it stands in the file',
    access: 'exceptions.read',
  })
    .errors({ not_found: notFound })
    .input(z.object({ id: exceptionId, line: z.coerce.number().int().min(1) }))
    .output(OriginalRow),
  look: procedure({
    method: 'POST',
    path: '/exceptions/{id}/look',
    summary: 'Say that one looks at an exception, for half a minute; answers who else does',
    access: 'exceptions.read',
    peopleOnly: true,
  })
    .input(z.object({ id: exceptionId }))
    .output(z.object({ items: z.array(Looker) })),
  lookers: procedure({
    method: 'GET',
    path: '/exceptions/lookers',
    summary: 'Who looks at which exception now',
    access: 'exceptions.read',
  }).output(z.object({ items: z.array(Looker), next: z.null() })),
}
