/**
 * What strangers are refused at the door of the wallets, as often as they like. It is counted in the transaction that refuses
 * it, so that it takes as long as what is not refused, and written into the audit chain once a minute: whoever knocks on does
 * not fill the chain.
 */
import type { Database } from 'better-sqlite3'
import { command, type Json, type QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'

export type RefusalReason =
  /** A code for a challenge that is not open, or never was. */
  | 'unknown_challenge'
  | 'braked'
  | 'unknown_client'
  | 'contact_missing'
  | 'no_mail_server'
  | 'too_many_letters'
  | 'address_waits'

type Refused = Readonly<{ reason: RefusalReason; client: string | null; network: string }>

/** So many different ones stand in one record; what is more is counted together. */
const kindsMax = 50

export function countRefusal(raw: Database, { reason, client, network }: Refused): void {
  const one = { reason, client: client ?? '', network }
  if (statementsOf(raw).more.run(one).changes === 1) return
  const hasRoom = (statementsOf(raw).kinds.get() as number) < kindsMax
  statementsOf(raw).add.run(hasRoom ? one : { reason, client: '', network: 'others' })
}

export const anyRefusals = ({ raw }: Pick<QueryContext, 'raw'>, _: null): boolean => statementsOf(raw).kinds.get() !== 0

type Written = Readonly<{ times: number; refused: readonly Row[] }>
type Row = Readonly<{ reason: RefusalReason; client: string; network: string; times: number }>

export const writeRefusals = command({
  topics: [],
  record: (_: null, { times, refused }: Written) => ({
    action: 'wallet.refuse',
    subject: 'wallet',
    outcome: 'refused',
    detail: { times, refused: refused.map(shortened) },
  }),
  run: ({ raw }): Written => {
    const refused = statementsOf(raw).all.all() as Row[]
    statementsOf(raw).empty.run()
    return { times: refused.reduce((sum, each) => sum + each.times, 0), refused }
  },
})

const shortened = ({ reason, client, network, times }: Row): Readonly<Record<string, Json>> => ({
  reason,
  times,
  ...(client === '' ? {} : { client }),
  ...(network === '' ? {} : { network }),
})

const statementsOf = perConnection((raw) => ({
  more: raw.prepare(`
    UPDATE wallet_refusal SET times = times + 1
    WHERE reason = @reason AND client_id = @client AND network = @network`),
  kinds: raw.prepare('SELECT count(*) FROM wallet_refusal').pluck(),
  add: raw.prepare(`
    INSERT INTO wallet_refusal (reason, client_id, network, times) VALUES (@reason, @client, @network, 1)
    ON CONFLICT DO UPDATE SET times = times + 1`),
  all: raw.prepare(`
    SELECT reason, client_id AS client, network, times FROM wallet_refusal ORDER BY times DESC, reason, client, network`),
  empty: raw.prepare('DELETE FROM wallet_refusal'),
}))
