/** The tables of the end user's own wallet as Kysely sees them: a part of `Tables`. */
import type { Generated } from 'kysely'
import type { WalletRequestKind } from '../contract/own-wallet.ts'
import type { Once } from './tables.ts'

export type OwnWalletTables = {
  wallet_challenge: {
    id: Generated<number>
    hash: Once<Buffer>
    client_id: Once<string>
    by_address: Once<number>
    address: Once<string>
    asked_at: Once<number>
    expires_at: Once<number>
    tries: Generated<number>
    used_at: number | null
    network: Once<string>
    known_device: Once<number>
  }
  wallet_device: {
    hash: Buffer
    client_id: Once<string>
    used_at: number
  }
  wallet_refused_try: {
    id: Generated<number>
    challenge: Once<number>
    network: Once<string>
    at: Once<number>
  }
  wallet_refusal: {
    reason: string
    client_id: string
    network: string
    times: number
  }
  wallet_session: {
    id: Once<string>
    client_id: Once<string>
    began_at: Once<number>
    expires_at: Once<number>
    used_at: number
    ended_at: number | null
  }
  wallet_request: {
    exception_id: Once<number>
    client_id: Once<string>
    kind: Once<WalletRequestKind>
    item: Once<string>
    amount: Once<number>
    currency: Once<string>
    producer: Once<string | null>
    words: Once<string | null>
    asked_at: Once<number>
  }
  wallet_letter: {
    message_id: Once<number>
    client_id: Once<string>
    kind: Once<'code' | 'notice'>
    challenge: Once<number | null>
    at: Once<number>
  }
  wallet_notice: {
    account: number
    client_id: string
    below: number | null
    money_in: number
    above: number | null
    seen: number
    is_below: number
    not_before: Generated<number>
  }
}
