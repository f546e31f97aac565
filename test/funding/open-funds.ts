/** Books that expect money through gateways, on a real store without threads, at the test's own pace. */
import type { FundRequest, GatewayEventType } from '../../engine/contract/funding.ts'
import type { Gateway } from '../../engine/contract/gateways.ts'
import type { SettingName, SettingValue } from '../../engine/contract/settings.ts'
import type { At } from '../../engine/funding/fund-postings.ts'
import { type SettleOutcome, settleFundRequest } from '../../engine/funding/note.ts'
import { getRecord } from '../../engine/funding/request.ts'
import type { Taken } from '../../engine/funding/take-event.ts'
import { checkWorkspace } from '../../engine/workspace/check.ts'
import { type OpenBooks, openBooks } from '../operations/open-books.ts'

export const gatewayOf = (name: string, more: Partial<Gateway> = {}): Gateway => ({
  name,
  currency: 'USD',
  availableWhenPaid: false,
  expireAfterHours: 24,
  feePercentBasisPoints: 150,
  feeFixed: 30,
  webhook: { isOn: true, toleranceSeconds: 300 },
  ...more,
})

export const bothGateways = [gatewayOf('acme'), gatewayOf('swift-pay', { availableWhenPaid: true })]

/** `acme` pays what is pending until the bank has it, `swift-pay` what can be spent at once. */
export async function openFunds(gateways: readonly Gateway[] = bothGateways): Promise<OpenBooks> {
  const books = await openBooks()
  setSetting(books, 'gateways', { gateways: [...gateways] })
  for (const client of ['anna', 'bob']) await books.run('wallets.open', { client })
  return books
}

export function setSetting<N extends SettingName>({ raw }: OpenBooks, name: N, value: SettingValue<N>): void {
  // As a proposal that somebody else approved would have left it.
  const { lastInsertRowid: proposal } = raw
    .prepare(`
      INSERT INTO proposal (kind, moves_money, change, hash, effect, effect_hash, reason, proposed_by, proposed_at,
        expires_at, state, decided_by, decided_at, result)
      VALUES ('setting', 0, '{}', zeroblob(32), '{}', zeroblob(32), 'because', 2, 0, 1, 'approved', 3, 1, '{}')`)
    .run()
  raw
    .prepare(`
      INSERT INTO setting (name, version, value, proposal, at)
      VALUES (@name, (SELECT coalesce(max(version), 0) + 1 FROM setting WHERE name = @name), @value, @proposal, 0)`)
    .run({ name, value: JSON.stringify(value), proposal })
}

let keys = 0

export async function request(
  books: OpenBooks,
  { client = 'anna', amount = 1_000, gateway = 'acme', by = 'ana', ...more } = {} as Partial<
    Readonly<{ client: string; amount: number; gateway: string; by: string; key: string; reference: string }>
  >,
): Promise<FundRequest> {
  keys += 1
  const asking = { key: `fund-${keys}`, client, amount, gateway, ...more, initiator: books.as(by) }
  const outcome = await books.run('funding.create', asking, by)
  if (!('answer' in outcome)) throw new Error(JSON.stringify(outcome))
  return outcome.answer
}

export type Event = Readonly<{
  type: GatewayEventType
  /** Hours after noon. */
  at?: number
  id?: string
  payment?: string
  amount?: number
  currency?: string
  reference?: string
  gateway?: string
  body?: string
}>

export const noon = Date.parse('2026-03-02T12:00:00Z')
const hourMs = 3_600_000
let events = 0

/** What a gateway tells, its signature proven already. */
export async function tell(
  books: OpenBooks,
  request: Pick<FundRequest, 'reference' | 'amount' | 'gateway'>,
  { type, at = 0, id, payment = 'P1', amount, currency = 'USD', reference, gateway, body }: Event,
): Promise<Taken> {
  events += 1
  const event = id ?? `e${events}`
  const telling = {
    gateway: gateway ?? request.gateway,
    event,
    bodyHash: Buffer.alloc(32, body ?? event),
    type,
    reference: reference ?? request.reference,
    payment,
    amount: amount ?? request.amount,
    currency,
    fee: null,
    occurredAt: noon + at * hourMs,
  }
  return books.run('funding.takeEvent', telling, `gateway:${telling.gateway}`)
}

/** The outcome that a gateway is answered with. */
export async function answered(...told: Parameters<typeof tell>): Promise<string> {
  const taken = await tell(...told)
  return 'answer' in taken ? taken.answer.outcome : taken.status
}

/** As a match does, in a transaction of its own. */
export function inTransaction<T>({ raw }: OpenBooks, act: (context: At) => T): T {
  return raw.transaction(() => act({ raw, at: Date.now() })).immediate()
}

export const settle = (
  books: OpenBooks,
  { id, amount }: Pick<FundRequest, 'id' | 'amount'>,
  { fee = 25, day = '2026-03-04', bankReference = `B${id}` } = {},
): SettleOutcome =>
  inTransaction(books, (context) =>
    settleFundRequest(context, {
      request: id,
      omnibus: 'omnibus:main',
      received: amount - fee,
      fee,
      bankReference,
      day,
      by: 'ana',
    }),
  )

export const stateOf = ({ raw }: OpenBooks, { id }: Pick<FundRequest, 'id'>): string => getRecord(raw, id).state

export const differencesOf = ({ raw }: OpenBooks) =>
  checkWorkspace({ raw, db: null as never, onProgress: () => {} }, { deep: false }).differences

/** What a person must decide, as code and what it is about. */
export const casesOf = ({ raw }: OpenBooks): readonly string[] =>
  raw
    .prepare(
      `SELECT code || ' ' || coalesce(client_id, '-') || ' ' || coalesce(amount, '-') FROM exception ORDER BY id`,
    )
    .pluck()
    .all() as string[]
