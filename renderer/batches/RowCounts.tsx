import { UnstyledButton } from '@mantine/core'
import { useCallback } from 'react'
import type { Batch } from '../../engine/contract/batches.ts'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { useRead } from '../engine/use-read.ts'
import { textOfCode, useText } from '../messages/use-text.ts'
import { formatCount } from '../money/format.ts'
import { State } from '../notice/Mark.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import classes from './batches.module.css'
import { toneOfOutcome } from './outcomes.ts'
import type { BatchSearch, ChangeSearch } from './search.ts'

const topics: readonly Topic[] = ['batches']

type Props = Readonly<{ batch: Batch; search: BatchSearch; onChange: ChangeSearch }>

/** How many rows stand on each code. Each opens exactly its rows, so a count is never without what it counts. */
export function RowCounts({ batch, search, onChange }: Props) {
  const text = useText()
  const { locale } = useFormats()
  const { id } = batch
  const ask = useCallback((client: EngineClient) => client.batches.counts({ id }), [id])
  const items = useRead(ask, topics).data?.items ?? []
  const { outcome, code } = search
  if (items.length < 2 && outcome === undefined && code === undefined) return null
  const isAll = outcome === undefined && code === undefined
  return (
    <fieldset className={classes.counts} aria-label={text('batch.counts')}>
      <UnstyledButton
        className={classes.count ?? ''}
        aria-pressed={isAll}
        onClick={() => onChange({ outcome: undefined, code: undefined, line: undefined })}
      >
        {text('batch.counts.all')}
      </UnstyledButton>
      {items.map((each) => (
        <UnstyledButton
          key={`${each.outcome} ${each.code}`}
          className={classes.count ?? ''}
          aria-pressed={each.outcome === outcome && each.code === code}
          title={each.code}
          onClick={() => onChange({ outcome: each.outcome, code: each.code, line: undefined })}
        >
          <State tone={toneOfOutcome[each.outcome]} word={text(`batch.outcome.${each.outcome}`)} />
          <span>{textOfCode(text, 'rule', each.code)}</span>
          <span className="ch-figure">{formatCount(each.rows, locale)}</span>
        </UnstyledButton>
      ))}
    </fieldset>
  )
}
