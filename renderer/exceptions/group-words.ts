/** What a group is called. Pure. */
import type { CaseFacets, CaseGroup } from '../../engine/contract/case-views.ts'
import { assertNever } from '../assert-never.ts'
import { type Text, textOfCode } from '../messages/use-text.ts'
import { type GroupChoice, nobody, none } from './search.ts'

/** Null where nobody and nothing is named. */
export type GroupNames = Readonly<{
  code: string | null
  producer: string | null
  client: string | null
  owner: string | null
}>

type Known = Readonly<{ facets: CaseFacets | undefined; nameOf: (user: string) => string }>

export const namesOfGroup = ({ code, producerName, client, owner }: CaseGroup, { nameOf }: Pick<Known, 'nameOf'>) => ({
  code,
  producer: producerName,
  client,
  owner: owner === null ? null : nameOf(owner),
})

/** The same from what stands in the address. */
export function namesOfKey(by: GroupChoice, at: string, { facets, nameOf }: Known): GroupNames {
  const [code = none, producer = none] = by === 'cause' ? at.split('.') : [none, at]
  const known = facets?.producer.find(({ value }) => value === producer)?.name
  return {
    code: code === none ? null : code,
    producer: producer === none ? null : (known ?? producer),
    client: at === none ? null : at,
    owner: at === nobody ? null : nameOf(at),
  }
}

export function groupTitle(by: GroupChoice, { code, producer, client, owner }: GroupNames, text: Text): string {
  switch (by) {
    case 'cause': {
      const cause = textOfCode(text, 'rule', code ?? '')
      return producer === null ? cause : text('queue.group.cause_of', { cause, producer })
    }
    case 'producer':
      return producer ?? text('queue.no_producer')
    case 'client':
      return client ?? text('queue.no_client')
    case 'owner':
      return owner ?? text('queue.owner.nobody')
    default:
      return assertNever(by)
  }
}
