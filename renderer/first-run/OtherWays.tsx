import { Anchor, Button, Group, Stack, Text, Title } from '@mantine/core'
import { Link, useLocation } from 'wouter'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { useRead } from '../engine/use-read.ts'
import { useText } from '../messages/use-text.ts'
import { CopyText } from '../notice/CopyText.tsx'
import { usePreferences } from '../preferences/preferences-context.ts'
import { homeFor } from '../route/screens.ts'
import { useMay, useSession } from '../session/session-context.ts'
import { useWorkspace } from '../workspace/workspace-context.ts'
import classes from './first-run.module.css'

const topics: readonly Topic[] = ['producers']
const readProducers = (client: EngineClient) => client.producers.list()

/** Beside the first producer, where there is none yet: what else a new workspace wants, made-up books, and later. */
export function OtherWays() {
  const text = useText()
  const mayRead = useMay('producers.read')
  const { data } = useRead(mayRead ? readProducers : null, topics)
  if (data === undefined || data.items.length > 0) return null
  return (
    <Stack gap={24} pt={24}>
      <AlsoNew />
      <Demo />
      <PutOff label={text('first_run.later')} />
    </Stack>
  )
}

function AlsoNew() {
  const text = useText()
  const workspace = useWorkspace()
  const mayUsers = useMay('users.manage')
  const mayTransfer = useMay('configuration.transfer')
  const maySettings = useMay('settings.read')
  const needsApprover = workspace?.setUpMode === true && mayUsers
  return (
    <section className={classes.also} aria-labelledby="first-run-also">
      <Title order={2} id="first-run-also">
        {text('first_run.also')}
      </Title>
      <ul>
        {needsApprover ? (
          <Way to="/settings/users" word={text('first_run.also.approver')} why={text('first_run.also.approver.why')} />
        ) : null}
        {maySettings ? (
          <Way
            to="/settings?setting=locations"
            word={text('first_run.also.locations')}
            why={text('first_run.also.locations.why')}
          />
        ) : null}
        {mayTransfer ? (
          <Way
            to="/settings?setting=configuration"
            word={text('first_run.also.configuration')}
            why={text('first_run.also.configuration.why')}
          />
        ) : null}
      </ul>
    </section>
  )
}

const Way = ({ to, word, why }: Readonly<{ to: string; word: string; why: string }>) => (
  <li>
    <Anchor component={Link} href={to} underline="always">
      {word}
    </Anchor>{' '}
    <Text span c="dimmed">
      {why}
    </Text>
  </li>
)

const demoCommand = 'countinghouse init --demo --workspace demo'

/** Made-up books are never put into this workspace: it is somebody's own, and what is posted in it stays. */
function Demo() {
  const text = useText()
  if (window.desktop)
    return (
      <section className={classes.also} aria-labelledby="first-run-demo">
        <Title order={2} id="first-run-demo">
          {text('first_run.demo')}
        </Title>
        <Text>{text('first_run.demo.desktop')}</Text>
      </section>
    )
  return (
    <section className={classes.also} aria-labelledby="first-run-demo">
      <Title order={2} id="first-run-demo">
        {text('first_run.demo')}
      </Title>
      <Text>{text('first_run.demo.host')}</Text>
      <CopyText label={text('first_run.demo.make')} value={demoCommand} />
      <CopyText label={text('first_run.demo.serve')} value="countinghouse serve --workspace demo --port 8081" />
    </section>
  )
}

function PutOff({ label }: Readonly<{ label: string }>) {
  const text = useText()
  const { permissions } = useSession()
  const { setPreference } = usePreferences()
  const [, go] = useLocation()
  return (
    <Group gap={12}>
      <Button
        variant="default"
        onClick={() => {
          setPreference('firstRunPutOff', true)
          go(homeFor(permissions))
        }}
      >
        {label}
      </Button>
      <Text c="dimmed">{text('first_run.later.hint')}</Text>
    </Group>
  )
}
