/**
 * The errors that any procedure may answer. Codes are `lower_case` and carry facts; the sentences are the client's.
 * A procedure's own errors stand beside it in its contract file.
 */
import { z } from 'zod'

export const commonFaults = {
  bad_input: {
    status: 400,
    data: z.object({ issues: z.array(z.object({ path: z.string(), problem: z.string() })) }),
  },
  not_signed_in: { status: 401 },
  not_permitted: { status: 403, data: z.object({ permission: z.string() }) },
  /** A key that may not be used from there. */
  address_not_listed: { status: 403, data: z.object({ address: z.string() }) },
  workspace_sealed: { status: 423 },
  too_many_requests: { status: 429, data: z.object({ retryAfterSeconds: z.int() }) },
  internal: { status: 500, data: z.object({ incident: z.string() }) },
  /** `pages` where it is known which pages of the store can't be read. */
  store_damaged: { status: 500, data: z.object({ incident: z.string(), pages: z.string().optional() }) },
  engine_stopping: { status: 503 },
  disk_full: { status: 507, data: z.object({ incident: z.string() }) },
} as const

export const notFound = { status: 404, data: z.object({ noun: z.string(), id: z.string() }) } as const
