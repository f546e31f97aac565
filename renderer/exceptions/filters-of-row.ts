/** What the list can be narrowed to from one of its rows, in words and as the address says it. Pure. */
import type { Exception } from '../../engine/contract/exceptions.ts'
import { type Text, textOfCode } from '../messages/use-text.ts'
import { nobody, none, type QueueSearch } from './search.ts'

export type RowFilter = Readonly<{
  by: 'code' | 'producer' | 'client' | 'owner'
  words: string
  search: Partial<QueueSearch>
}>

/** What the clicked column says comes first; a case of several clients can't be looked for by one. */
export function filtersOf(
  { code, producer, producerName, client, owner }: Exception,
  { column, text, nameOf }: Readonly<{ column: string; text: Text; nameOf: (user: string) => string }>,
): readonly RowFilter[] {
  const only = (by: RowFilter['by'], value: string): Omit<RowFilter, 'search'> => ({
    by,
    words: text(`queue.menu.only.${by}`, { value }),
  })
  const filters: readonly RowFilter[] = [
    { ...only('code', textOfCode(text, 'rule', code)), search: { code } },
    {
      ...only('producer', producerName ?? text('queue.no_producer')),
      search: { producer: producer === null ? none : String(producer) },
    },
    ...(client === null ? [] : [{ ...only('client', client), search: { client } }]),
    {
      ...only('owner', owner === null ? text('queue.owner.nobody') : nameOf(owner)),
      search: { owner: owner ?? nobody },
    },
  ]
  return filters.toSorted((a, b) => Number(b.by === column) - Number(a.by === column))
}
