import { Button, Menu } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import type { Proposal } from '../../engine/contract/proposals.ts'
import { useKeyCommand } from '../keys/keys-context.ts'
import { useText } from '../messages/use-text.ts'
import { useSession } from '../session/session-context.ts'
import { kindWords } from './change-words.ts'
import { DraftDialog } from './DraftDialog.tsx'
import { type DraftKind, draftKinds, permissionOfDraft } from './drafts.ts'

type Props = Readonly<{ onProposed: (proposal: Proposal) => void }>

/** What this person may propose from here, and the form of it. */
export function NewProposal({ onProposed }: Props) {
  const text = useText()
  const { permissions } = useSession()
  const [kind, setKind] = useState<DraftKind | null>(null)
  const [opened, setOpened] = useState(false)
  const mine = permissions.includes('proposals.propose')
    ? draftKinds.filter((draft) => permissions.includes(permissionOfDraft[draft]))
    : []
  useKeyCommand('proposal.new', () => setOpened(true), mine.length > 0)
  if (mine.length === 0) return null
  return (
    <>
      <Menu opened={opened} onChange={setOpened} position="bottom-end" withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <Button leftSection={<IconPlus size={16} stroke={1.75} />}>{text('approvals.new')}</Button>
        </Menu.Target>
        <Menu.Dropdown>
          {mine.map((draft) => (
            <Menu.Item key={draft} onClick={() => setKind(draft)}>
              {kindWords(text, draft)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {kind === null ? null : <DraftDialog kind={kind} onClose={() => setKind(null)} onProposed={onProposed} />}
    </>
  )
}
