/** A part of a configuration in words: what it is about, and what it was and would be, line by line. Pure. */
import type { ConfigurationItem } from '../../engine/contract/configuration.ts'
import { type SetGroup, setGroups } from '../approvals/set-rows.ts'
import type { Words } from '../settings/setting-lines.ts'

export function itemWords({ subject }: Pick<ConfigurationItem, 'subject'>, words: Words): string {
  const [noun = '', ...rest] = subject.split(':')
  const name = rest.join(':')
  const { text } = words
  switch (noun) {
    case 'zone':
      return text('workspace.zone')
    case 'currency':
      return name === '' ? text('workspace.currency') : text('effect.currency', { currency: name })
    case 'producer':
      return text('effect.producer', { code: name })
    case 'user':
      return text('configuration.user', { user: name })
    default:
      return setGroups([{ subject, before: null, after: null }], words)[0]?.subject ?? subject
  }
}

/** A new producer comes with its agreement, which is shown as agreements are. */
export function itemGroups(item: ConfigurationItem, words: Words): readonly SetGroup[] {
  const { subject, before, after } = item
  if (!subject.startsWith('producer:')) return setGroups([{ subject, before, after }], words).map(titled(item, words))
  const { agreement, ...master } = (after ?? {}) as Record<string, never>
  const plain = setGroups([{ subject: 'producer', before, after: master }], words).map(titled(item, words))
  if (agreement === undefined) return plain
  const agreed = { subject: subject.replace('producer:', 'agreement:'), before: null, after: agreement }
  return [...plain, ...setGroups([agreed], words)]
}

const titled =
  (item: ConfigurationItem, words: Words) =>
  (group: SetGroup): SetGroup => ({ ...group, subject: itemWords(item, words) })
