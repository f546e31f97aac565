import { Group, Text, UnstyledButton } from '@mantine/core'
import type { Batch, BatchDifference } from '../../engine/contract/batches.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { useCommand } from '../engine/use-command.ts'
import { FaultLine } from '../faults/FaultLine.tsx'
import { useText } from '../messages/use-text.ts'
import { Mark } from '../notice/Mark.tsx'
import { useMay } from '../session/session-context.ts'
import { ActionButton } from '../shell/ActionButton.tsx'
import { PaneSection } from '../shell/PaneSection.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import classes from './batches.module.css'
import { differenceSentence } from './difference-words.ts'

const compare = (client: EngineClient, id: number): Promise<Batch> => client.batches.verify({ id })

type Props = Readonly<{ batch: Batch; onLine: (line: number) => void; onChanged: () => void }>

/** Whether the archived file and the books say the same, row by row, and where they do not. */
export function BatchVerification({ batch, onLine, onChanged }: Props) {
  const text = useText()
  const may = useMay('batches.decide')
  const { run, busy, fault } = useCommand(compare)
  const { id, sealedAt, verification } = batch
  if (sealedAt === null) return null
  const again = async (): Promise<void> => {
    await run(id)
    onChanged()
  }
  return (
    <PaneSection title={text('batch.verification')}>
      <Verdict batch={batch} />
      {verification === null || verification.first.length === 0 ? null : (
        <ul className={classes.rules}>
          {verification.first.map((difference) => (
            <Difference key={keyOf(difference)} batch={batch} difference={difference} onLine={onLine} />
          ))}
        </ul>
      )}
      <FaultLine fault={fault} />
      {may ? (
        <Group gap={8} className={classes.actions ?? ''}>
          <ActionButton variant="default" onClick={() => void again()} loading={busy}>
            {text(verification === null ? 'batch.verify' : 'batch.verify.again')}
          </ActionButton>
        </Group>
      ) : null}
    </PaneSection>
  )
}

const keyOf = ({ line, what, field, found }: BatchDifference): string => [line, what, field, found].join(' ')

function Verdict({ batch: { verification } }: Readonly<{ batch: Batch }>) {
  const text = useText()
  const { instant, zone } = useFormats()
  if (verification === null) return <Text>{text('batch.verification.none')}</Text>
  const { outcome, rows, differences, at, first } = verification
  return (
    <div className={classes.verdict}>
      <Mark tone={outcome === 'agrees' ? 'ok' : 'critical'} />
      <Text fw={600} title={zone}>
        {text(`batch.verification.${outcome}`, { rows, differences, shown: first.length, at: instant(at) })}
      </Text>
    </div>
  )
}

type DifferenceProps = Readonly<{ batch: Batch; difference: BatchDifference; onLine: (line: number) => void }>

function Difference({ batch, difference, onLine }: DifferenceProps) {
  const text = useText()
  const formats = useFormats()
  const { line } = difference
  return (
    <li className={classes.rule}>
      <p>
        {line === null ? null : (
          <>
            <UnstyledButton className={classes.line ?? ''} onClick={() => onLine(line)}>
              {text('batch.row.line', { line })}
            </UnstyledButton>{' '}
          </>
        )}
        {differenceSentence(difference, { text, formats, currency: batch.currency })}
      </p>
    </li>
  )
}
