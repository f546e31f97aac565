import { Link } from 'wouter'
import type { Live } from '../../engine/contract/live.ts'
import { equationWords, reasonsText } from '../batches/sentences.ts'
import { toneOfState } from '../batches/states.ts'
import { batchAddress } from '../ledger/address.ts'
import { useText } from '../messages/use-text.ts'
import { State } from '../notice/Mark.tsx'
import { formatClock } from '../time/format.ts'
import { useFormats } from '../workspace/workspace-context.ts'
import classes from './live.module.css'
import { Part } from './Part.tsx'

/** The batches that were through last, and what came of them. */
export function Through({ live: { through } }: Readonly<{ live: Live }>) {
  const text = useText()
  const { zone, instant } = useFormats()
  return (
    <Part title={text('live.through')}>
      {through.length === 0 ? <p className={classes.quiet}>{text('live.through.none')}</p> : null}
      <ul className={classes.list}>
        {through.map((batch) => (
          <li key={batch.id} className={classes.line}>
            <State tone={toneOfState[batch.state]} word={text(`batch.state.${batch.state}`)} />
            <Link href={batchAddress(batch.id)} className={classes.name}>
              {batch.file}
            </Link>
            <span>{batch.producerName}</span>
            <span className={classes.words}>
              {[reasonsText(batch.reasons, text), equationWords(batch, text)].filter(Boolean).join(' · ')}
            </span>
            {batch.sealedAt === null ? null : (
              <time className={classes.end} dateTime={batch.sealedAt} title={`${instant(batch.sealedAt)} ${zone}`}>
                {formatClock(batch.sealedAt, zone)}
              </time>
            )}
          </li>
        ))}
      </ul>
    </Part>
  )
}
