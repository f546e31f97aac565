/** Chooses what happens next: mostly what may work, often enough what may not. */
import { type Model, source } from './model.ts'
import type { Random } from './random.ts'
import type { Disturbance, Row, Step } from './step.ts'

const clients = ['ann', 'bob', 'cat', 'dan', 'eve'] as const

export function nextStep(random: Random, model: Model): Step {
  const client = random.pick(clients)
  const amount = amountOf(random)
  const of = random.chance(3) ? 99_999 : past(random, model)
  const hold = random.chance(5) ? 999 : 1 + random.below(Math.max(1, model.holds.length))
  const part = random.chance(50) ? {} : { amount }
  switch (random.below(30)) {
    case 0:
      return { is: 'open', client }
    case 1:
    case 2:
    case 3:
    case 4:
      return { is: 'deposit', client, amount, from: random.pick(['omnibus:main', source]) }
    case 5:
    case 6:
      return { is: 'withdrawal', client, amount, ...versionOf(random, model, client) }
    case 7:
      return { is: 'fee', client, amount }
    case 8:
    case 9:
    case 10:
      return { is: 'purchase', client, amount, ...(random.chance(50) ? { producer: 7 } : {}) }
    case 11:
    case 12:
      return { is: 'transfer', from: client, to: random.pick(clients), amount }
    case 13:
      return { is: 'payout', of, ...part }
    case 14:
    case 15:
      return { is: 'refund', of, ...part }
    case 16:
      return { is: 'chargeback', of, ...part }
    case 17:
      return { is: 'reversal', of }
    case 18:
    case 19:
      return { is: 'hold', client, amount }
    case 20:
      return { is: 'capture', hold, keepRest: random.chance(40), ...part }
    case 21:
      return { is: 'release', hold }
    case 22:
      return { is: random.chance(70) ? 'unfreeze' : 'freeze', client }
    case 23:
      return { is: random.chance(80) ? 'unfreeze' : 'close', client }
    case 24:
      return random.chance(70)
        ? { is: 'auto_top_up', client, threshold: amountOf(random), amount }
        : { is: 'no_auto_top_up', client }
    case 25:
      return { is: 'adjustment', amount, ...sidesOf(random, client) }
    case 26:
      return { is: 'write_off', account: random.pick([`receivable:${client}`, 'suspense']), amount }
    case 27:
      return { is: 'overdraft', client, overdraft: random.chance(50) ? 0 : amount }
    default:
      return { is: 'batch', rows: rowsOf(random) }
  }
}

export const nextDisturbance = (random: Random): Disturbance =>
  random.chance(88) ? 'none' : random.pick(['asked_twice', 'dies_before', 'dies_after'])

const amountOf = (random: Random): number =>
  random.chance(2) ? 1_000_000 + random.below(3) : random.chance(1) ? 200_000_000 : 1 + random.below(300)

const past = (random: Random, model: Model): number => {
  const known = [...model.past.keys()]
  // What happened lately is what people correct.
  const latest = known.slice(-20)
  const from = random.chance(70) ? latest : known
  return from[random.below(Math.max(1, from.length))] ?? 1
}

const versionOf = (random: Random, model: Model, client: string) =>
  random.chance(20) ? { version: (model.wallets.get(client)?.version ?? 0) + random.below(2) } : {}

const sidesOf = (random: Random, client: string) =>
  random.chance(50)
    ? { debit: 'suspense', credit: `wallet:${client}` }
    : { debit: `wallet:${client}`, credit: random.pick(['suspense', `wallet:${client}`, 'fee-income']) }

const rowsOf = (random: Random): Row[] =>
  Array.from({ length: 1 + random.below(6) }, () => ({
    client: random.pick([...clients, 'new']),
    type: random.chance(45) ? ('TopUp' as const) : ('Payment' as const),
    amount: 1 + random.below(300),
    txId: `t${random.below(400)}`,
  }))
