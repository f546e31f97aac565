import type { LiveThroughput } from '../../engine/contract/live.ts'
import { useText } from '../messages/use-text.ts'
import { formatCount } from '../money/format.ts'
import { formatClock } from '../time/format.ts'
import { useFormats } from '../workspace/workspace-context.ts'
import { barsOf, chartHeight } from './bars.ts'
import classes from './live.module.css'
import { Part } from './Part.tsx'

/** Rows of each minute of the last hour as a line of bars; the sentence and the table say the same to whoever sees none. */
export function LastHour({ throughput }: Readonly<{ throughput: LiveThroughput }>) {
  const text = useText()
  const { locale, zone } = useFormats()
  const { minutes, total, isWhole } = throughput
  const { bars, most } = barsOf(minutes)
  const first = minutes[0]?.at ?? ''
  const sentence = text('live.hour.sentence', {
    rows: formatCount(total.rows, locale),
    files: total.files,
    most: formatCount(most, locale),
  })
  return (
    <Part title={text('live.hour')} aside={sentence}>
      <svg
        className={classes.bars}
        viewBox={`0 0 ${minutes.length} ${chartHeight}`}
        preserveAspectRatio="none"
        aria-hidden
      >
        {bars.map(({ at, x, height }) => (
          <rect key={at} x={x + 0.1} y={chartHeight - height} width={0.8} height={height} />
        ))}
      </svg>
      <div className={classes.axis} aria-hidden>
        <span>{first === '' ? null : formatClock(first, zone).slice(0, 5)}</span>
        <span>{text('live.hour.now')}</span>
      </div>
      {isWhole ? null : <p className={classes.quiet}>{text('live.hour.part')}</p>}
      <Minutes minutes={minutes} />
    </Part>
  )
}

function Minutes({ minutes }: Readonly<{ minutes: LiveThroughput['minutes'] }>) {
  const text = useText()
  const { locale, zone } = useFormats()
  const busy = minutes.filter(({ files }) => files > 0).toReversed()
  return (
    <details className={classes.minutes}>
      <summary>{text('live.hour.table')}</summary>
      {busy.length === 0 ? <p className={classes.quiet}>{text('live.hour.none')}</p> : null}
      {busy.length === 0 ? null : (
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{text('live.hour.minute')}</th>
              <th scope="col" data-number>
                {text('live.hour.rows')}
              </th>
              <th scope="col" data-number>
                {text('live.hour.files')}
              </th>
            </tr>
          </thead>
          <tbody>
            {busy.map(({ at, rows, files }) => (
              <tr key={at}>
                <th scope="row">{formatClock(at, zone).slice(0, 5)}</th>
                <td data-number>{formatCount(rows, locale)}</td>
                <td data-number>{formatCount(files, locale)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </details>
  )
}
