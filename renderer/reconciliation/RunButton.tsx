import { useCallback } from 'react'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { useCommand } from '../engine/use-command.ts'
import { useKeyCommand } from '../keys/keys-context.ts'
import { useText } from '../messages/use-text.ts'
import { useSaying } from '../notice/use-saying.ts'
import { useMay } from '../session/session-context.ts'
import { ActionButton } from '../shell/ActionButton.tsx'
import { runsWords } from './run-words.ts'

const matchNow = (client: EngineClient, accounts?: string[]) =>
  client.reconciliation.run(accounts === undefined ? {} : { accounts })

/** Matches what is open at once, instead of when the engine would do it by itself. */
export function RunButton({ account }: Readonly<{ account?: string }>) {
  const text = useText()
  const may = useMay('reconciliation.work')
  const saying = useSaying()
  const { run, busy } = useCommand(matchNow)
  const start = useCallback(async () => {
    const outcome = await run(account === undefined ? undefined : [account])
    saying(outcome, ({ items }) => runsWords(items, text))
  }, [run, saying, account, text])
  useKeyCommand('reconcile.run', () => void start(), may && !busy)
  if (!may) return null
  return (
    <ActionButton loading={busy} onClick={() => void start()}>
      {text('reconcile.run')}
    </ActionButton>
  )
}
