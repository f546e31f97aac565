import { Text } from '@mantine/core'
import type { ProducerFile } from '../../engine/contract/producers.ts'
import { useText } from '../messages/use-text.ts'
import { Mark } from '../notice/Mark.tsx'
import { PaneSection } from '../shell/PaneSection.tsx'
import { onTimeSentence, toneOfArrival } from './on-time.ts'
import classes from './producers.module.css'

const daysShown = 5

/** The last expected files, oldest first, each by its shape; and the days on which not all was well. */
export function OnTimeSection({ producer }: Readonly<{ producer: ProducerFile }>) {
  const text = useText()
  const { recent, onTime } = producer
  const marks = recent.map((state, place) => ({ key: `${place} ${state}`, state }))
  const troubled = onTime.filter(({ late, missed }) => late + missed > 0).slice(0, daysShown)
  return (
    <PaneSection title={text('producer.on_time')}>
      <div className={classes.strip} aria-hidden>
        {marks.map(({ key, state }) => (
          <Mark key={key} tone={toneOfArrival[state]} />
        ))}
      </div>
      <Text>{onTimeSentence(producer, text)}</Text>
      <ul className={classes.plain}>
        {troubled.map(({ day, expected, late, missed }) => (
          <li key={day} className="ch-figure">
            {text('producer.on_time.day', { day, expected, late, missed })}
          </li>
        ))}
      </ul>
    </PaneSection>
  )
}
