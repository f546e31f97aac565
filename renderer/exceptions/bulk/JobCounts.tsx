import { Button, UnstyledButton } from '@mantine/core'
import { useCallback } from 'react'
import type { BulkItem, BulkResult } from '../../../engine/contract/bulk.ts'
import type { EngineClient } from '../../../engine/contract/contract.ts'
import { useCommand } from '../../engine/use-command.ts'
import { FaultLine } from '../../faults/FaultLine.tsx'
import { useText } from '../../messages/use-text.ts'
import { formatCount } from '../../money/format.ts'
import { State } from '../../notice/Mark.tsx'
import { ProgressLine } from '../../notice/ProgressLine.tsx'
import { ActionButton } from '../../shell/ActionButton.tsx'
import { useFormats } from '../../workspace/workspace-context.ts'
import classes from './bulk.module.css'
import { bulkTitle, resultWords, shortReason, toneOfItem } from './bulk-words.ts'
import { itemsOf } from './not-done.ts'

const stop = (client: EngineClient, id: number) => client.exceptions.bulk.stop({ id })

/** How far it is, and the way to end it where it is. */
export function JobProgress({ bulk }: Readonly<{ bulk: BulkResult }>) {
  const text = useText()
  const formats = useFormats()
  const stopping = useCommand(stop)
  return (
    <>
      <ProgressLine
        label={bulkTitle(bulk, text)}
        done={bulk.cases - bulk.left}
        total={bulk.cases}
        words={resultWords(bulk, text, formats)}
      />
      <p className={classes.quiet}>{text('bulk.goes_on')}</p>
      <FaultLine fault={stopping.fault} />
      <div>
        <ActionButton color="danger" loading={stopping.busy} onClick={() => void stopping.run(bulk.id)}>
          {text('bulk.stop')}
        </ActionButton>
      </div>
    </>
  )
}

export type Chosen = Readonly<{ outcome?: BulkItem['outcome']; code?: string }>

type Props = Readonly<{
  bulk: BulkResult
  chosen: Chosen
  onChoose: (chosen: Chosen) => void
}>

/** How many became what. Each shows exactly its cases, so a count is never without what it counts. */
export function OutcomeFilter({ bulk, chosen, onChoose }: Props) {
  const text = useText()
  const { locale } = useFormats()
  const outcomes = (['done', 'proposed', 'refused', 'pending'] as const)
    .map((outcome) => ({ outcome, count: outcome === 'pending' ? bulk.left : bulk[outcome] }))
    .filter(({ count }) => count > 0)
  return (
    <fieldset className={classes.filter} aria-label={text('bulk.filter')}>
      <Chip
        pressed={chosen.outcome === undefined}
        onPress={() => onChoose({})}
        count={formatCount(bulk.cases, locale)}
        word={text('bulk.filter.all')}
      />
      {outcomes.map(({ outcome, count }) => (
        <UnstyledButton
          key={outcome}
          className={classes.chip ?? ''}
          aria-pressed={chosen.outcome === outcome && chosen.code === undefined}
          onClick={() => onChoose({ outcome })}
        >
          <State tone={toneOfItem[outcome]} word={text(`bulk.outcome.${outcome}`)} />
          <span className="ch-figure">{formatCount(count, locale)}</span>
        </UnstyledButton>
      ))}
      {bulk.reasons.map(({ code, cases }) => (
        <Chip
          key={code}
          pressed={chosen.code === code}
          onPress={() => onChoose({ outcome: 'refused', code })}
          count={formatCount(cases, locale)}
          word={shortReason(code, text)}
        />
      ))}
    </fieldset>
  )
}

type ChipProps = Readonly<{ pressed: boolean; onPress: () => void; word: string; count: string }>

const Chip = ({ pressed, onPress, word, count }: ChipProps) => (
  <UnstyledButton className={classes.chip ?? ''} aria-pressed={pressed} onClick={onPress}>
    <span>{word}</span>
    <span className="ch-figure">{count}</span>
  </UnstyledButton>
)

type CasesProps = Readonly<{
  id: number
  outcomes: readonly BulkItem['outcome'][]
  label: string
  onRead: (ids: readonly number[]) => void
}>

/** The cases that became one thing or another, read whole when they are wanted: they are named one by one. */
export function CasesButton({ id, outcomes, label, onRead }: CasesProps) {
  const reading = useCommand(useCallback((client: EngineClient) => itemsOf(client, id, outcomes), [id, outcomes]))
  return (
    <>
      <Button
        variant="default"
        loading={reading.busy}
        onClick={() =>
          void reading.run().then((outcome) => {
            if (outcome.ok) onRead(outcome.value.map(({ exception }) => exception))
          })
        }
      >
        {label}
      </Button>
      <FaultLine fault={reading.fault} />
    </>
  )
}
