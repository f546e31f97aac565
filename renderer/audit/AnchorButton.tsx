import type { Anchor } from '../../engine/contract/audit.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { useCommand } from '../engine/use-command.ts'
import { useText } from '../messages/use-text.ts'
import { useSaying } from '../notice/use-saying.ts'
import { ActionButton } from '../shell/ActionButton.tsx'

const signHead = (client: EngineClient) => client.audit.anchor()

export function AnchorButton() {
  const text = useText()
  const saying = useSaying()
  const { run, busy } = useCommand(signHead)
  const download = async (): Promise<void> => {
    const outcome = await run()
    if (outcome.ok) saveAnchor(outcome.value)
    saying(outcome, ({ seq }) => text('audit.anchor.saved', { seq }))
  }
  return (
    <ActionButton variant="default" loading={busy} onClick={() => void download()}>
      {text('audit.anchor.download')}
    </ActionButton>
  )
}

/** A data address and not a blob: the page's own policy allows it, in the desktop's window too. */
function saveAnchor(anchor: Anchor): void {
  const link = document.createElement('a')
  link.href = `data:application/json;charset=utf-8,${encodeURIComponent(`${JSON.stringify(anchor, null, 2)}\n`)}`
  link.download = `countinghouse-anchor-${anchor.seq}.json`
  link.click()
}
