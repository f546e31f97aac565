/** A group by the one text that names it in the address, and the filter that this text stands for. Pure. */
import type { CaseFilter, CaseGroup } from '../../engine/contract/case-views.ts'
import { ExceptionCode } from '../../engine/contract/exceptions.ts'
import { assertNever } from '../assert-never.ts'
import { type GroupChoice, isNumber, nobody, none } from './search.ts'

type Named = Pick<CaseGroup, 'code' | 'producer' | 'client' | 'owner'>

/** What of a filter a group decides about. */
export const groupNames: Readonly<Record<GroupChoice, readonly (keyof CaseFilter)[]>> = {
  cause: ['code', 'producer', 'noProducer'],
  producer: ['producer', 'noProducer'],
  client: ['client', 'noClient'],
  owner: ['owner', 'mine', 'unowned'],
}

export function groupKey(by: GroupChoice, { code, producer, client, owner }: Named): string {
  switch (by) {
    case 'cause':
      return `${code ?? none}.${producer ?? none}`
    case 'producer':
      return String(producer ?? none)
    case 'client':
      return client ?? none
    case 'owner':
      return owner ?? nobody
    default:
      return assertNever(by)
  }
}

/** What is not a key of such a group filters nothing. */
export function groupFilter(by: GroupChoice, at: string): CaseFilter {
  switch (by) {
    case 'cause': {
      const [code = '', producer = ''] = at.split('.')
      const known = ExceptionCode.safeParse(code)
      return { ...(known.success ? { code: [known.data] } : {}), ...producerFilter([producer]) }
    }
    case 'producer':
      return producerFilter([at])
    case 'client':
      return at === none ? { noClient: true } : { client: at }
    case 'owner':
      return at === nobody ? { unowned: true } : { owner: [at] }
    default:
      return assertNever(by)
  }
}

/** Producers by number, and the files of nobody. */
export function producerFilter(chosen: readonly string[]): Pick<CaseFilter, 'producer' | 'noProducer'> {
  const numbers = chosen.filter(isNumber).map(Number)
  return {
    ...(numbers.length === 0 ? {} : { producer: numbers }),
    ...(chosen.includes(none) ? { noProducer: true } : {}),
  }
}
