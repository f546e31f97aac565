/** What a program can be allowed, in the groups in which people think of it, and each group in words. Pure. */
import { type CallerScope, callerScopes, producerScopes } from '../../engine/contract/callers.ts'
import type { Text } from '../messages/use-text.ts'

export const scopeGroups = ['read', 'act', 'producer'] as const
export type ScopeGroup = (typeof scopeGroups)[number]

/** To check the books changes nothing in them. */
const isReading = (scope: CallerScope): boolean => scope.endsWith('.read') || scope === 'workspace.check'

export function groupOf(scope: CallerScope): ScopeGroup {
  if (producerScopes.has(scope)) return 'producer'
  return isReading(scope) ? 'read' : 'act'
}

export const scopesOf = (group: ScopeGroup): readonly CallerScope[] =>
  callerScopes.filter((scope) => groupOf(scope) === group)

export const scopeWord = (scope: CallerScope, text: Text): string => text(`caller.scope.${scope}`)

export const groupWords = (scopes: readonly CallerScope[], group: ScopeGroup, text: Text): string =>
  scopesOf(group)
    .filter((scope) => scopes.includes(scope))
    .map((scope) => scopeWord(scope, text))
    .join(group === 'read' ? ', ' : ' · ')

/** In one line, what it changes before what it sees. */
export function scopesLine(scopes: readonly CallerScope[], text: Text): string {
  const read = groupWords(scopes, 'read', text)
  return [
    groupWords(scopes, 'act', text),
    groupWords(scopes, 'producer', text),
    read === '' ? '' : text('caller.may.read', { what: read }),
  ]
    .filter((words) => words !== '')
    .join(' · ')
}
