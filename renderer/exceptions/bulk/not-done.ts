/** What is left of a deed for many cases once it has ended: that stays selected, the rest does not. */
import type { Bulk, BulkItem } from '../../../engine/contract/bulk.ts'
import type { EngineClient } from '../../../engine/contract/contract.ts'
import type { Selection } from '../selection.ts'

/** So many cases are named one by one at most, and so many left out of a view. */
export const namedMax = 10_000
const pageRows = 1_000

type Outcome = BulkItem['outcome']

/** Every item with one of the outcomes, in the order in which they were worked on. */
export async function itemsOf(
  client: EngineClient,
  id: number,
  outcomes: readonly Outcome[],
): Promise<readonly BulkItem[]> {
  const found: BulkItem[] = []
  for (const outcome of outcomes) {
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page: Awaited<ReturnType<EngineClient['exceptions']['bulk']['items']>> = await client.exceptions.bulk.items(
        { id, outcome, limit: pageRows, ...(cursor ? { cursor } : {}) },
      )
      found.push(...page.items)
      cursor = page.next
    }
  }
  return found
}

export const done: readonly Outcome[] = ['done']
/** What was refused, and what was not begun. */
export const notDone: readonly Outcome[] = ['refused', 'pending']

const someOf = (items: readonly BulkItem[]): Selection => ({
  type: 'some',
  ids: new Set(items.map(({ exception }) => exception)),
})

/**
 * What stays selected. Of more cases than can be named it stays all of the view, without those that were done, as long as
 * those can be named.
 */
export async function selectionAfter(client: EngineClient, bulk: Bulk, before: Selection): Promise<Selection> {
  const { id, done, proposed, refused, left } = bulk
  const isLong = refused + left > namedMax
  if (isLong && before.type === 'all' && before.except.size + done + proposed <= namedMax) {
    const over = await itemsOf(client, id, ['done', 'proposed'])
    return { ...before, except: new Set([...before.except, ...over.map(({ exception }) => exception)]) }
  }
  return someOf(await itemsOf(client, id, notDone))
}

/** Whether nobody has selected anything else since. That more is known about the same view is no other selection. */
export function isSameSelection(one: Selection, other: Selection): boolean {
  if (one.type === 'some') return other.type === 'some' && one.ids === other.ids
  return other.type === 'all' && one.of.view === other.of.view && one.except === other.except
}
