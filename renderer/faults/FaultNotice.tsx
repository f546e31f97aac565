import { Button, Group, Stack, Text } from '@mantine/core'
import type { Fault } from '../engine/fault.ts'
import { useText } from '../messages/use-text.ts'
import { CopyText } from '../notice/CopyText.tsx'
import { Mark } from '../notice/Mark.tsx'
import { faultSentence, incidentOf } from './fault-sentence.ts'
import { useShown } from './use-shown.ts'

type Props = Readonly<{
  fault: Fault
  /** What it was that failed, as a sentence: "The batches could not be read." */
  what?: string
  onRetry?: () => void
  /** Of the amounts in it, where it is not the workspace's own. */
  currency?: string
}>

/** An error stands where its content would be, and says what failed, what is unharmed and what to do. */
export function FaultNotice({ fault, what, onRetry, currency }: Props) {
  const text = useText()
  const sentence = faultSentence(fault, useShown(currency))
  const incident = incidentOf(fault)
  return (
    <Stack gap={8} p={16} role="alert" maw="72ch">
      {what === undefined ? null : <Text fw={600}>{what}</Text>}
      <Group gap={8} wrap="nowrap" align="flex-start">
        <Mark tone="critical" />
        <Text>{text(sentence.id, sentence.values)}</Text>
      </Group>
      {incident === null ? null : <CopyText label={text('fault.incident')} value={incident} />}
      {onRetry ? (
        <Group>
          <Button variant="default" onClick={onRetry}>
            {text('action.retry')}
          </Button>
        </Group>
      ) : null}
    </Stack>
  )
}
