/**
 * Browsers that were signed in before. Such a browser has a token, of which a hash is kept here; it opens nothing, and only
 * says that it is no stranger who asks for a code.
 */
import { hash, randomBytes } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import { perConnection } from '../store/compiled.ts'

const dayMs = 86_400_000
export const deviceLastsMs = 180 * dayMs
/** So many of one client are known, the newest. */
const devicesMax = 20

export const makeDeviceToken = (): string => randomBytes(32).toString('base64url')

export const hashOfDevice = (token: string): Buffer => hash('sha256', token, 'buffer')

type Known = Readonly<{ device: Uint8Array | null; clients: readonly string[]; at: number }>

export const isKnownDevice = (raw: Database, { device, clients, at }: Known): boolean =>
  device !== null &&
  clients.some(
    (client) => statementsOf(raw).find.get({ hash: device, client, since: at - deviceLastsMs }) !== undefined,
  )

type Signed = Readonly<{ before: Uint8Array | null; device: Uint8Array; client: string; at: number }>

/** Each time with a new token: one that somebody planted or copied before says nothing any more. */
export function rememberDevice(raw: Database, { before, device, client, at }: Signed): void {
  if (before !== null) statementsOf(raw).rename.run({ before, hash: device })
  statementsOf(raw).add.run({ hash: device, client, at })
  statementsOf(raw).forgetOldest.run({ client, most: devicesMax })
}

/** Who signs out everywhere has lost one of them. */
export const forgetDevices = (raw: Database, client: string): void => {
  statementsOf(raw).forget.run(client)
}

const statementsOf = perConnection((raw) => ({
  find: raw.prepare('SELECT 1 FROM wallet_device WHERE hash = @hash AND client_id = @client AND used_at > @since'),
  rename: raw.prepare('UPDATE wallet_device SET hash = @hash WHERE hash = @before'),
  add: raw.prepare(`
    INSERT INTO wallet_device (hash, client_id, used_at) VALUES (@hash, @client, @at)
    ON CONFLICT (hash, client_id) DO UPDATE SET used_at = excluded.used_at`),
  forgetOldest: raw.prepare(`
    DELETE FROM wallet_device WHERE client_id = @client AND hash NOT IN (
      SELECT hash FROM wallet_device WHERE client_id = @client ORDER BY used_at DESC LIMIT @most)`),
  forget: raw.prepare('DELETE FROM wallet_device WHERE client_id = ?'),
}))
