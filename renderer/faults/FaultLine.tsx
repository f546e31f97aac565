import { Group, Text } from '@mantine/core'
import type { Fault } from '../engine/fault.ts'
import { useText } from '../messages/use-text.ts'
import { CopyText } from '../notice/CopyText.tsx'
import { Mark } from '../notice/Mark.tsx'
import { faultSentence, incidentOf } from './fault-sentence.ts'

type Props = Readonly<{
  fault: Fault | undefined
  /** A running countdown, which the sentence then counts with. */
  secondsLeft?: number
}>

/** Why a form was refused, above its button. */
export function FaultLine({ fault, secondsLeft }: Props) {
  const text = useText()
  const sentence = fault && faultSentence(fault)
  const incident = fault ? incidentOf(fault) : null
  return (
    <div role="alert">
      {sentence ? (
        <Group gap={8} wrap="nowrap" align="flex-start">
          <Mark tone="critical" />
          <Text c="var(--ch-critical)">
            {text(
              sentence.id,
              secondsLeft === undefined ? sentence.values : { ...sentence.values, seconds: secondsLeft },
            )}
          </Text>
        </Group>
      ) : null}
      {incident === null ? null : <CopyText label={text('fault.incident')} value={incident} />}
    </div>
  )
}
