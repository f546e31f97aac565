/** A case of a bank, a gateway or a producer leads to where it is worked on. */
import { expect, it } from 'vitest'
import { placeOf } from '../../renderer/case/place.ts'

it.each([
  ['SETTLEMENT_OVERDUE', { expected: 7 }, 'expected 7 /expected-payments?open=7'],
  ['FUND_AMOUNT_DIFFERS', { request: 3, expected: 500 }, 'fund 3 /fund-requests?open=3'],
  ['FUND_CONTRADICTED', {}, null],
  ['STATEMENT_UNREADABLE', { statementFile: 4 }, 'statement_file 4 /statements?part=files&file=4'],
  ['STATEMENT_GAP', { statement: 5, account: 'omnibus:main' }, 'statement 5 /statements?open=5'],
  [
    'RECONCILIATION_UNMATCHED',
    { account: 'omnibus:main', currency: 'USD' },
    'open omnibus:main /reconciliation/omnibus:main?currency=USD',
  ],
  [
    'OMNIBUS_DOES_NOT_PROVE',
    { account: 'omnibus:main', currency: 'USD', day: '2026-03-02' },
    'proof omnibus:main /reconciliation/omnibus:main/proof?currency=USD&day=2026-03-02',
  ],
  ['BATCH_DOUBLED', {}, null],
] as const)('%s', (code, detail, expected) => {
  const place = placeOf(code, detail)
  expect(place === null ? null : `${place.what} ${place.name} ${place.address}`).toBe(expected)
})
