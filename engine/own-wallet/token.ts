/**
 * Tokens of end users: JWTs under a key that comes from the master, so that replacing the master ends all of them. A token says
 * whose wallet it opens and which session it belongs to, and is short-lived; the session in the store is what can be ended.
 */
import { errors, jwtVerify, SignJWT } from 'jose'

export const tokenSeconds = 15 * 60
const algorithm = 'HS256'
const audience = 'wallet'

export type TokenKey = Readonly<{ key: Uint8Array; workspace: string }>
export type Claims = Readonly<{ client: string; session: string; issuedAt: number }>

const issuerOf = ({ workspace }: TokenKey): string => `countinghouse:${workspace}`

export function makeToken(
  by: TokenKey,
  { client, session, at }: Readonly<{ client: string; session: string; at: number }>,
): Promise<string> {
  const seconds = Math.floor(at / 1_000)
  return new SignJWT({ sid: session })
    .setProtectedHeader({ alg: algorithm, typ: 'JWT' })
    .setIssuer(issuerOf(by))
    .setAudience(audience)
    .setSubject(client)
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + tokenSeconds)
    .sign(by.key)
}

/** Null for whatever is no token of ours, or ended longer ago than `lateMs`. */
export async function readToken(
  by: TokenKey,
  token: string,
  { at, lateMs = 0 }: Readonly<{ at: number; lateMs?: number }>,
): Promise<Claims | null> {
  try {
    const { payload } = await jwtVerify(token, by.key, {
      algorithms: [algorithm],
      issuer: issuerOf(by),
      audience,
      requiredClaims: ['sub', 'sid', 'iat', 'exp'],
      currentDate: new Date(at - lateMs),
    })
    const { sub, sid, iat } = payload
    if (sub === undefined || typeof sid !== 'string' || iat === undefined) return null
    return { client: sub, session: sid, issuedAt: iat * 1_000 }
  } catch (error) {
    if (error instanceof errors.JOSEError) return null
    throw error
  }
}
