/** What an operation would do, before anybody asked whether it may: pure facts, found in the books. */
import type { LimitedOperation } from '../contract/settings.ts'
import type { Wallet } from '../ledger/account.ts'
import type { Leg } from '../ledger/drafts.ts'

export type Plan = Readonly<{
  kind: string
  currency: string
  amount: number
  legs: readonly Leg[]
  /** The wallet whose version is asked for and whose limits it counts against. */
  subject: Wallet | null
  /** Every wallet that has to work for it. Corrections need none: they are what a person decides about a frozen one. */
  mustWork: readonly Wallet[]
  /** What limits and bounds count it as; null where what came before was counted already. */
  counts: LimitedOperation | null
  related?: number
  hold?: number
  orderId?: string | undefined
}>
