import { z } from 'zod'

/** What the address of the live view may say. */
export const LiveSearch = z.object({
  /** Large and without the ways to other screens, for a display on a wall. */
  wall: z.coerce.number().int().min(1).max(1).optional().catch(undefined),
})
export type LiveSearch = z.infer<typeof LiveSearch>

export const livePath = '/live'

export const wallAddress = `${livePath}?wall=1`

/** Whether an address is the wall display: then nothing stands around the screen. */
export const isWall = (path: string, search: string): boolean =>
  path === livePath && LiveSearch.parse(Object.fromEntries(new URLSearchParams(search))).wall === 1
