/** What came of an approved proposal, and where to look at it. */
import { z } from 'zod'
import type { Proposal } from '../../engine/contract/proposals.ts'
import { callerAddress } from '../callers/address.ts'
import { caseAddress } from '../case/standing.ts'
import { batchAddress, clientAddress, transactionAddress } from '../ledger/address.ts'
import type { Text } from '../messages/use-text.ts'
import { matchAddress } from '../reconciliation/address.ts'
import { isSettingName } from '../settings/setting-lines.ts'
import { endpointAddress } from '../webhooks/search.ts'

export type Came = Readonly<{ words: string; address: string }>

const Result = z.union([
  z.object({ transaction: z.int() }),
  z.object({ hold: z.int() }),
  z.object({ setting: z.string() }),
  z.object({ currency: z.string() }),
  z.object({ wallet: z.string() }),
  z.object({ period: z.string() }),
  z.object({ producer: z.int(), version: z.int().optional() }),
  z.object({ batch: z.int() }),
  z.object({ exception: z.int(), rows: z.int() }),
  z.object({ match: z.int() }),
  z.object({ caller: z.int() }),
  z.object({ webhook: z.int() }),
])

/** Null while nothing came of it, and for what a newer engine may bring. */
export function cameOf({ result, client }: Pick<Proposal, 'result' | 'client'>, text: Text): Came | null {
  const read = Result.safeParse(result)
  if (!read.success) return null
  const came = read.data
  if ('transaction' in came)
    return {
      words: text('proposal.came.transaction', { transaction: String(came.transaction) }),
      address: transactionAddress(came.transaction),
    }
  if ('hold' in came)
    return {
      words: text('proposal.came.hold', { hold: String(came.hold), client: client ?? '' }),
      address: clientAddress(client ?? ''),
    }
  if ('wallet' in came)
    return { words: text('proposal.came.wallet', { client: client ?? '' }), address: clientAddress(client ?? '') }
  if ('currency' in came)
    return { words: text('effect.currency', { currency: came.currency }), address: '/settings?setting=currencies' }
  if ('setting' in came) {
    const name = isSettingName(came.setting) ? text(`setting.${came.setting}`) : came.setting
    return { words: text('proposal.came.setting', { name }), address: `/settings?setting=${came.setting}` }
  }
  if ('exception' in came)
    return {
      words: text('proposal.came.rows', { exception: String(came.exception), rows: came.rows }),
      address: caseAddress(came.exception),
    }
  if ('caller' in came) return { words: text('proposal.came.caller'), address: callerAddress(came.caller) }
  if ('match' in came)
    return { words: text('match.title', { match: String(came.match) }), address: matchAddress(came.match) }
  if ('webhook' in came)
    return { words: text('webhooks.title', { id: String(came.webhook) }), address: endpointAddress(came.webhook) }
  if ('batch' in came) return { words: text('batch.title', { id: came.batch }), address: batchAddress(came.batch) }
  if ('producer' in came) {
    const { producer, version } = came
    const words =
      version === undefined
        ? text('proposal.came.producer', { producer: String(producer) })
        : text('proposal.came.agreement', { producer: String(producer), version })
    return { words, address: `/producers?open=${producer}` }
  }
  return {
    words: text('effect.period', { period: came.period }),
    address: `/ledger?tab=periods&period=${came.period}`,
  }
}
