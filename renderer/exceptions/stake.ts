import type { Text } from '../messages/use-text.ts'
import type { Formats } from '../workspace/workspace-context.ts'

type Stake = Readonly<{ sum: string; unknown: number; currency: string }>

/** "USD 1,204.00 at stake + 12 unknown": what nobody can add up is never left out silently. */
export const stakeWords = ({ sum, unknown, currency }: Stake, text: Text, { money }: Pick<Formats, 'money'>): string =>
  text('queue.stake', { currency, money: money(BigInt(sum), currency), unknown })
