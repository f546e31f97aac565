/**
 * Postings that follow each other and belong to one transaction, together: its postings are numbered one behind the other,
 * so no more than one transaction is kept back between two pages.
 */
import type { Posting } from '../contract/accounts.ts'
import type { Pages } from './sheet.ts'

export async function* transactionsOf(pages: Pages<Posting>): AsyncGenerator<readonly (readonly Posting[])[]> {
  let open: Posting[] = []
  for await (const page of pages) {
    const whole: Posting[][] = []
    for (const posting of page) {
      if (open.length > 0 && open[0]?.transaction !== posting.transaction) {
        whole.push(open)
        open = []
      }
      open.push(posting)
    }
    if (whole.length > 0) yield whole
  }
  if (open.length > 0) yield [open]
}
