import { UnstyledButton } from '@mantine/core'
import { Link } from 'wouter'
import type { Batch } from '../../engine/contract/batches.ts'
import type { SpokenRule } from '../../engine/contract/rule-facts.ts'
import { batchAddress } from '../ledger/address.ts'
import { textOfCode, useText } from '../messages/use-text.ts'
import { State, type Tone } from '../notice/Mark.tsx'
import { PaneSection } from '../shell/PaneSection.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import classes from './batches.module.css'
import { capitalised, otherBatchOf, ruleSentence } from './rule-words.ts'

const toneOfEffect: Readonly<Record<SpokenRule['effect'], Tone>> = { reject: 'critical', hold: 'high', warn: 'medium' }

type Props = Readonly<{ batch: Batch; onLine: (line: number) => void }>

/** Every rule of the batch that spoke, with what it expected and found, and what is worth a word about its rows. */
export function BatchRules({ batch, onLine }: Props) {
  const text = useText()
  const { verdict, warnings } = batch
  if (verdict.length === 0 && warnings.length === 0) return null
  return (
    <PaneSection title={text('batch.reasons')}>
      <ul className={classes.rules}>
        {verdict.map((spoken) => (
          <Rule key={spoken.code} batch={batch} spoken={spoken} />
        ))}
        {warnings.map((warning) => (
          <RowWarning key={warning.code} warning={warning} onLine={onLine} />
        ))}
      </ul>
    </PaneSection>
  )
}

function Rule({ batch, spoken }: Readonly<{ batch: Batch; spoken: SpokenRule }>) {
  const text = useText()
  const formats = useFormats()
  const other = otherBatchOf(spoken)
  return (
    <li className={classes.rule}>
      <State tone={toneOfEffect[spoken.effect]} word={text(`batch.effect.${spoken.effect}`)} />{' '}
      <span className={classes.code}>{spoken.code}</span>
      <p>
        {capitalised(ruleSentence(spoken, { text, formats, currency: batch.currency }))}{' '}
        {other === null ? null : (
          <Link href={batchAddress(other)}>{text('batch.see_other', { id: String(other) })}</Link>
        )}
      </p>
    </li>
  )
}

type Warned = Readonly<{ warning: Batch['warnings'][number]; onLine: (line: number) => void }>

function RowWarning({ warning, onLine }: Warned) {
  const text = useText()
  const { code, rows, lines } = warning
  return (
    <li className={classes.rule}>
      <State tone="medium" word={text('batch.effect.warn')} /> <span className={classes.code}>{code}</span>
      <p>{text('batch.warning', { rule: textOfCode(text, 'rule', code), rows })}</p>
      <p className={classes.lines}>
        <span>
          {text(lines.length < rows ? 'batch.warning.first_lines' : 'batch.warning.lines', { count: lines.length })}
        </span>
        {lines.map((line) => (
          <UnstyledButton key={line} className={classes.line ?? ''} onClick={() => onLine(line)}>
            {text('batch.row.line', { line })}
          </UnstyledButton>
        ))}
      </p>
    </li>
  )
}
