import type { PickedStake } from '../../engine/contract/case-picks.ts'
import type { Text } from '../messages/use-text.ts'
import type { Formats } from '../workspace/workspace-context.ts'
import { countOf, type Selection } from './selection.ts'

type Stake = Readonly<{ sum: string; unknown: number; currency: string }>

/** "USD 1,204.00 at stake + 12 unknown": what nobody can add up is never left out silently. */
export const stakeWords = ({ sum, unknown, currency }: Stake, text: Text, { money }: Pick<Formats, 'money'>): string =>
  text('queue.stake', { currency, money: money(BigInt(sum), currency), unknown })

/** "3 selected · USD 1,204.50 at stake": the number at once, the money as soon as the engine has added it up. */
export function selectedWords(
  selection: Selection,
  stake: PickedStake | undefined,
  text: Text,
  { money }: Pick<Formats, 'money'>,
): string {
  const count = countOf(selection)
  if (count === 0) return ''
  const selected = text('queue.selected_count', { count })
  if (stake === undefined) return selected
  const { sums, unknown } = stake
  const known = sums.map(({ currency, sum }) => `${currency} ${money(BigInt(sum), currency)}`)
  return `${selected} · ${text('queue.selected_stake', { money: known.join(' + ') || 'none', unknown })}`
}
