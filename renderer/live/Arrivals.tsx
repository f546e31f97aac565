import { Link } from 'wouter'
import type { Live, LiveExpectation } from '../../engine/contract/live.ts'
import { spanOf } from '../exceptions/words.ts'
import { producerAddress } from '../ledger/address.ts'
import { useText } from '../messages/use-text.ts'
import { State, type Tone } from '../notice/Mark.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import classes from './live.module.css'
import { Part } from './Part.tsx'

const toneOf: Readonly<Record<LiveExpectation['standing'], Tone>> = { late: 'medium', due: 'accent', coming: 'low' }

/** Who is late and by how much, who is due by now, and whose files come next. */
export function Arrivals({ live: { late, coming, asOf } }: Readonly<{ live: Live }>) {
  const text = useText()
  return (
    <Part title={text('live.late')} aside={late.length === 0 ? null : text('live.late.count', { count: late.length })}>
      {late.length === 0 ? <p className={classes.quiet}>{text('live.late.none')}</p> : null}
      <ul className={classes.list}>
        {[...late, ...coming].map((each) => (
          <Row key={each.producer} expectation={each} now={Date.parse(asOf)} />
        ))}
      </ul>
    </Part>
  )
}

function Row({ expectation, now }: Readonly<{ expectation: LiveExpectation; now: number }>) {
  const text = useText()
  const { instant, zone } = useFormats()
  const { producer, name, standing, expectedAt, missing } = expectation
  const away = spanOf(Date.parse(expectedAt) - now)
  const words = { late: 'queue.late', due: 'live.due', coming: 'queue.due_in' } as const
  return (
    <li className={classes.line}>
      <State tone={toneOf[standing]} word={text(words[standing], away)} />
      <Link href={producerAddress(producer)} className={classes.name}>
        {name}
      </Link>
      {missing > 1 ? <span>{text('live.missing', { missing })}</span> : null}
      <time className={classes.end} dateTime={expectedAt} title={zone}>
        {text('live.expected', { at: instant(expectedAt) })}
      </time>
    </li>
  )
}
