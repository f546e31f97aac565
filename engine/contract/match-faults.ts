/** Why lines and postings can't be put together, or a match not be taken apart. */
import { z } from 'zod'
import { ItemSide } from './reconciled-items.ts'

const Day = z.iso.date()

export const matchFaults = {
  account_not_reconciled: { status: 404, data: z.object({ account: z.string() }) },
  item_unknown: { status: 404, data: z.object({ side: ItemSide, item: z.int() }) },
  item_matched: { status: 409, data: z.object({ side: ItemSide, item: z.int(), match: z.int() }) },
  /** They leave something over: it has to go somewhere, and a second person has to agree. */
  sums_differ: { status: 409, data: z.object({ lineSum: z.int(), postingSum: z.int(), residue: z.int() }) },
  /** It stands in parts: those are matched, or taken together first. */
  item_split: { status: 409, data: z.object({ side: ItemSide, item: z.int() }) },
  no_opening_balance: { status: 409, data: z.object({ account: z.string() }) },
  /** It stands on a day whose statement is here. */
  item_after_opening: { status: 409, data: z.object({ item: z.int(), firstDay: Day }) },
  item_not_in_opening: { status: 409, data: z.object({ item: z.int() }) },
  item_not_split: { status: 409, data: z.object({ side: ItemSide, item: z.int() }) },
  parts_differ: { status: 409, data: z.object({ amount: z.int(), sum: z.int() }) },
  /** A part goes the way its item goes, and is something. */
  part_of_other_sign: { status: 409, data: z.object({ amount: z.int(), part: z.int() }) },
  match_unknown: { status: 404, data: z.object({ match: z.int() }) },
  match_undone: { status: 409, data: z.object({ match: z.int() }) },
  /** Only what came in to a bank can be of an unknown payer. */
  line_not_of_a_payer: { status: 409, data: z.object({ line: z.int() }) },
  /**
   * Money of the line, or of a part of it, was posted before and stands, in no match or in one with something else: it would be
   * posted twice.
   */
  line_posted_before: {
    status: 409,
    data: z.object({ line: z.int(), posting: z.int(), amount: z.int(), match: z.int().nullable() }),
  },
  /** Its residue was posted: taking it apart posts it back, so a second person has to agree. */
  residue_posted: { status: 409, data: z.object({ match: z.int(), residue: z.int() }) },
} as const
