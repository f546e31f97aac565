import { useState } from 'react'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { useCommand } from '../engine/use-command.ts'
import { useRead } from '../engine/use-read.ts'
import { useKeyCommand } from '../keys/keys-context.ts'
import { useText } from '../messages/use-text.ts'
import { ConfirmDialog } from '../notice/ConfirmDialog.tsx'
import { useToast } from '../notice/use-toast.ts'
import { useMay } from '../session/session-context.ts'
import { ActionButton } from '../shell/ActionButton.tsx'

const topics: readonly Topic[] = ['ingest']
const readStatus = (client: EngineClient) => client.ingest.status()
const takeAll = (client: EngineClient) => client.ingest.scan({ settled: true })

/** A person's word that nobody writes to the files any more, in place of the time that each would have to be at rest. */
export function CompleteButton() {
  const text = useText()
  const may = useMay('ingest.run')
  const { say } = useToast()
  const [asked, setAsked] = useState(false)
  const { data } = useRead(asked ? readStatus : null, topics)
  const { run, busy, fault } = useCommand(takeAll)
  useKeyCommand('ingest.complete', () => setAsked(true), may)
  if (!may) return null

  const take = async (): Promise<void> => {
    const outcome = await run()
    if (!outcome.ok) return
    say(text('ingest.scanned', { found: outcome.value.found }))
    setAsked(false)
  }
  return (
    <>
      <ActionButton variant="default" onClick={() => setAsked(true)}>
        {text('ingest.complete')}
      </ActionButton>
      <ConfirmDialog
        opened={asked}
        onClose={() => setAsked(false)}
        title={text('ingest.complete.title')}
        body={text('ingest.complete.effect', { count: data?.waiting ?? 0 })}
        action={text('ingest.complete.action')}
        busy={busy}
        fault={fault}
        onConfirm={() => void take()}
      />
    </>
  )
}
