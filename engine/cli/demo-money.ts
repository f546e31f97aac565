/** What people of the demo have done before somebody looks: wallets with a story, money set aside, proposals that wait. */
import type { EngineClient } from '../contract/contract.ts'

/** Each call carries a key of its own, so a demo that is made twice is the same one. */
export async function tellStory(
  { analyst, approver }: Readonly<{ analyst: EngineClient; approver: EngineClient }>,
  producer: number,
): Promise<void> {
  await approver.accounts.open({ kind: 'gateway', name: 'harbour-pay' })
  const from = 'gateway:harbour-pay'
  for (const client of ['W-1001', 'W-1002', 'W-1003', 'W-1004']) await analyst.wallets.open({ client })
  const { operations, holds } = analyst
  await operations.deposit({ client: 'W-1001', amount: 80_000, from, bankTransactionId: 'HP-70311', key: 'demo-1' })
  await operations.deposit({ client: 'W-1002', amount: 25_000, from, bankTransactionId: 'HP-70312', key: 'demo-2' })
  await operations.deposit({ client: 'W-1003', amount: 12_000, from, bankTransactionId: 'HP-70313', key: 'demo-3' })
  const { transaction: order } = await operations.purchase({
    client: 'W-1001',
    amount: 18_600,
    producer,
    orderId: 'ORDER-5512',
    key: 'demo-4',
  })
  await operations.refund({ of: order, amount: 4_600, reason: 'One item came back', key: 'demo-5' })
  await operations.transfer({ from: 'W-1001', to: 'W-1002', amount: 5_000, reference: 'Lunch', key: 'demo-6' })
  await operations.withdraw({ client: 'W-1001', amount: 10_000, reference: 'To own bank account', key: 'demo-7' })
  await holds.place({ client: 'W-1002', amount: 9_900, producer, orderId: 'HOTEL-88', key: 'demo-8' })
  const topUp = { threshold: 5_000, amount: 10_000, from, reason: 'Asked for by the client' }
  await analyst.wallets.setAutoTopUp({ client: 'W-1003', ...topUp })
  await operations.purchase({ client: 'W-1003', amount: 8_250, producer, key: 'demo-9' })
  await analyst.wallets.freeze({ client: 'W-1004', reason: 'The bank reported a stolen card' })
  await analyst.proposals.propose({
    change: { kind: 'deposit', client: 'W-1002', amount: 2_500_000, from, bankTransactionId: 'HP-70377' },
    reason: 'Sale of a car; the gateway confirmed it by telephone',
    key: 'demo-10',
  })
  await analyst.proposals.propose({
    change: { kind: 'adjustment', debit: 'suspense', credit: 'wallet:W-1003', amount: 1_750 },
    reason: 'Payment without a reference, found to be theirs',
    key: 'demo-11',
  })
}
