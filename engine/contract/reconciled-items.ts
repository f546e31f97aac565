/** Both sides of an account as people read them: lines of statements and postings. Amounts are as the account sees them. */
import { z } from 'zod'

export const ItemSide = z.enum(['line', 'posting'])
export type ItemSide = z.infer<typeof ItemSide>

export const ReconciledItem = z.object({
  side: ItemSide,
  id: z.int(),
  day: z.iso.date(),
  amount: z.int(),
  /** What it is called by, with the name of the field that says so. */
  references: z.array(z.object({ name: z.string(), value: z.string() })),
  party: z.string().nullable(),
  text: z.string(),
  /** The bank's code of a line; what kind of posting it is. */
  kind: z.string(),
  /** Of a line. */
  statement: z.int().nullable(),
  /** Of a posting, with the account on its other side. */
  transaction: z.int().nullable(),
  counter: z.string().nullable(),
  batch: z.int().nullable(),
  line: z.int().nullable(),
  /** Of a line that the bank marks as taking another back: the match that holds that one, where it is matched. */
  reversal: z.object({ match: z.int().nullable() }).nullable(),
  /** Of a part: the how manieth of how many it is, and the item that was split, with its amount. */
  part: z.object({ place: z.int(), of: z.int(), whole: z.int(), amount: z.int() }).nullable(),
})
export type ReconciledItem = z.infer<typeof ReconciledItem>
