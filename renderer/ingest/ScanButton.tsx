import { IconFolderSearch } from '@tabler/icons-react'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { useCommand } from '../engine/use-command.ts'
import { useKeyCommand } from '../keys/keys-context.ts'
import { useText } from '../messages/use-text.ts'
import { useSaying } from '../notice/use-saying.ts'
import { useMay } from '../session/session-context.ts'
import { ActionButton } from '../shell/ActionButton.tsx'

const scan = (client: EngineClient) => client.ingest.scan()

/** The folders are watched; this is for those who don't want to wait, or don't trust the watching. */
export function ScanButton() {
  const text = useText()
  const may = useMay('ingest.run')
  const saying = useSaying()
  const { run, busy } = useCommand(scan)
  const start = (): void => {
    void run().then((outcome) => saying(outcome, ({ found }) => text('ingest.scanned', { found })))
  }
  useKeyCommand('ingest.scan', start, may)
  if (!may) return null
  return (
    <ActionButton
      variant="default"
      onClick={start}
      loading={busy}
      leftSection={<IconFolderSearch size={16} stroke={1.75} />}
    >
      {text('ingest.scan')}
    </ActionButton>
  )
}
