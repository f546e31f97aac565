/** Money that is on its way: requests for top-ups by their references, expected payments by theirs and by their amount. */
import type { SearchHit } from '../contract/search.ts'
import { shownExpected } from '../expected/list.ts'
import { readReference as readExpected } from '../expected/reference.ts'
import { readReference } from '../funding/reference.ts'
import { documentOf, recordById } from '../funding/request.ts'
import { perConnection } from '../store/compiled.ts'
import { type Asked, firstOfEach, wanted } from './asked.ts'

export function findFundRequests({ raw, typed: { text, spellings } }: Asked): readonly SearchHit[] {
  const { ours, theirs } = statementsOf(raw)
  const byOurs = ours.all(readReference(text)) as number[]
  const byTheirs = spellings.flatMap((reference) => theirs.all({ reference, wanted }) as number[])
  return firstOfEach([...byOurs, ...byTheirs]).flatMap((id) => {
    const record = recordById(raw, id)
    if (record === null) return []
    const { reference, client, amount, currency, state } = documentOf(record)
    return [{ kind: 'fund_request' as const, request: id, reference, client, amount, currency, state }]
  })
}

export function findExpected({ raw, typed: { text }, money }: Asked): readonly SearchHit[] {
  const { expected, ofAmount } = statementsOf(raw)
  const said = readExpected(text)
  const byReference = said === null ? [] : (expected.all(said) as number[])
  const signs = money === null ? [] : money.sign === null ? [1, -1] : [money.sign === '-' ? -1 : 1]
  const byMoney = signs.flatMap(
    (sign) => ofAmount.all({ amount: sign * (money?.amount ?? 0), currency: money?.currency, wanted }) as number[],
  )
  return firstOfEach([...byReference, ...byMoney]).map((id) => {
    const { reference, part, state, client, producerName, amount, currency } = shownExpected(raw, id)
    return { kind: 'expected', expected: id, reference, part, state, client, producerName, amount, currency }
  })
}

const statementsOf = perConnection((raw) => ({
  ours: raw.prepare('SELECT id FROM fund_request WHERE reference = ?').pluck(),
  theirs: raw
    .prepare('SELECT id FROM fund_request WHERE caller_reference = @reference ORDER BY id DESC LIMIT @wanted')
    .pluck(),
  expected: raw.prepare('SELECT id FROM expected_payment WHERE id = @id AND kind = @kind').pluck(),
  // Those that are still open, account by account: only accounts of the house have any.
  ofAmount: raw
    .prepare(`
      SELECT expected_payment.id FROM account CROSS JOIN expected_payment INDEXED BY expected_open
        ON expected_payment.account = account.id AND expected_payment.amount = @amount
        AND expected_payment.state IN ('requested', 'pending', 'paid', 'failed')
      WHERE account.kind <> 'wallet' AND account.kind IN ('clearing', 'payout') AND expected_payment.currency = @currency
      ORDER BY expected_payment.id DESC LIMIT @wanted`)
    .pluck(),
}))
