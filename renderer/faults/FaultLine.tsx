import { Group, Text } from '@mantine/core'
import type { Fault } from '../engine/fault.ts'
import { useText } from '../messages/use-text.ts'
import { CopyText } from '../notice/CopyText.tsx'
import { Mark } from '../notice/Mark.tsx'
import { faultSentence, incidentOf } from './fault-sentence.ts'
import { useShown } from './use-shown.ts'

type Props = Readonly<{
  fault: Fault | undefined
  /** A running countdown, which the sentence then counts with. */
  secondsLeft?: number
  /** What comes first: that nothing was done. */
  lead?: string
  /** Of the amounts in it, where it is not the workspace's own. */
  currency?: string
}>

/** Why a form was refused, above its button. */
export function FaultLine({ fault, secondsLeft, lead, currency }: Props) {
  const text = useText()
  const shown = useShown(currency)
  const sentence = fault && faultSentence(fault, shown)
  const incident = fault ? incidentOf(fault) : null
  return (
    <div role="alert">
      {sentence ? (
        <Group gap={8} wrap="nowrap" align="flex-start">
          <Mark tone="critical" />
          <Text c="var(--ch-critical)">
            {lead === undefined ? null : `${lead} `}
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
