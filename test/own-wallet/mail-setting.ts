/** A mail server in the settings, and a client with a wallet and an address, in books without threads. */
import type { ClientContact } from '../../engine/contract/messages.ts'
import type { OpenBooks } from '../operations/open-books.ts'

export async function writableByMail({ raw, run }: OpenBooks, client: string): Promise<void> {
  await run('wallets.open', { client }, 'ana')
  const contact = { name: null, email: `${client}@client.example`, phone: null, address: null, language: null }
  await run('clients.setContact', { client, expectedVersion: 0, contact: { ...contact, channel: 'email' } }, 'ana')
  raw.exec(`
    INSERT INTO proposal (id, kind, moves_money, change, hash, effect, effect_hash, reason, proposed_by, proposed_at,
      expires_at, state, decided_by, decided_at, result)
      VALUES (1, 'setting', 0, '{}', zeroblob(32), '{}', zeroblob(32), 'why', 1, 0, 1, 'approved', 2, 1, '{}')`)
  const mail = { host: '127.0.0.1', port: 25, security: 'none', user: null, fromName: 'Harbour', replyTo: null }
  const rest = { fromAddress: 'a@b.example', ratePerMinute: 10, connectSeconds: 5, answerSeconds: 5 }
  const value = JSON.stringify({ ...mail, ...rest, trustedCertificate: null })
  raw.prepare(`INSERT INTO setting (name, version, value, proposal, at) VALUES ('mail', 1, ?, 1, 0)`).run(value)
}

/** As somebody of the staff does it; null takes the address away. */
export async function putAddress(
  { raw, run }: OpenBooks,
  client: string,
  email: string | null,
): Promise<ClientContact> {
  const version = raw.prepare('SELECT version FROM client_contact WHERE client_id = ?').pluck().get(client) as number
  const contact = { name: null, email, phone: null, address: null, language: null, channel: 'email' } as const
  const outcome = await run('clients.setContact', { client, expectedVersion: version, contact }, 'ana')
  if (outcome.status !== 'done') throw new Error(outcome.status)
  return outcome.contact
}

/** Another client with a wallet and an address of their own. */
export async function addWritable({ run }: OpenBooks, client: string): Promise<void> {
  await run('wallets.open', { client }, 'ana')
  const contact = { name: null, email: `${client}@client.example`, phone: null, address: null, language: null }
  await run('clients.setContact', { client, expectedVersion: 0, contact: { ...contact, channel: 'email' } }, 'ana')
}
