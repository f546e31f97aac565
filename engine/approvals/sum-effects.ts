/** What several changes do together, one after another. Pure. */
import type { Effect } from '../contract/proposals.ts'
import type { SummedEffect } from '../contract/proposals-bulk.ts'

/** More of them nobody reads; what they are about is told by their number. */
const setsMax = 100

export function sumOfEffects(effects: readonly Effect[]): SummedEffect {
  const sets = effects.flatMap((effect) => effect.sets)
  return {
    entries: entriesOf(effects),
    balances: balancesOf(effects),
    sets: sets.slice(0, setsMax),
    moreSets: Math.max(0, sets.length - setsMax),
  }
}

type Entry = Omit<SummedEffect['entries'][number], 'amount'> & { entries: number; amount: bigint }

function entriesOf(effects: readonly Effect[]): SummedEffect['entries'] {
  const found = new Map<string, Entry>()
  for (const { kind, debit, credit, currency, amount } of effects.flatMap(({ postings }) => postings)) {
    const key = JSON.stringify([kind, debit, credit, currency])
    const entry = found.get(key) ?? { kind, debit, credit, currency, entries: 0, amount: 0n }
    entry.entries += 1
    entry.amount += BigInt(amount)
    found.set(key, entry)
  }
  return [...found.values()].map((entry) => ({ ...entry, amount: String(entry.amount) }))
}

type Balance = Readonly<{ account: string; currency: string; before: bigint }> & { change: bigint }

/** From the balance before the first of them. What a change posts only later is in its own effect, and in no balance yet. */
function balancesOf(effects: readonly Effect[]): SummedEffect['balances'] {
  const found = new Map<string, Balance>()
  for (const { account, currency, before, after } of effects.flatMap(({ balances }) => balances)) {
    const key = JSON.stringify([account, currency])
    const balance = found.get(key) ?? { account, currency, before: BigInt(before), change: 0n }
    balance.change += BigInt(after) - BigInt(before)
    found.set(key, balance)
  }
  return [...found.values()].map(({ account, currency, before, change }) => ({
    account,
    currency,
    before: String(before),
    after: String(before + change),
    change: String(change),
  }))
}
