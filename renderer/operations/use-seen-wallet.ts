import { useState } from 'react'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { Wallet } from '../../engine/contract/wallets.ts'
import { useCommand } from '../engine/use-command.ts'

/**
 * The wallet as the person saw it when the dialog opened. What they decide on is what they saw: its version goes along, and
 * when it has moved since it is shown anew before they press again.
 */
export type SeenWallet = Readonly<{ wallet: Wallet; moved: boolean; lookAgain: () => Promise<void> }>

const listWallets = (client: EngineClient, of: string) => client.wallets.list({ client: of })

export function useSeenWallet(wallet: Wallet): SeenWallet {
  const [seen, setSeen] = useState({ wallet, moved: false })
  const { run } = useCommand(listWallets)
  const lookAgain = async (): Promise<void> => {
    const outcome = await run(wallet.client)
    const now = outcome.ok ? outcome.value.items.find(({ currency }) => currency === wallet.currency) : undefined
    if (now) setSeen({ wallet: now, moved: true })
  }
  return { ...seen, lookAgain }
}
