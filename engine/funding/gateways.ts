/** The gateways that are agreed with: their accounts, and how each stands. */
import type { Database } from 'better-sqlite3'
import { isoOf } from '../calendar/instant.ts'
import type { GatewayStanding } from '../contract/funding.ts'
import type { Gateway } from '../contract/gateways.ts'
import type { Account } from '../ledger/account.ts'
import type { Books } from '../ledger/books.ts'
import { settingInForce } from '../settings/in-force.ts'
import type { QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'

export const gatewayCode = (name: string): string => `gateway:${name}`

/** What the gateway owes us; it opens when it is first needed. */
export function gatewayAccount(books: Books, { name, currency }: Gateway): Account {
  const code = gatewayCode(name)
  return books.find(code, currency) ?? books.openNamed('gateway', code, currency)
}

export const findGateway = (raw: Database, name: string): Gateway | undefined =>
  settingInForce(raw, 'gateways').value.gateways.find((each) => each.name === name)

export const listGateways = ({ raw }: Pick<QueryContext, 'raw'>, { at }: Readonly<{ at: number }>): GatewayStanding[] =>
  settingInForce(raw, 'gateways').value.gateways.map((gateway) => standingOfGateway(raw, at, gateway))

export function standingOfGateway(raw: Database, at: number, gateway: Gateway): GatewayStanding {
  const { name, currency, availableWhenPaid, webhook } = gateway
  const { inForce, old } = statementsOf(raw)
  const setAt = inForce.get(name) as number | undefined
  const oldUntil = old.get(name, at) as number | null
  return {
    name,
    currency,
    account: gatewayCode(name),
    availableWhenPaid,
    webhookIsOn: webhook.isOn,
    webhookPath: `/api/gateways/${name}/events`,
    secretSetAt: setAt === undefined ? null : isoOf(setAt),
    oldSecretUntil: oldUntil === null ? null : isoOf(oldUntil),
  }
}

const statementsOf = perConnection((raw) => ({
  inForce: raw.prepare('SELECT set_at FROM gateway_secret WHERE gateway = ? AND ends_at IS NULL').pluck(),
  old: raw.prepare('SELECT max(ends_at) FROM gateway_secret WHERE gateway = ? AND ends_at > ?').pluck(),
}))
