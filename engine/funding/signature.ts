/**
 * The signature of what a gateway tells: `t=<unix seconds>,v1=<hex of hmac-sha256 over "t.body">`, where several `v1` are
 * those of several secrets while they are changed. Pure.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'

export const signatureHeader = 'countinghouse-signature'

/** `signature_old`: signed by whom it should be, and too long ago or too far ahead. Only they are told so. */
export type SignatureProblem = 'signature_missing' | 'signature_unreadable' | 'signature_wrong' | 'signature_old'

type Signed = Readonly<{
  header: string | undefined
  body: Uint8Array
  secrets: readonly string[]
  toleranceSeconds: number
  /** In milliseconds. */
  now: number
}>

/** Null when it is right. */
export function signatureProblem({ header, body, secrets, toleranceSeconds, now }: Signed): SignatureProblem | null {
  if (header === undefined || header === '') return 'signature_missing'
  const read = readHeader(header)
  if (read === null) return 'signature_unreadable'
  const expected = secrets.map((secret) => macOf(secret, read.time, body))
  // Every one is compared with every other, so that how long it takes tells nothing about which was near.
  const matches = expected.flatMap((mac) => read.macs.map((given) => timingSafeEqual(mac, given)))
  if (!matches.includes(true)) return 'signature_wrong'
  return Math.abs(now / 1000 - Number(read.time)) > toleranceSeconds ? 'signature_old' : null
}

export const signatureOf = (secret: string, { time, body }: Readonly<{ time: number; body: Uint8Array | string }>) =>
  `t=${time},v1=${macOf(secret, String(time), Buffer.from(body)).toString('hex')}`

const macOf = (secret: string, time: string, body: Uint8Array): Buffer =>
  createHmac('sha256', secret).update(`${time}.`).update(body).digest()

const macsMax = 5

/** Parts of other names are left alone: a later scheme stands beside this one. */
function readHeader(header: string): Readonly<{ time: string; macs: readonly Buffer[] }> | null {
  const parts = header.split(',').map((part) => part.trim())
  const times = parts.filter((part) => part.startsWith('t=')).map((part) => part.slice(2))
  const macs = parts.filter((part) => part.startsWith('v1=')).map((part) => part.slice(3))
  const [time] = times
  if (time === undefined || times.length !== 1 || !/^[0-9]{1,12}$/.test(time)) return null
  if (macs.length === 0 || macs.length > macsMax || !macs.every((mac) => /^[0-9a-f]{64}$/i.test(mac))) return null
  return { time, macs: macs.map((mac) => Buffer.from(mac, 'hex')) }
}
