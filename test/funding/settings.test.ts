/** What may be agreed with gateways: what its shape can't say is refused when it is proposed. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { changeSetting } from '../../engine/settings/change.ts'
import { withoutTrace } from '../../engine/store/savepoint.ts'
import type { OpenBooks } from '../operations/open-books.ts'
import { bothGateways, gatewayOf, openFunds } from './open-funds.ts'

let books: OpenBooks
beforeAll(async () => {
  books = await openFunds()
})
afterAll(() => books.close())

it.each<readonly [string, object, string]>([
  ['two gateways of one name', { gateways: [gatewayOf('acme'), gatewayOf('acme')] }, 'gateways.1.name'],
  [
    'a currency that the books do not know',
    { gateways: [gatewayOf('acme', { currency: 'EUR' })] },
    'gateways.0.currency',
  ],
  ['a name that is no part of an address', { gateways: [gatewayOf('Acme/x')] }, 'gateways.0.name'],
  [
    'a percentage that is none',
    { gateways: [gatewayOf('acme', { feePercentBasisPoints: 10_001 })] },
    'gateways.0.feePercentBasisPoints',
  ],
  ['a misspelt field', { gateways: [{ ...gatewayOf('acme'), availableWhenPayed: true }] }, ''],
])('refuses %s', (_, value, path) => {
  const act = () => changeSetting({ raw: books.raw, at: 0 }, { name: 'gateways', value: value as never }, 1)
  const outcome = books.raw.transaction(() => withoutTrace(books.raw, act, () => true))()
  expect(outcome).toMatchObject({ status: 'setting_unusable', issues: [{ path }] })
})

it('takes one that is as it should be', () => {
  const value = { gateways: [...bothGateways, gatewayOf('third')] } as never
  const act = () => changeSetting({ raw: books.raw, at: 0 }, { name: 'gateways', value }, 1)
  const outcome = books.raw.transaction(() => withoutTrace(books.raw, act, () => true))()
  expect(outcome).toMatchObject({ status: 'done', version: 2 })
})
