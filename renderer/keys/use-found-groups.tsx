import type { SpotlightActionData, SpotlightActionGroupData } from '@mantine/spotlight'
import { useMemo } from 'react'
import { useLocation } from 'wouter'
import type { FoundGroup } from '../../engine/contract/search.ts'
import { type Text, useText } from '../messages/use-text.ts'
import { useFormats } from '../workspace/workspace-context.ts'
import { FoundLine } from './FoundLine.tsx'
import { amountLine, furtherOf, lineOf } from './hits.ts'
import type { Finding } from './use-found.ts'

const none: readonly SpotlightActionGroupData[] = []

/** What was found, each kind under its own heading, with the way to all of it where there is one. */
export function useFoundGroups(finding: Finding): readonly SpotlightActionGroupData[] {
  const text = useText()
  const formats = useFormats()
  const [, navigate] = useLocation()
  return useMemo(() => {
    if (finding.status !== 'found') return none
    const { query, answer } = finding
    const words = { text, formats }
    const action = (label: string, about: string, address: string): SpotlightActionData => ({
      id: address,
      label,
      children: <FoundLine label={label} about={about} query={query} />,
      onClick: () => navigate(address),
    })
    const groups = answer.groups.map((found) => {
      const further = furtherOf(found, query, text)
      const hits = found.hits.map((hit) => lineOf(hit, words))
      return {
        group: heading(found, text),
        actions: [
          ...hits.map(({ label, about, address }) => action(label, about, address)),
          ...(further === null ? [] : [action(further.label, '', further.address)]),
        ],
      }
    })
    const amount = amountLine(answer, words)
    return amount === null
      ? groups
      : [...groups, { group: text('palette.group.amount'), actions: [action(amount.label, '', amount.address)] }]
  }, [finding, text, formats, navigate])
}

function heading({ group, hits, more }: FoundGroup, text: Text): string {
  const name = text(`palette.group.${group}`)
  return more ? text('palette.group.first', { group: name, count: hits.length }) : name
}
