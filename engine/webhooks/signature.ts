/**
 * The signature of what we send, as Standard Webhooks has it: `v1,<base64 of hmac-sha256 over "id.timestamp.body">`, one for
 * each secret while they are changed. The time is part of it and made anew for each try, so that a receiver may refuse what
 * somebody recorded and sends again later. Pure.
 */
import { createHmac } from 'node:crypto'

export type Signing = Readonly<{
  id: string
  /** In seconds. */
  timestamp: number
  body: string
  secrets: readonly string[]
}>

export const signedHeaders = ({ id, timestamp, body, secrets }: Signing): Readonly<Record<string, string>> => ({
  'webhook-id': id,
  'webhook-timestamp': String(timestamp),
  'webhook-signature': secrets.map((secret) => `v1,${macOf(secret, `${id}.${timestamp}.${body}`)}`).join(' '),
})

/** The key is what stands behind the prefix, as bytes. */
const macOf = (secret: string, text: string): string =>
  createHmac('sha256', Buffer.from(secret.replace(/^whsec_/, ''), 'base64'))
    .update(text)
    .digest('base64')
