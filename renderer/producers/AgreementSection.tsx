import { Anchor, Button, Group, Text } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import type { ProducerFile } from '../../engine/contract/producers.ts'
import { useKeyCommand } from '../keys/keys-context.ts'
import { proposalAddress } from '../ledger/address.ts'
import { useText } from '../messages/use-text.ts'
import { useSearchValues } from '../route/use-search.ts'
import { useMay } from '../session/session-context.ts'
import { ActionButton } from '../shell/ActionButton.tsx'
import { Facts, PaneSection } from '../shell/PaneSection.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { ProducerSearch } from './search.ts'
import { useOpenProposal } from './use-open-proposal.ts'
import { VersionsDialog } from './VersionsDialog.tsx'

/** The version in force and whose word it is; every older one can be held against it. */
export function AgreementSection({ producer }: Readonly<{ producer: ProducerFile }>) {
  const text = useText()
  const { instant, zone } = useFormats()
  const [, change] = useSearchValues(ProducerSearch)
  const [looking, setLooking] = useState(false)
  const mayPropose = useMay('proposals.propose')
  const mayDraft = useMay('producers.propose') && mayPropose
  const waiting = useOpenProposal('agreement', producer.id)
  const { version, by, at, proposal } = producer.agreement
  const edit = (): void => change({ edit: producer.id })
  useKeyCommand('producer.agreement', edit, mayDraft)
  return (
    <PaneSection title={text('producer.agreement')}>
      <Facts
        facts={[
          { name: text('producer.agreement.in_force'), value: text('producer.agreement.version', { version }) },
          { name: text('producer.agreement.since'), value: <span title={zone}>{instant(at)}</span> },
          { name: text('producer.agreement.by'), value: by ?? text('producer.agreement.by.nobody') },
          {
            name: text('producer.agreement.proposal'),
            value: proposal === null ? text('producer.agreement.first') : <ProposalLink id={proposal} />,
          },
          ...(waiting ? [{ name: text('producer.agreement.waits'), value: <ProposalLink id={waiting.id} /> }] : []),
        ]}
      />
      {mayDraft ? null : (
        <Text c="dimmed" pt={8}>
          {text('producer.agreement.who')}
        </Text>
      )}
      <Group gap={8} mt={8}>
        <Button variant="default" size="compact-sm" onClick={() => setLooking(true)}>
          {text('producer.agreement.look')}
        </Button>
        {mayDraft ? (
          <ActionButton variant="default" size="compact-sm" onClick={edit}>
            {text('producer.agreement.change')}
          </ActionButton>
        ) : null}
      </Group>
      {looking ? <VersionsDialog producer={producer} onClose={() => setLooking(false)} /> : null}
    </PaneSection>
  )
}

function ProposalLink({ id }: Readonly<{ id: number }>) {
  const text = useText()
  const mayRead = useMay('proposals.read')
  const words = text('proposal.title', { id })
  if (!mayRead) return words
  return (
    <Anchor component={Link} href={proposalAddress(id)} underline="always" inherit>
      {words}
    </Anchor>
  )
}
