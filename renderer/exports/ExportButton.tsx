import { IconFileExport } from '@tabler/icons-react'
import { useState } from 'react'
import { exportPermissions } from '../../engine/contract/export-sources.ts'
import { useKeyCommand } from '../keys/keys-context.ts'
import { useText } from '../messages/use-text.ts'
import { useSession } from '../session/session-context.ts'
import { ActionButton } from '../shell/ActionButton.tsx'
import { later } from '../shell/later.tsx'
import type { ToExport } from './ExportDialog.tsx'

/** Only with the first export: lists are opened far more often than they are exported. */
const Dialogs = later(async () => (await import('./ExportDialogs.tsx')).ExportDialogs)

type Props = Readonly<{
  /** Several, where a screen has more lists than one. */
  of: ToExport | readonly ToExport[]
  /** Within a pane, whose list is one of several things in it. */
  small?: boolean
}>

/** The table that is here as a file, narrowed and ordered as it is now. */
export function ExportButton({ of, small = false }: Props) {
  const text = useText()
  const { permissions } = useSession()
  const [isOpen, setIsOpen] = useState(false)
  const all: readonly ToExport[] = Array.isArray(of) ? of : [of as ToExport]
  const may = all.every(({ source }) => permissions.includes(exportPermissions[source]))
  useKeyCommand('list.export', () => setIsOpen(true), may && !small)
  if (!may) return null
  return (
    <>
      <ActionButton
        variant="default"
        size={small ? 'compact-sm' : 'sm'}
        leftSection={<IconFileExport size={16} stroke={1.75} />}
        onClick={() => setIsOpen(true)}
      >
        {text('export.open')}
      </ActionButton>
      {isOpen ? <Dialogs of={all} onClose={() => setIsOpen(false)} /> : null}
    </>
  )
}
