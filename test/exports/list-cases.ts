/** What stands in lists beside the ledger's, put into a workspace as people put it there, and what exports of them must say. */
import { randomUUID } from 'node:crypto'
import { vi } from 'vitest'
import type { EngineClient, Inputs } from '../../engine/contract/contract.ts'
import type { ExportSource } from '../../engine/contract/export-sources.ts'
import { gatewayOf } from '../funding/open-funds.ts'
import type { TestEngine } from '../workspace-fixture.ts'
import { type Cases, type Item, listed } from './made.ts'

type ListSource = Extract<
  ExportSource,
  | 'producers'
  | 'statements'
  | 'fund_requests'
  | 'expected_payments'
  | 'webhook_deliveries'
  | 'users'
  | 'callers'
  | 'job_runs'
>

const job = 'audit.verify'
const origin = 'https://hooks.example.com'

/** Answers the secrets that were shown once, which no export may say. */
export async function putListed(opened: TestEngine): Promise<readonly string[]> {
  const [admin, ana, ben] = [await opened.as('admin'), await opened.as('ana'), await opened.as('ben')]
  const agree = async (change: Inputs['proposals']['propose']['change']): Promise<unknown> => {
    const { id } = await admin.proposals.propose({ change, reason: 'for this test', key: randomUUID() })
    return (await ben.proposals.approve({ id })).result
  }
  const gateways = [gatewayOf('acme'), gatewayOf('swift-pay')]
  await agree({ kind: 'setting', name: 'gateways', value: { gateways } as never })
  await putMoneyExpected(ana)
  const origins = [{ origin, isPrivate: false, trustedCertificate: null }]
  await agree({ kind: 'setting', name: 'webhooks', value: { origins } as never })
  const secret = await putDeliveries(admin, agree)
  const expiresAt = new Date(Date.now() + 86_400_000).toISOString()
  const terms = { scopes: ['ledger.read', 'ledger.operate'], aloneUpTo: 12_345, producer: 7, expiresAt } as const
  const made = await agree({ kind: 'caller', name: 'till', ...terms, scopes: [...terms.scopes] })
  await agree({ kind: 'caller', name: 'kiosk', scopes: ['clients.read'], expiresAt })
  const { key } = await admin.callers.newKey({ caller: (made as { caller: number }).caller })
  for (let run = 0; run < 5; run += 1) await finished(admin)
  return [secret, key]
}

async function putMoneyExpected(ana: EngineClient): Promise<void> {
  const wanted = { client: 'anna', amount: 1_250 } as const
  for (const gateway of ['acme', 'swift-pay', 'acme', 'swift-pay'])
    await ana.funding.create({ ...wanted, gateway, key: randomUUID(), reference: `FOR-${gateway}` })
  await ana.funding.cancel({ id: 1, reason: 'nobody wants it any more' })
  for (let amount = 101; amount < 105; amount += 1)
    await ana.operations.withdraw({ client: 'anna', amount, key: randomUUID() })
  await ana.expected.send({ id: 2, reason: 'the bank was told' })
}

async function putDeliveries(
  admin: EngineClient,
  agree: (change: Inputs['proposals']['propose']['change']) => Promise<unknown>,
): Promise<string> {
  await agree({ kind: 'webhook_endpoint', name: 'shop', url: `${origin}/in`, events: ['wallet.changed'] })
  const [{ id } = { id: 0 }] = (await admin.webhooks.endpoints({})).items
  const { secret } = await admin.webhooks.newSecret({ id })
  for (let test = 0; test < 4; test += 1) await admin.webhooks.test({ id })
  return secret
}

async function finished(admin: EngineClient): Promise<void> {
  const { id } = await admin.jobs.run({ name: job })
  await vi.waitFor(
    async () => {
      const run = (await admin.jobs.runs({ name: job })).items.find((each) => each.id === id)
      if (run?.outcome !== 'done') throw new Error(`it is ${run?.outcome}`)
    },
    { timeout: 30_000, interval: 20 },
  )
}

/** Each narrowed in the ways that its list can be, and as a whole. */
export function listCases(clientOf: () => EngineClient): Readonly<Record<ListSource, Cases>> {
  const inUsd = (item: Item): Item => ({ ...item, currency: 'USD' })
  return {
    producers: [[{}, async () => (await clientOf().producers.list()).items]],
    statements: [{}, { state: 'accepted' }, { from: '2026-09-05', to: '2026-09-05' }, { source: 'nobody' }].map(
      (asked) => [
        asked,
        async () => (await listed((page) => clientOf().statements.list({ ...(asked as object), ...page }))).map(inUsd),
      ],
    ),
    fund_requests: (
      [{}, { gateway: 'acme' }, { state: 'cancelled' }, { reference: 'FOR-swift-pay' }, { to: '2020-01-01' }] as const
    ).map((asked) => [asked, () => listed((page) => clientOf().funding.list({ ...asked, ...page }))]),
    expected_payments: ([{}, { state: 'pending' }, { client: 'bob' }, { overdue: true }] as const).map((asked) => [
      asked,
      () => listed((page) => clientOf().expected.list({ ...asked, ...page })),
    ]),
    webhook_deliveries: ([{}, { state: 'waiting' }, { subject: 'webhook:1' }, { endpoint: 9 }] as const).map(
      (asked) => [asked, () => listed((page) => clientOf().webhooks.deliveries({ ...asked, ...page }))],
    ),
    users: [[{}, async () => (await clientOf().users.list()).items]],
    callers: [[{}, async () => (await clientOf().callers.list()).items.map(inUsd)]],
    job_runs: [[{ job }, async () => (await clientOf().jobs.runs({ name: job })).items]],
  }
}
