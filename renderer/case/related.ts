/** What else belongs to a case: the filter that counts them, and the address that shows them. Pure. */
import type { CaseFilter } from '../../engine/contract/case-views.ts'
import type { Exception } from '../../engine/contract/exceptions.ts'

export type Related = Readonly<{ kind: 'client' | 'producer' | 'cause'; filter: CaseFilter; address: string }>

export function relatedTo({
  client,
  producer,
  code,
}: Pick<Exception, 'client' | 'producer' | 'code'>): readonly Related[] {
  return [
    ...(client === null
      ? []
      : [{ kind: 'client', filter: { client }, address: queueAddress({ client }) } satisfies Related]),
    ...(producer === null
      ? []
      : [
          {
            kind: 'producer',
            filter: { producer: [producer] },
            address: queueAddress({ producer: String(producer) }),
          } satisfies Related,
          {
            kind: 'cause',
            filter: { producer: [producer], code: [code] },
            address: queueAddress({ producer: String(producer), code }),
          } satisfies Related,
        ]),
  ]
}

const queueAddress = (values: Readonly<Record<string, string>>): string =>
  `/exceptions?${new URLSearchParams({ ...values, snoozed: 'with' })}`
