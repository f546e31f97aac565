/** Lists: keyset pages for what has no bound, views for what a person works through by position. */
import { z } from 'zod'

/** Opaque to clients: the engine wrote it and only the engine reads it. */
export const Cursor = z.string().max(200)

export const pageInput = {
  cursor: Cursor.optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
}

export const pageOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: Cursor.nullable() })

/** What opening a view answers: its ordered ids stay with the engine, so nothing shifts under the reader. */
export const OpenedView = z.object({
  view: z.string(),
  total: z.int(),
  /** False when more matched than a view may hold; `total` then says how many it holds. */
  complete: z.boolean(),
  money: z.int(),
  currency: z.string(),
  asOf: z.iso.datetime(),
})
export type OpenedView = z.infer<typeof OpenedView>

export const viewRange = {
  view: z.string().max(64),
  from: z.coerce.number().int().min(0).max(250_000),
  to: z.coerce.number().int().min(0).max(250_000),
}

/** A view is closed by the engine when it has not been read for a while, or when the engine restarted. */
export const viewExpired = { status: 410, data: z.object({ view: z.string() }) } as const
