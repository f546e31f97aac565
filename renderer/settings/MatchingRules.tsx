import type { SettingValue } from '../../engine/contract/settings.ts'
import { useText } from '../messages/use-text.ts'
import { Facts } from '../shell/PaneSection.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { matchingTimes, ruleSentence } from './matching-lines.ts'
import classes from './rules.module.css'

/** The rules in the order in which they are tried, each in words. */
export function MatchingRules({ value }: Readonly<{ value: SettingValue<'matching'> }>) {
  const text = useText()
  const formats = useFormats()
  const words = { text, formats }
  return (
    <>
      {value.rules.length === 0 ? <p>{text('setting.matching.none')}</p> : null}
      <ol className={classes.ordered} aria-label={text('setting.matching')}>
        {value.rules.map((rule, place) => (
          <li key={rule.id} {...(rule.isOn ? {} : { 'data-off': true })}>
            <span className={classes.place}>{place + 1}.</span>
            <div>
              <strong>{rule.name}</strong>
              <div className={classes.said}>{ruleSentence(rule, words)}</div>
            </div>
          </li>
        ))}
      </ol>
      <Facts facts={matchingTimes(value, words).map(({ what, says }) => ({ name: what, value: says }))} />
    </>
  )
}
