import { Anchor, Text } from '@mantine/core'
import { useCallback } from 'react'
import { Link } from 'wouter'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { caseAddress, caseName } from '../case/standing.ts'
import { useRead } from '../engine/use-read.ts'
import { FaultNotice } from '../faults/FaultNotice.tsx'
import { clientAddress } from '../ledger/address.ts'
import { useText } from '../messages/use-text.ts'
import { CopyText } from '../notice/CopyText.tsx'
import { State } from '../notice/Mark.tsx'
import { Waiting } from '../notice/Waiting.tsx'
import { Facts, PaneSection } from '../shell/PaneSection.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { changeLine, contentRows } from './change-words.ts'
import { byWords, toneOfProposal } from './columns.ts'
import { DecidedSection } from './DecidedSection.tsx'
import { DecideSection } from './DecideSection.tsx'
import { EffectSection } from './EffectSection.tsx'
import type { OpenedProposal } from './may-decide.ts'
import { Thread } from './Thread.tsx'

// What it would do now hangs on the books and on the settings, not only on the proposal itself.
const topics: readonly Topic[] = ['proposals', 'ledger', 'clients', 'settings']

/** `picking`: several are picked, and the keys that decide are about those. */
export function ProposalPane({ id, picking }: Readonly<{ id: number; picking: boolean }>) {
  const text = useText()
  const reading = useRead(
    useCallback((client: EngineClient) => client.proposals.get({ id }), [id]),
    topics,
  )
  const { data: proposal, fault, readAt, again } = reading
  if (!proposal && fault) return <FaultNotice fault={fault} what={text('proposal.unread')} onRetry={again} />
  if (!proposal) return <Waiting />
  return (
    <>
      <What proposal={proposal} />
      {proposal.state === 'open' ? null : <DecidedSection proposal={proposal} />}
      <EffectSection proposal={proposal} readAt={readAt} />
      {proposal.state === 'open' ? <DecideSection proposal={proposal} picking={picking} onDecided={again} /> : null}
      <Thread proposal={proposal} onSaid={again} />
      <Exactly proposal={proposal} />
    </>
  )
}

function What({ proposal }: Readonly<{ proposal: OpenedProposal }>) {
  const text = useText()
  const formats = useFormats()
  const { state, change, client, reason, proposedAt, expiresAt } = proposal
  return (
    <PaneSection title={text('proposal.section.what')}>
      <Text fw={600} pb={8}>
        {changeLine(change, { text, formats }, proposal)}
      </Text>
      <Facts
        facts={[
          {
            name: text('proposal.state'),
            value: <State tone={toneOfProposal[state]} word={text(`proposal.state.${state}`)} />,
          },
          { name: text('proposal.reason'), value: reason },
          { name: text('proposal.by'), value: byWords(proposal, text) },
          { name: text('proposal.at'), value: <span title={formats.zone}>{formats.instant(proposedAt)}</span> },
          {
            name: text('proposal.expires'),
            value: <span title={formats.zone}>{formats.instant(expiresAt)}</span>,
          },
          ...('exception' in change
            ? [
                {
                  name: text('content.exception'),
                  value: (
                    <Anchor component={Link} href={caseAddress(change.exception)} inherit>
                      {caseName(change.exception)}
                    </Anchor>
                  ),
                },
              ]
            : []),
          ...(client === null
            ? []
            : [
                {
                  name: text('proposal.client'),
                  value: (
                    <Anchor component={Link} href={clientAddress(client)} inherit>
                      {client}
                    </Anchor>
                  ),
                },
              ]),
        ]}
      />
    </PaneSection>
  )
}

/** The content to the last field, for whoever wants to be sure, and the hashes that the audit names it by. */
function Exactly({ proposal }: Readonly<{ proposal: OpenedProposal }>) {
  const text = useText()
  const formats = useFormats()
  return (
    <PaneSection title={text('proposal.section.exactly')}>
      <Facts
        facts={[
          ...contentRows(proposal.change, { text, formats }, proposal),
          {
            name: text('proposal.hash'),
            value: <CopyText label={text('proposal.hash')} value={proposal.hash} />,
          },
        ]}
      />
    </PaneSection>
  )
}
