import { Link } from 'wouter'
import type { Live } from '../../engine/contract/live.ts'
import { caseAddress, caseName, severityWord, toneOfSeverity } from '../case/standing.ts'
import { ageWords } from '../exceptions/words.ts'
import { textOfCode, useText } from '../messages/use-text.ts'
import { State } from '../notice/Mark.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import classes from './live.module.css'
import { Part } from './Part.tsx'

/** What the last hour opened and nobody has resolved yet. */
export function Opened({ live: { opened, asOf } }: Readonly<{ live: Live }>) {
  const text = useText()
  const { instant, zone } = useFormats()
  if (opened === null) return null
  return (
    <Part title={text('live.opened')}>
      {opened.length === 0 ? <p className={classes.quiet}>{text('live.opened.none')}</p> : null}
      <ul className={classes.list}>
        {opened.map(({ id, severity, code, producerName, raisedAt }) => (
          <li key={id} className={classes.line}>
            <State tone={toneOfSeverity[severity]} word={severityWord(severity, text)} />
            <Link href={caseAddress(id)} className={classes.name} title={caseName(id)}>
              {textOfCode(text, 'rule', code)}
            </Link>
            <span>{producerName}</span>
            <time className={classes.end} dateTime={raisedAt} title={`${instant(raisedAt)} ${zone}`}>
              {ageWords(raisedAt, Date.parse(asOf), text)}
            </time>
          </li>
        ))}
      </ul>
    </Part>
  )
}
