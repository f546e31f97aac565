/** Books whose happenings a receiver is told of, agreed to by two as everything of the kind is. */
import type { ProposedChange } from '../../engine/contract/proposals.ts'
import type { WebhookEventType } from '../../engine/contract/webhook-events.ts'
import type { WebhookDelivery, WebhookEndpoint } from '../../engine/contract/webhooks.ts'
import type { EngineOptions } from '../../engine/engine.ts'
import type { Signed } from '../contact/open-contact.ts'
import { type Books, openBooks } from '../ingest/drop.ts'
import { type Receiver, startReceiver } from './receiver.ts'

export type Hooks = Books & Readonly<{ ann: Signed; bob: Signed; tom: Signed; receiver: Receiver }>

/** Ann and Bob are approvers, Tom is an analyst. */
export async function openHooks(options: Partial<EngineOptions> = {}): Promise<Hooks> {
  const books = await openBooks(options, [
    { name: 'ann', roles: ['approver'] },
    { name: 'bob', roles: ['approver'] },
    { name: 'tom', roles: ['analyst'] },
  ])
  const [ann, bob, tom] = await Promise.all([books.as('ann'), books.as('bob'), books.as('tom')])
  const receiver = await startReceiver()
  const hooks = { ...books, ann, bob, tom, receiver }
  await list(hooks, [{ origin: receiver.origin, isPrivate: false, trustedCertificate: null }])
  return {
    ...hooks,
    close: async () => {
      await books.close()
      await receiver.close()
    },
  }
}

type Origin = Readonly<{ origin: string; isPrivate: boolean; trustedCertificate: string | null }>

export async function list({ ann, bob }: Pick<Hooks, 'ann' | 'bob'>, origins: readonly Origin[]): Promise<void> {
  const change = { kind: 'setting', name: 'webhooks', value: { origins } as never } as const
  const { id } = await ann.proposals.propose({ change, reason: 'for this test', key: crypto.randomUUID() })
  await bob.proposals.approve({ id })
}

type Wanted = Readonly<{ name?: string; url?: string; endpoint?: number }>

/** Proposed by the administrator and approved by Bob. */
export async function agree(
  hooks: Hooks,
  events: readonly WebhookEventType[],
  { name = 'shop', url = hooks.receiver.url, endpoint }: Wanted = {},
): Promise<WebhookEndpoint> {
  const change: ProposedChange = { kind: 'webhook_endpoint', endpoint, name, url, events: [...events] }
  const { id } = await hooks.client.proposals.propose({ change, reason: 'for this test', key: crypto.randomUUID() })
  await hooks.bob.proposals.approve({ id })
  const { items } = await hooks.client.webhooks.endpoints({})
  const made = items.find((each) => each.name === name)
  if (made === undefined) throw new Error(`no address ${name} came of it`)
  return made
}

/** Agreed to and with its secret: from now on it is told. */
export async function tellReceiver(
  hooks: Hooks,
  events: readonly WebhookEventType[],
  wanted: Wanted = {},
): Promise<Readonly<{ id: number; secret: string }>> {
  const { id } = await agree(hooks, events, wanted)
  const { secret } = await hooks.client.webhooks.newSecret({ id })
  return { id, secret }
}

/** Does what is due by then, and what comes of it; answers when the next is. */
export const pump = async ({ engine }: Pick<Books, 'engine'>, inSeconds = 1): Promise<number | null> =>
  (await engine.opened()).webhooks.pump(Date.now() + inSeconds * 1_000)

let keys = 0
export async function deposit(hooks: Hooks, client: string, amount: number): Promise<number> {
  keys += 1
  const asked = { client, amount, from: 'omnibus:main', key: `hook-${keys}` } as const
  return (await hooks.tom.operations.deposit(asked)).transaction
}

export const deliveriesOf = async (hooks: Hooks, filter = {}): Promise<readonly WebhookDelivery[]> =>
  (await hooks.client.webhooks.deliveries(filter)).items.toReversed()

/** What was told, shortly: of whom, and with which balance. */
export const told = ({ receiver }: Hooks): readonly string[] =>
  receiver.got.map(({ body: { type, data } }) =>
    type === 'wallet.changed' ? `${data.client as string} ${data.balance as number}` : type,
  )
