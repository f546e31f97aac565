import { Anchor, Group, Text } from '@mantine/core'
import { useCallback, useState } from 'react'
import { Link } from 'wouter'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { ProducerFile } from '../../engine/contract/producers.ts'
import { useRead } from '../engine/use-read.ts'
import { KeyHint } from '../keys/KeyHint.tsx'
import { useKeyCommand } from '../keys/keys-context.ts'
import { proposalAddress } from '../ledger/address.ts'
import { useText } from '../messages/use-text.ts'
import { State } from '../notice/Mark.tsx'
import { useMay } from '../session/session-context.ts'
import { ActionButton } from '../shell/ActionButton.tsx'
import { type Fact, Facts, PaneSection } from '../shell/PaneSection.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { ClearingAccounts } from './ClearingAccounts.tsx'
import { nextWords, toneOfProducer } from './columns.ts'
import { EditProducerDialog } from './EditProducerDialog.tsx'
import { onTimeShort } from './on-time.ts'
import classes from './producers.module.css'
import { ResumeDialog } from './ResumeDialog.tsx'
import { SuspendDialog } from './SuspendDialog.tsx'
import { useOpenProposal } from './use-open-proposal.ts'

type Props = Readonly<{ producer: ProducerFile }>

/** How it stands with a producer, and what can be done about it at once. */
export function ProducerHead({ producer }: Props) {
  const text = useText()
  const formats = useFormats()
  const mayLedger = useMay('ledger.read')
  const open = useOpenExceptions(producer.id)
  const { state, code } = producer
  const facts: readonly (Fact | null)[] = [
    {
      name: text('producer.state'),
      value: <State tone={toneOfProducer[state]} word={text(`producer.state.${state}`)} />,
    },
    { name: text('producer.next'), value: <span title={formats.zone}>{nextWords(producer, text, formats)}</span> },
    {
      name: text('producer.on_time'),
      value: onTimeShort(producer, text) || text('producer.on_time.none'),
    },
    open === null ? null : { name: text('producer.open_cases'), value: open },
    mayLedger
      ? {
          name: text('producer.clearing'),
          value: <ClearingAccounts code={code} />,
        }
      : null,
  ]
  return (
    <PaneSection title={text('producer.head')}>
      <Suspension producer={producer} />
      <Facts facts={facts.filter((fact) => fact !== null)} />
      <Actions producer={producer} />
    </PaneSection>
  )
}

const exceptionTopics: readonly Topic[] = ['exceptions']
/** A page is counted and not more: beyond it the exact number would tell nobody anything. */
const countedMax = 100

/** Null while it is not known, and for whom exceptions are none of their business. */
function useOpenExceptions(producer: number): string | null {
  const text = useText()
  const mayRead = useMay('exceptions.read')
  const ask = useCallback(
    (client: EngineClient) => client.exceptions.list({ producer, status: 'unresolved', limit: countedMax }),
    [producer],
  )
  const { data } = useRead(mayRead ? ask : null, exceptionTopics)
  if (!data) return null
  return text(data.next === null ? 'producer.open_cases.count' : 'producer.open_cases.more', {
    count: data.items.length,
  })
}

function Suspension({ producer: { suspension } }: Props) {
  const text = useText()
  const { instant } = useFormats()
  if (suspension === null) return null
  return (
    <div className={classes.notice}>
      <strong>{text('producer.suspension', { by: suspension.by, at: instant(suspension.at) })}</strong>
      <span>{suspension.reason}</span>
      <span>{text('producer.suspension.means')}</span>
    </div>
  )
}

type Asked = Readonly<{ what: 'suspend' | 'resume' | 'edit'; seen: ProducerFile }>

/** What a dialog was opened on stays as it was seen, whatever moves behind it. */
function Actions({ producer }: Props) {
  const text = useText()
  const [asked, setAsked] = useState<Asked | null>(null)
  const suspended = producer.state === 'suspended'
  const waiting = useOpenProposal('producer_resume', producer.id)
  const mayEdit = useMay('producers.manage')
  const maySuspend = useMay('producers.suspend') && !suspended
  const mayPropose = useMay('producers.propose')
  const mayResume = useMay('proposals.propose') && mayPropose && suspended && waiting === undefined
  const ask = (what: Asked['what']): void => setAsked({ what, seen: producer })
  const close = (): void => setAsked(null)
  useKeyCommand('producer.suspend', () => ask('suspend'), maySuspend)
  useKeyCommand('producer.resume', () => ask('resume'), mayResume)
  useKeyCommand('producer.edit', () => ask('edit'), mayEdit)
  return (
    <>
      {suspended && waiting ? (
        <Text pt={8}>
          {text('producer.resume.waits')}{' '}
          <Anchor component={Link} href={proposalAddress(waiting.id)} underline="always" inherit>
            {text('proposal.title', { id: waiting.id })}
          </Anchor>
        </Text>
      ) : null}
      <Group gap={8} mt={12}>
        {mayResume ? (
          <ActionButton variant="default" onClick={() => ask('resume')}>
            {text('producer.resume')}
          </ActionButton>
        ) : null}
        {mayEdit ? (
          <ActionButton variant="default" onClick={() => ask('edit')}>
            {text('producer.edit')}
          </ActionButton>
        ) : null}
        {maySuspend ? (
          <ActionButton
            variant="outline"
            color="danger"
            rightSection={<KeyHint command="producer.suspend" />}
            onClick={() => ask('suspend')}
          >
            {text('producer.suspend')}
          </ActionButton>
        ) : null}
      </Group>
      {asked?.what === 'suspend' ? <SuspendDialog producer={asked.seen} onClose={close} /> : null}
      {asked?.what === 'edit' ? <EditProducerDialog producer={asked.seen} onClose={close} /> : null}
      {asked?.what === 'resume' ? <ResumeDialog producer={asked.seen} onClose={close} /> : null}
    </>
  )
}
