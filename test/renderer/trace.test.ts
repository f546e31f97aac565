/** A trace in words and links: in one order, and as far as there is one. */
import { expect, it } from 'vitest'
import type { Trace } from '../../engine/contract/trace.ts'
import { chipsOf } from '../../renderer/trace/chips.ts'
import { english, formats } from './text.ts'

const whole: Trace = {
  balance: { account: 'wallet:C 2', currency: 'USD', client: 'C 2', balance: -8_000 },
  posting: { seq: 812, transaction: 811, account: 'wallet:C 2' },
  entry: { transaction: 811, kind: 'TopUp' },
  row: { batch: 7, line: 4_182 },
  file: { batch: 7, file: 'seven.csv', line: 4_182 },
  match: { match: 31, account: 'omnibus:main', currency: 'USD' },
  statement: { statement: 5, line: 90, seq: 12 },
  became: null,
  movedOn: [],
  left: 8_000,
}
const words = { text: english, formats }

it('leads from the balance to the line of the file, each part to its own place', () => {
  const chips = chipsOf(whole, { from: 'row', batch: 7, line: 4_182 }, words)
  expect(chips.map(({ words: says, address, here }) => [says, address, here])).toEqual([
    ['Balance USD −80.00', '/ledger?account=wallet%3AC+2&currency=USD', false],
    ['Posting 812', '/ledger?tab=postings&in=wallet%3AC+2&transaction=811&posting=812', false],
    ['Transaction 811', '/ledger?transaction=811', false],
    ['Row 4,182', '/batches?open=7&line=4182', true],
    ['seven.csv, line 4,182', '/batches?open=7&line=4182&look=file', false],
    ['Match 31', '/reconciliation?match=31', false],
    ['Statement 5, line 12', '/statements?open=5', false],
  ])
})

it('leaves out what there is not, and says a whole file without a line', () => {
  const file = { batch: 7, file: 'seven.csv', line: null }
  const now = { became: null, movedOn: [], left: null }
  const none = { balance: null, posting: null, entry: null, row: null, match: null, statement: null, ...now }
  const chips = chipsOf({ ...none, file }, { from: 'batch', batch: 7 }, words)
  expect(chips.map(({ words: says, address, here }) => [says, address, here])).toEqual([
    ['seven.csv', '/batches?open=7', true],
  ])
  expect(chipsOf({ ...none, file: null }, { from: 'case', exception: 1 }, words)).toEqual([])
})
