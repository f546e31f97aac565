/** Asking for money through a gateway. Nothing moves yet; the limits of deposits count it from now on. */
import type { FundRequest } from '../contract/funding.ts'
import type { Gateway } from '../contract/gateways.ts'
import type { Wallet } from '../ledger/account.ts'
import { Books } from '../ledger/books.ts'
import { Desk } from '../operations/desk.ts'
import type { Initiator } from '../operations/initiator.ts'
import { contentHash, onlyOnce } from '../operations/keys.ts'
import { noteSpent, overLimit } from '../operations/limits.ts'
import { isRefusal, type RefusalOf } from '../operations/refusal.ts'
import { settingInForce } from '../settings/in-force.ts'
import { command } from '../store/command.ts'
import type { At } from './fund-postings.ts'
import { gatewayAccount } from './gateways.ts'
import { noteHistory } from './move.ts'
import { makeReference } from './reference.ts'
import { documentOf, findFundRequest, getRecord } from './request.ts'

export type FundAsking = Readonly<{
  client: string
  amount: number
  currency?: string | undefined
  gateway: string
  reference?: string | undefined
  key: string
  initiator: Initiator
}>

export type FundRefusal =
  | RefusalOf<'currency_unknown'>
  | RefusalOf<'wallet_unknown'>
  | RefusalOf<'wallet_closed'>
  | RefusalOf<'wallet_frozen'>
  | RefusalOf<'limit_exceeded'>
  | RefusalOf<'balance_too_large'>
  | Readonly<{ status: 'gateway_unknown'; gateway: string }>
  | Readonly<{ status: 'gateway_in_other_currency'; gateway: string; currency: string }>
type Outcome =
  | Readonly<{ status: 'done' | 'replayed'; answer: FundRequest }>
  | FundRefusal
  | RefusalOf<'key_reused_with_other_content'>

export const createFundRequest = command({
  topics: ['clients', 'funding'],
  record: ({ client, gateway, amount, key, initiator }: FundAsking, outcome: Outcome) => ({
    action: 'funding.create',
    subject: 'answer' in outcome ? `fund:${outcome.answer.id}` : `client:${client}`,
    outcome: outcome.status,
    detail: {
      key,
      client,
      gateway,
      amount,
      ...('answer' in outcome
        ? { reference: outcome.answer.reference, currency: outcome.answer.currency }
        : { ...outcome }),
      ...(initiator.onBehalfOf === null ? {} : { onBehalfOf: initiator.onBehalfOf }),
    },
  }),
  run: (context, asking): Outcome => {
    const { key, initiator, ...asked } = asking
    const content = contentHash({ fund: asked, onBehalfOf: initiator.onBehalfOf })
    return onlyOnce(context, { caller: initiator.caller, key, content }, () => create(context, asking))
  },
})

function create(context: At, asking: FundAsking): FundRequest | FundRefusal {
  const { raw, at } = context
  const { client, amount, currency, gateway: name, initiator } = asking
  const books = new Books(raw, at)
  const desk = new Desk(raw, books)
  const wallet = desk.wallet(client, currency)
  if (isRefusal(wallet)) return wallet
  const { version: agreement, value } = settingInForce(raw, 'gateways')
  const gateway = value.gateways.find((each) => each.name === name)
  if (gateway === undefined) return { status: 'gateway_unknown', gateway: name }
  const refusal = refusalOf(context, { wallet, gateway, amount, initiator, day: desk.today() })
  if (refusal !== null) return refusal

  // Naming it opens it; a refusal that comes after leaves none behind, because the key is bound to nothing then.
  const account = gatewayAccount(books, gateway)
  if (!Number.isSafeInteger(account.balance - amount)) return { status: 'balance_too_large', account: account.code }
  const day = desk.today()
  const id = insert(context, { asking, wallet, gateway, account: account.id, agreement, day })
  noteSpent(raw, { operation: 'deposit', currency: wallet.currency, amount, subject: wallet, day }, initiator.caller)
  noteHistory(raw, at, {
    request: id,
    by: initiator.name,
    kind: 'requested',
    state: 'requested',
    entry: null,
    detail: initiator.onBehalfOf === null ? {} : { onBehalfOf: initiator.onBehalfOf },
  })
  books.close()
  return documentOf(getRecord(raw, id))
}

type Asked = Readonly<{ wallet: Wallet; gateway: Gateway; amount: number; initiator: Initiator; day: string }>

function refusalOf({ raw }: At, { wallet, gateway, amount, initiator, day }: Asked): FundRefusal | null {
  const { client, currency, state } = wallet
  if (gateway.currency !== currency)
    return { status: 'gateway_in_other_currency', gateway: gateway.name, currency: gateway.currency }
  if (state === 'closed') return { status: 'wallet_closed', client }
  if (state === 'frozen') return { status: 'wallet_frozen', client }
  const over = overLimit(raw, { operation: 'deposit', currency, amount, subject: wallet, day }, initiator)
  if (over !== null) return over
  if (Number.isSafeInteger(wallet.balance + amount)) return null
  return { status: 'balance_too_large', account: wallet.code }
}

type Draft = Readonly<{
  asking: FundAsking
  wallet: Wallet
  gateway: Gateway
  account: number
  agreement: number
  day: string
}>

const hourMs = 3_600_000

function insert({ raw, at }: At, { asking, wallet, gateway, account, agreement, day }: Draft): number {
  const { initiator, amount, reference: callerReference } = asking
  let reference = makeReference()
  while (findFundRequest(raw, reference) !== null) reference = makeReference()
  const { lastInsertRowid } = raw
    .prepare(`
      INSERT INTO fund_request (reference, client_id, wallet, currency, amount, gateway, gateway_account, agreement,
        available_when_paid, caller_reference, created_at, created_by, initiated_by, expires_at, caller, counted_day,
        counted, state)
      VALUES (@reference, @client, @wallet, @currency, @amount, @gateway, @account, @agreement, @availableWhenPaid,
        @callerReference, @at, @by, @onBehalfOf, @expiresAt, @caller, @day, 1, 'requested')`)
    .run({
      reference,
      client: wallet.client,
      wallet: wallet.id,
      currency: wallet.currency,
      amount,
      gateway: gateway.name,
      account,
      agreement,
      availableWhenPaid: gateway.availableWhenPaid ? 1 : 0,
      callerReference: callerReference ?? null,
      at,
      by: initiator.name,
      onBehalfOf: initiator.onBehalfOf,
      expiresAt: at + gateway.expireAfterHours * hourMs,
      caller: initiator.caller,
      day,
    })
  return Number(lastInsertRowid)
}
