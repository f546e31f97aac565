/**
 * The end user's own wallet: signing in by a code, what they have, what happened to it, what they ask about it and of what they
 * are told. Every query and command takes the client from the token of whoever calls, and finds nothing that is not theirs.
 */
import type { Database } from 'better-sqlite3'
import { theClient } from '../contact/answer.ts'
import { findClientContact } from '../contact/client-contact.ts'
import { goesBy } from '../contact/messages.ts'
import type { WalletBalance } from '../contract/own-wallet.ts'
import type { Language } from '../contract/settings.ts'
import { settingInForce } from '../settings/in-force.ts'
import { command, type QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { findWallet } from '../wallets/wallet.ts'
import { homeOf } from '../workspace/home.ts'

type Reading = Pick<QueryContext, 'raw'>
type OfClient = Readonly<{ client: string }>

/** For somebody who has not signed in: nothing of it is anybody's. */
export const aboutWallets = ({ raw }: Reading, _: null): Readonly<{ name: string; canSignIn: boolean }> => ({
  name: settingInForce(raw, 'mail').value.fromName,
  canSignIn: goesBy(raw, 'email') === 'mail_server',
})

type Self = Readonly<{
  client: string
  name: string | null
  email: string | null
  language: Language | null
  zone: string
}>

export function readSelf({ raw }: Reading, { client }: OfClient): Self {
  const contact = findClientContact({ raw }, { client })
  return {
    client,
    name: contact?.name ?? null,
    email: maskedAddress(contact?.email ?? null),
    language: contact?.language ?? null,
    zone: homeOf(raw).zone.name,
  }
}

/** Enough to tell whether it is the right one, and not to write to it: a telephone lies open on many tables. */
function maskedAddress(address: string | null): string | null {
  const [name = '', host] = address?.split('@') ?? []
  return host === undefined ? null : `${name.slice(0, 1)}•••@${host}`
}

export function readBalances({ raw }: Reading, { client }: OfClient): readonly WalletBalance[] {
  const currencies = statementsOf(raw).currencies.all(client) as Readonly<{ currency: string; digits: number }>[]
  return currencies.flatMap(({ currency, digits }) => {
    const wallet = findWallet(raw, client, currency)
    if (wallet === null) return []
    const { state, balance, available, pending } = wallet
    return [{ currency, digits, state, balance, available: Math.max(0, available), pending }]
  })
}

type Choosing = OfClient & Readonly<{ language: Language }>

/** A client of whom nothing is known has nothing that it could be kept with; they can't sign in either. */
export const setLanguage = command({
  topics: ['contact', 'clients'],
  record: ({ client, language }: Choosing, { status }: Readonly<{ status: string }>) => ({
    action: 'wallet.set_language',
    subject: `client:${client}`,
    outcome: status,
    detail: { language },
  }),
  run: ({ raw, at }, choosing): Readonly<{ status: 'done' | 'not_found' }> => {
    const { changes } = statementsOf(raw).setLanguage.run({ ...choosing, at, by: theClient })
    return { status: changes === 1 ? 'done' : 'not_found' }
  },
})

const statementsOf = perConnection((raw: Database) => ({
  currencies: raw.prepare(`
    SELECT account.currency, currency.digits FROM account JOIN currency ON currency.code = account.currency
    WHERE account.code = 'wallet:' || ? ORDER BY account.id`),
  setLanguage: raw.prepare(`
    UPDATE client_contact SET language = @language, version = version + 1, changed_at = @at, changed_by = @by
    WHERE client_id = @client`),
}))
