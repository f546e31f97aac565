/**
 * Whether a statement adds up: what was there, and what its lines come to, is what is there at its end. Pages of one
 * statement, of which only the first and the last say balances, add up together. Pure.
 */

export type Page = Readonly<{
  id: number
  said: string
  currency: string | null
  number: string | null
  page: number | null
  goesOn: boolean
  opening: number | null
  closing: number | null
  /** What its lines come to. */
  sum: number
}>

export type Inside = Readonly<{
  id: number
  /** As the page says them, or as they follow from the other pages. */
  opening: number | null
  closing: number | null
  /** Null where it adds up, or nobody can say. */
  wrong: Readonly<{ opening: number; lines: number; closing: number }> | null
}>

/** In the order in which they stand in the file. */
export function insideOf(pages: readonly Page[]): readonly Inside[] {
  const groups: Page[][] = []
  for (const page of pages) {
    const last = groups.at(-1)?.at(-1)
    if (last !== undefined && isNext(last, page)) groups.at(-1)?.push(page)
    else groups.push([page])
  }
  return groups.flatMap(insideOfGroup)
}

/** A page that says how it ends, or one behind that says how it begins, is held against its own balances. */
function isNext(before: Page, page: Page): boolean {
  const isSame = before.said === page.said && before.currency === page.currency && before.number === page.number
  const follows = before.goesOn || (before.page !== null && page.page === before.page + 1)
  return isSame && follows && (before.closing === null || page.opening === null)
}

function insideOfGroup(pages: readonly Page[]): readonly Inside[] {
  const [opening, closing] = [pages[0]?.opening ?? null, pages.at(-1)?.closing ?? null]
  const lines = pages.reduce((sum, page) => sum + page.sum, 0)
  const isWrong = opening !== null && closing !== null && opening + lines !== closing
  const wrong = isWrong ? { opening, lines, closing } : null
  if (wrong !== null || pages.length === 1)
    return pages.map((page) => ({ id: page.id, opening: page.opening, closing: page.closing, wrong }))
  let balance = opening ?? (closing === null ? null : closing - lines)
  return pages.map(({ id, sum }) => {
    const before = balance
    balance = balance === null ? null : balance + sum
    return { id, opening: before, closing: balance, wrong }
  })
}
