import { Group, Text } from '@mantine/core'
import { Link } from 'wouter'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { Period } from '../../engine/contract/periods.ts'
import { useCommand } from '../engine/use-command.ts'
import { useRead } from '../engine/use-read.ts'
import { FaultLine } from '../faults/FaultLine.tsx'
import { FaultNotice } from '../faults/FaultNotice.tsx'
import { postingsOfDaysAddress, proposalAddress } from '../ledger/address.ts'
import { useText } from '../messages/use-text.ts'
import { formatCount } from '../money/format.ts'
import { CopyText } from '../notice/CopyText.tsx'
import { Live } from '../notice/Live.tsx'
import { State } from '../notice/Mark.tsx'
import { Waiting } from '../notice/Waiting.tsx'
import { useMay } from '../session/session-context.ts'
import { ActionButton } from '../shell/ActionButton.tsx'
import { Facts, PaneSection } from '../shell/PaneSection.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { daysText, toneOfPeriod } from './columns.ts'
import { periodVerdict } from './verdict.ts'

const topics: readonly Topic[] = ['ledger', 'proposals']
const readPeriods = (client: EngineClient) => client.periods.list()
const verifyPeriod = (client: EngineClient, name: string) => client.periods.verify({ name })

export function PeriodPane({ name }: Readonly<{ name: string }>) {
  const mayVerify = useMay('workspace.check')
  const { data, fault, again } = useRead(readPeriods, topics)
  if (!data && fault) return <FaultNotice fault={fault} onRetry={again} />
  if (!data) return <Waiting />
  const period = data.items.find((each) => each.name === name)
  if (!period) return <FaultNotice fault={{ code: 'not_found', noun: 'period', id: name }} />
  return (
    <>
      <About period={period} />
      {mayVerify ? <Proof period={period} /> : null}
    </>
  )
}

function About({ period }: Readonly<{ period: Period }>) {
  const text = useText()
  const { instant, locale, zone } = useFormats()
  const { kind, state, firstDay, lastDay, postings, root, proposal, closedAt } = period
  return (
    <PaneSection title={text('period.about')}>
      <Facts
        facts={[
          {
            name: text('period.state'),
            value: <State tone={toneOfPeriod[state]} word={text(`period.state.${state}`)} />,
          },
          { name: text('period.kind'), value: text(`period.kind.${kind}`) },
          { name: text('period.days'), value: daysText(text, firstDay, lastDay) },
          ...(postings === null
            ? []
            : [
                {
                  name: text('period.postings'),
                  value: <Link href={postingsOfDaysAddress(firstDay, lastDay)}>{formatCount(postings, locale)}</Link>,
                },
              ]),
          { name: text('period.closed_at'), value: <span title={zone}>{instant(closedAt)}</span> },
          {
            name: text('source.proposal'),
            value: <Link href={proposalAddress(proposal)}>{text('source.proposal.number', { proposal })}</Link>,
          },
          ...(root === null
            ? []
            : [{ name: text('period.root'), value: <CopyText label={text('period.root')} value={root} /> }]),
        ]}
      />
      <Text c="dimmed" mt={8}>
        {text(state === 'closed' ? 'period.closed.hint' : 'period.closing.hint')}
      </Text>
    </PaneSection>
  )
}

function Proof({ period }: Readonly<{ period: Period }>) {
  const text = useText()
  const { run, busy, fault, value } = useCommand(verifyPeriod)
  const closing = period.state === 'closing' ? text('period.closing.hint') : null
  return (
    <PaneSection title={text('period.proof')}>
      <Text mb={8}>{text('period.proof.lead')}</Text>
      <FaultLine fault={fault} />
      <Live>
        {value ? <State tone={periodVerdict(value, text).tone} word={periodVerdict(value, text).words} /> : null}
      </Live>
      {value && !value.matches ? (
        <Facts
          facts={[
            { name: text('period.root.now'), value: <CopyText label={text('period.root.now')} value={value.root} /> },
            ...(value.recorded === null
              ? []
              : [
                  {
                    name: text('period.root.recorded'),
                    value: <CopyText label={text('period.root.recorded')} value={value.recorded} />,
                  },
                ]),
          ]}
        />
      ) : null}
      <Group mt={8}>
        <ActionButton loading={busy} reason={closing} onClick={() => void run(period.name)}>
          {text('period.verify')}
        </ActionButton>
      </Group>
    </PaneSection>
  )
}
