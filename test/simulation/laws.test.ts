/**
 * Any history of few clients and small amounts, so that everything meets everything: the books agree with the model and with
 * every law of the check. What fails is made as short as it can be, and then kept here by name.
 */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { source } from './model.ts'
import { replay } from './play.ts'
import type { Step } from './step.ts'

const client = fc.constantFrom('ann', 'bob')
const amount = fc.integer({ min: 1, max: 6 })
const of = fc.integer({ min: 1, max: 12 })
const hold = fc.integer({ min: 1, max: 3 })
const part = fc.option(amount, { nil: undefined })

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ is: fc.constant('deposit' as const), client, amount, from: fc.constantFrom('omnibus:main', source) }),
  fc.record({ is: fc.constantFrom('withdrawal' as const, 'fee' as const, 'purchase' as const), client, amount }),
  fc.record({ is: fc.constant('transfer' as const), from: client, to: client, amount }),
  fc.record({ is: fc.constantFrom('payout' as const, 'refund' as const, 'chargeback' as const), of, amount: part }),
  fc.record({ is: fc.constant('reversal' as const), of }),
  fc.record({ is: fc.constant('hold' as const), client, amount }),
  fc.record({ is: fc.constant('capture' as const), hold, amount: part, keepRest: fc.boolean() }),
  fc.record({ is: fc.constant('release' as const), hold }),
  fc.record({ is: fc.constantFrom('freeze' as const, 'unfreeze' as const, 'close' as const), client }),
  fc.record({ is: fc.constant('auto_top_up' as const), client, threshold: amount, amount }),
  fc.record({ is: fc.constant('overdraft' as const), client, overdraft: amount }),
  fc.record({
    is: fc.constant('write_off' as const),
    account: fc.constantFrom('receivable:ann', 'receivable:bob'),
    amount,
  }),
  fc.record({
    is: fc.constant('batch' as const),
    rows: fc.array(
      fc.record({
        client,
        type: fc.constantFrom('TopUp' as const, 'Payment' as const),
        amount,
        txId: fc.integer({ min: 1, max: 12 }).map(String),
      }),
      { minLength: 1, maxLength: 3 },
    ),
  }),
) as fc.Arbitrary<Step>

const opened: readonly Step[] = [
  { is: 'open', client: 'ann' },
  { is: 'open', client: 'bob' },
]

it('agrees with the model and keeps every law, whatever happens', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40, size: 'max' }), async (history) => {
      await expect(replay([...opened, ...history])).resolves.toMatchObject({ steps: history.length + 2 })
    }),
    { numRuns: Number(process.env.LAW_RUNS ?? 25) },
  )
}, 120_000)
