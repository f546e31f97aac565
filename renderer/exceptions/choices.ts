/** What each pill offers: the values that there are, in words, each with how many cases it would show. Pure. */
import type { CaseFacets } from '../../engine/contract/case-views.ts'
import { exceptionCodes, exceptionStatuses, severities } from '../../engine/contract/exceptions.ts'
import { severityWord, toneOfSeverity } from '../case/standing.ts'
import { type Text, textOfCode } from '../messages/use-text.ts'
import type { Choice } from '../pills/ChoicePill.tsx'
import { dueChoices, groupChoices, me, nobody, none } from './search.ts'

type Facet = CaseFacets[keyof CaseFacets]

const countOf = (facet: Facet | undefined, value: string): Pick<Choice, 'count'> =>
  facet === undefined ? {} : { count: facet.find((each) => each.value === value)?.count ?? 0 }

/** What has no value is the empty text for the engine, which would be nothing in an address. */
const tokenOf = (value: string, token: string): string => (value === '' ? token : value)

export const statusOptions = (facets: CaseFacets | undefined, text: Text): readonly Choice[] => [
  ...exceptionStatuses.map((value) => ({
    value,
    label: text(
      value === 'waiting'
        ? 'case.waiting.none'
        : value === 'resolved'
          ? 'case.resolution.none'
          : `case.status.${value}`,
    ),
    ...countOf(facets?.status, value),
  })),
  { value: 'any', label: text('queue.status.any') },
]

export const severityOptions = (facets: CaseFacets | undefined, text: Text): readonly Choice[] =>
  severities.map((value) => ({
    value,
    label: severityWord(value, text),
    tone: toneOfSeverity[value],
    ...countOf(facets?.severity, value),
  }))

/** Codes that there are, the most frequent first, and of the others those that are chosen. */
export function codeOptions(facets: CaseFacets | undefined, chosen: readonly string[], text: Text): readonly Choice[] {
  const found = facets?.code ?? []
  const others = exceptionCodes.filter((code) => chosen.includes(code) && !found.some(({ value }) => value === code))
  return [...found, ...others.map((value) => ({ value, count: 0 }))].map(({ value, count }) => ({
    value,
    label: textOfCode(text, 'rule', value),
    count,
  }))
}

export function producerOptions(
  facets: CaseFacets | undefined,
  chosen: readonly string[],
  text: Text,
): readonly Choice[] {
  const found = (facets?.producer ?? []).map(({ value, name, count }) => ({
    value: tokenOf(value, none),
    label: value === '' ? text('queue.no_producer') : (name ?? value),
    count,
  }))
  return [...found, ...missing(found, chosen)]
}

/** Oneself and nobody first: they are looked for most, whether there are any or not. */
export function ownerOptions(
  facets: CaseFacets | undefined,
  { chosen, myself }: Readonly<{ chosen: readonly string[]; myself: string }>,
  text: Text,
): readonly Choice[] {
  const facet = facets?.owner
  const others = (facet ?? [])
    .filter(({ value }) => value !== '' && value !== myself)
    .map(({ value, name, count }) => ({ value, label: name ?? value, count }))
  const first = [
    { value: me, label: text('queue.owner.me'), ...countOf(facet, myself) },
    { value: nobody, label: text('queue.owner.nobody'), ...countOf(facet, '') },
  ]
  return [...first, ...others, ...missing([...first, ...others], chosen)]
}

/** What is chosen stays to be seen and taken back, even where nothing has it any more. */
const missing = (found: readonly Choice[], chosen: readonly string[]): readonly Choice[] =>
  chosen
    .filter((value) => !found.some((choice) => choice.value === value))
    .map((value) => ({ value, label: value, count: 0 }))

export const dueOptions = (text: Text): readonly Choice[] =>
  dueChoices.map((value) => ({ value, label: text(`queue.due.${value}`) }))

export const snoozedOptions = (text: Text): readonly Choice[] =>
  (['with', 'only'] as const).map((value) => ({ value, label: text(`queue.snoozed.${value}`) }))

export const groupOptions = (text: Text): readonly Choice[] =>
  groupChoices.map((value) => ({ value, label: text(`queue.group.${value}`) }))
