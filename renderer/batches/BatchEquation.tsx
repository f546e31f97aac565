import { Text } from '@mantine/core'
import type { Batch } from '../../engine/contract/batches.ts'
import { useText } from '../messages/use-text.ts'
import { Facts, PaneSection } from '../shell/PaneSection.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import classes from './batches.module.css'
import { barOf, colourOf, termsOf } from './equation.ts'
import type { Live } from './live.ts'
import { equationSentence } from './sentences.ts'
import { isRunning } from './states.ts'

type Props = Readonly<{ batch: Batch; live: Live | null }>

/** Where each row of the file went, as one bar and as the equation that it draws; and the money of it. */
export function BatchEquation({ batch, live }: Props) {
  const text = useText()
  const { money, instant } = useFormats()
  const { currency, sum, fileSum, firstAt, lastAt } = batch
  const shown = (minor: number | bigint): string => `${currency} ${money(minor, currency)}`
  return (
    <PaneSection title={text('batch.equation.title')}>
      <div
        className={classes.bar}
        style={{ backgroundImage: barOf(batch, isRunning(batch.state) ? live : null) }}
        aria-hidden
      />
      <Text className={`ch-figure ${classes.equation ?? ''}`}>{equationSentence(batch, text)}</Text>
      <Legend batch={batch} />
      {batch.state === 'reversed' ? <Text mb={8}>{text('batch.equation.reversed')}</Text> : null}
      {batch.held > 0 ? (
        <Text mb={8}>{text('batch.held_now', { held: batch.held, heldNow: batch.heldNow })}</Text>
      ) : null}
      <Facts
        facts={[
          { name: text('batch.total.posted'), value: shown(sum) },
          ...(fileSum === null ? [] : [{ name: text('batch.total.file'), value: shown(BigInt(fileSum)) }]),
          ...(firstAt === null ? [] : [{ name: text('batch.total.first'), value: instant(firstAt) }]),
          ...(lastAt === null ? [] : [{ name: text('batch.total.last'), value: instant(lastAt) }]),
        ]}
      />
    </PaneSection>
  )
}

/** Which part of the bar is which. The sentence above says the same to those who don't see it. */
function Legend({ batch }: Readonly<{ batch: Batch }>) {
  const text = useText()
  const terms = termsOf(batch)
  if (terms.length < 2) return null
  return (
    <div className={classes.legend} aria-hidden>
      {terms.map(({ term, rows }) => (
        <span key={term} className={classes.term}>
          <span className={classes.swatch} style={{ background: `var(--ch-${colourOf(batch, term)})` }} />
          {text(`batch.term.${term}`, { rows })}
        </span>
      ))}
    </div>
  )
}
