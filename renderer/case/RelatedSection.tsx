import { Text } from '@mantine/core'
import { useMemo } from 'react'
import { Link } from 'wouter'
import type { CaseFilter } from '../../engine/contract/case-views.ts'
import type { Topic } from '../../engine/contract/changes.ts'
import { type Question, useRead } from '../engine/use-read.ts'
import { textOfCode, useText } from '../messages/use-text.ts'
import { PaneSection } from '../shell/PaneSection.tsx'
import type { CaseProps } from './CasePane.tsx'
import classes from './case.module.css'
import { relatedTo } from './related.ts'

const topics: readonly Topic[] = ['exceptions']

/** Others that are not resolved: of the same client, of the same producer, of the same cause. */
export function RelatedSection({ each }: CaseProps) {
  const text = useText()
  const { id, client, producer, code } = each
  const related = useMemo(() => relatedTo({ client, producer, code }), [client, producer, code])
  const question = useMemo<Question<readonly number[]> | null>(() => {
    if (related.length === 0) return null
    const filters = related.map(({ filter }): CaseFilter => ({ ...filter, status: ['unresolved'], snoozed: 'with' }))
    return async (engine) => (await engine.exceptions.counts({ filters })).counts
  }, [related])
  const { data } = useRead(question, topics)
  return (
    <PaneSection title={text('case.section.related')}>
      {related.length === 0 ? <Text c="dimmed">{text('case.related.none')}</Text> : null}
      <ul className={classes.related}>
        {related.map(({ kind, address }, place) => (
          <li key={kind}>
            <Link href={`${address}&open=${id}`}>
              {text(`case.related.${kind}`, {
                client: client ?? '',
                producer: each.producerName ?? '',
                code: textOfCode(text, 'rule', code),
                count: data?.[place] ?? 'none',
              })}
            </Link>
          </li>
        ))}
      </ul>
    </PaneSection>
  )
}
