/** What a wallet does by itself: at which balance it is topped up, by how much, and from where. */
import type { Initiator } from '../operations/initiator.ts'
import { aloneUpTo, overLimit } from '../operations/limits.ts'
import type { RefusalOf } from '../operations/refusal.ts'
import { type CommandContext, command } from '../store/command.ts'
import { withoutTrace } from '../store/savepoint.ts'
import { type Changed, changedWallet, recordOf, takeWallet, type Unchangeable, type WalletChange } from './change.ts'

type Terms = WalletChange & Readonly<{ threshold: number; amount: number; from: string; initiator: Initiator }>
type Outcome =
  | Changed
  | Unchangeable
  | RefusalOf<'account_unknown'>
  | RefusalOf<'account_not_meant_for_this'>
  | RefusalOf<'limit_exceeded'>
  | RefusalOf<'approval_needed'>

export const setAutoTopUp = command({
  topics: ['clients'],
  record: (input: Terms, outcome: Outcome) =>
    recordOf('wallets.set_auto_top_up', input, outcome, {
      threshold: input.threshold,
      amount: input.amount,
      from: input.from,
    }),
  // Naming an account of the house opens it; a refusal that comes after leaves none behind.
  run: (context, input): Outcome =>
    withoutTrace(
      context.raw,
      () => setTerms(context, input),
      ({ status }) => status !== 'done',
    ),
})

function setTerms(context: Pick<CommandContext, 'raw' | 'at' | 'actor'>, input: Terms): Outcome {
  const { raw, at, actor } = context
  const taken = takeWallet(context, input)
  if ('status' in taken) return taken
  const { wallet, desk } = taken
  const source = desk.outside(input.from, wallet.currency)
  if ('status' in source) return source
  const { threshold, amount, initiator } = input
  // Each top-up is a deposit that nobody looks at, so none may be larger than what this person could deposit alone.
  const day = desk.home.zone.dayOf(at)
  const counted = { operation: 'deposit', currency: wallet.currency, amount, subject: wallet, day } as const
  const over = overLimit(raw, counted, initiator)
  if (over !== null) return over
  const above = aloneUpTo(raw, initiator, wallet.currency)
  if (amount > above) return { status: 'approval_needed', above }
  // A wallet that is below already is not topped up for that: it acts on the next drop.
  const armed = wallet.balance - wallet.held >= threshold ? 1 : 0
  raw
    .prepare(`
      INSERT INTO auto_top_up (wallet, threshold, amount, source, armed, set_by, set_at)
      VALUES (@wallet, @threshold, @amount, @source, @armed, @actor, @at)
      ON CONFLICT (wallet) DO UPDATE SET threshold = @threshold, amount = @amount, source = @source, armed = @armed,
        set_by = @actor, set_at = @at`)
    .run({ wallet: wallet.id, threshold, amount, source: source.id, armed, actor, at })
  return changedTerms(context, input)
}

export const removeAutoTopUp = command({
  topics: ['clients'],
  record: (input: WalletChange, outcome: Changed | Unchangeable) =>
    recordOf('wallets.remove_auto_top_up', input, outcome),
  run: (context, input): Changed | Unchangeable => {
    const taken = takeWallet(context, input)
    if ('status' in taken) return taken
    context.raw.prepare('DELETE FROM auto_top_up WHERE wallet = ?').run(taken.wallet.id)
    return changedTerms(context, input)
  },
})

/** The books are opened anew, because the terms are read with the account. */
function changedTerms(
  context: Parameters<typeof takeWallet>[0],
  { client, currency }: WalletChange,
): Changed | Unchangeable {
  const taken = takeWallet(context, { client, currency })
  if ('status' in taken) return taken
  taken.books.touch(taken.wallet)
  return changedWallet(context.raw, taken)
}
