import { Link } from 'wouter'
import type { Batch } from '../../engine/contract/batches.ts'
import type { Live } from '../../engine/contract/live.ts'
import type { Live as LiveBatch } from '../batches/live.ts'
import { runningWords } from '../batches/sentences.ts'
import { shownState, toneOfState } from '../batches/states.ts'
import type { LiveBatches } from '../batches/use-live.ts'
import { batchAddress } from '../ledger/address.ts'
import { useText } from '../messages/use-text.ts'
import { formatCount } from '../money/format.ts'
import { State } from '../notice/Mark.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import classes from './live.module.css'
import { Part } from './Part.tsx'

type Props = Readonly<{ live: Live; running: LiveBatches }>

/** Batches that arrived and are not through: which one is worked on, how far it is, and when nothing moves. */
export function UnderWay({ live: { underWay, queues }, running }: Props) {
  const text = useText()
  return (
    <Part
      title={text('live.under_way')}
      aside={text('live.shown_of', { shown: underWay.length, all: queues.batchesUnderWay })}
    >
      {underWay.length === 0 ? <p className={classes.quiet}>{text('live.under_way.none')}</p> : null}
      <ul className={classes.list}>
        {underWay.map((batch) => (
          <Row key={batch.id} batch={batch} live={running.lives.get(batch.id) ?? null} />
        ))}
      </ul>
    </Part>
  )
}

function Row({ batch, live }: Readonly<{ batch: Batch; live: LiveBatch | null }>) {
  const text = useText()
  const { locale, zone } = useFormats()
  const state = shownState(batch, live)
  const words = runningWords(batch, live, zone, text)
  const rows = live?.rows ?? null
  return (
    <li className={classes.running}>
      <div className={classes.line}>
        <State tone={toneOfState[state]} word={text(`batch.state.${state}`)} />
        <Link href={batchAddress(batch.id)} className={classes.name}>
          {batch.file}
        </Link>
        <span>{batch.producerName}</span>
        <span className={classes.end}>
          {rows === null || live === null
            ? null
            : text('live.rows_done', { done: formatCount(live.rowsDone, locale), rows: formatCount(rows, locale) })}
        </span>
      </div>
      {live === null ? null : <Bar name={batch.file} percent={Math.floor(live.share * 100)} words={words} />}
      <span className={classes.words}>{words}</span>
    </li>
  )
}

type BarProps = Readonly<{ name: string; percent: number; words: string }>

/** Mantine's own says a bare percentage, whatever text it is given; what is heard is what is seen. */
function Bar({ name, percent, words }: BarProps) {
  return <progress className={classes.bar} aria-label={name} value={percent} max={100} aria-valuetext={words} />
}
