import { Button, Group, Text } from '@mantine/core'
import { Link } from 'wouter'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { useRead } from '../engine/use-read.ts'
import { useText } from '../messages/use-text.ts'
import { useMay } from '../session/session-context.ts'

const topics: readonly Topic[] = ['producers']
const readProducers = (client: EngineClient) => client.producers.list()

export const firstRunPath = '/first-run'

/** The next step of an empty screen: as long as nobody sends anything, that is the first producer. */
export function NextStep() {
  const mayRead = useMay('producers.read')
  return mayRead ? <FirstOfAll /> : null
}

function FirstOfAll() {
  const text = useText()
  const mayAdd = useMay('producers.manage')
  const { data } = useRead(readProducers, topics)
  if (data === undefined) return null
  if (data.items.length === 0 && mayAdd)
    return (
      <Button component={Link} href={firstRunPath}>
        {text('first_run.begin')}
      </Button>
    )
  if (data.items.length === 0) return <Text>{text('first_run.ask_admin')}</Text>
  return (
    <Group gap={8}>
      <Button component={Link} href="/batches" variant="default">
        {text('first_run.to.batches')}
      </Button>
      <Button component={Link} href="/producers" variant="default">
        {text('first_run.to.producers')}
      </Button>
    </Group>
  )
}

/** Where statements are missing, the next step is who sends them. */
export function NextSource() {
  const text = useText()
  const mayPropose = useMay('settings.propose')
  const mayRead = useMay('settings.read')
  if (!mayRead) return null
  return (
    <Button component={Link} href="/settings?setting=statements" variant={mayPropose ? 'filled' : 'default'}>
      {text(mayPropose ? 'first_run.to.sources' : 'first_run.to.rules')}
    </Button>
  )
}
