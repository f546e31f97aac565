/** The token in a browser: a cookie that no script reads, that goes to the wallet's own addresses only, and from no other site. */
import { longestMs } from './sessions.ts'

const name = 'wallet'
const path = '/api/wallet'

export function tokenOfCookie(header: string | null | undefined): string | undefined {
  const [found, ...others] = header?.split('; ').filter((each) => each.startsWith(`${name}=`)) ?? []
  // Two of them can't both be ours: a neighbouring site may have set one.
  if (found === undefined || others.length > 0) return undefined
  const token = found.slice(name.length + 1)
  return token === '' ? undefined : token
}

export const cookieOf = (token: string, isSecure: boolean): string => cookie(token, longestMs / 1_000, isSecure)

export const endedCookie = (isSecure: boolean): string => cookie('', 0, isSecure)

const cookie = (value: string, seconds: number, isSecure: boolean): string =>
  `${name}=${value}; Path=${path}; Max-Age=${seconds}; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`
