import { useState } from 'react'
import type { DesktopShell } from '../../engine/contract/shell.ts'
import { useKeyCommand } from '../keys/keys-context.ts'
import { useText } from '../messages/use-text.ts'
import { useToast } from '../notice/use-toast.ts'
import { ConnectDialog } from './ConnectDialog.tsx'
import { shellSentence } from './shell-sentence.ts'
import { useShellState } from './use-shell-state.ts'

/** What only the desktop can do, as commands of the one registry. In a browser there is nothing of it. */
export function DesktopDialogs() {
  const { desktop } = window
  return desktop ? <Commands desktop={desktop} /> : null
}

function Commands({ desktop }: Readonly<{ desktop: DesktopShell }>) {
  const text = useText()
  const { say, sayFailed } = useToast()
  const shell = useShellState()
  const [connecting, setConnecting] = useState(false)
  const serving = shell?.serving ?? null
  const local = shell?.connectedTo === null

  useKeyCommand('desktop.connect', () => setConnecting(true))
  useKeyCommand(
    'desktop.serve',
    () => {
      void desktop.serve(serving === null).then((outcome) => {
        if (!outcome.ok) sayFailed(shellSentence(outcome, text))
        else say(serving === null ? text('desktop.serving', { address: outcome.detail }) : text('desktop.not_serving'))
      })
    },
    local,
  )
  useKeyCommand('desktop.open', () => {
    void desktop.openWorkspace().then((outcome) => {
      if (!outcome.ok && outcome.code !== 'cancelled') sayFailed(shellSentence(outcome, text))
    })
  })

  return (
    <ConnectDialog
      desktop={desktop}
      connectedTo={shell?.connectedTo ?? null}
      opened={connecting}
      onClose={() => setConnecting(false)}
    />
  )
}
