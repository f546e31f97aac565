/**
 * What a browser keeps: the token by which it is signed in, and the one by which it is known from before. Cookies that no script
 * reads, that go to the wallet's own addresses only, and from no other site.
 */
import { deviceLastsMs } from './devices.ts'
import { longestMs } from './sessions.ts'

const path = '/api/wallet'

export const tokenOfCookie = (header: string | null | undefined): string | undefined => valueIn('wallet', header)

export const deviceOfCookie = (header: string | null | undefined): string | undefined =>
  valueIn('wallet_device', header)

function valueIn(name: string, header: string | null | undefined): string | undefined {
  const [found, ...others] = header?.split('; ').filter((each) => each.startsWith(`${name}=`)) ?? []
  // Two of them can't both be ours: a neighbouring site may have set one.
  if (found === undefined || others.length > 0) return undefined
  const value = found.slice(name.length + 1)
  return value === '' ? undefined : value
}

export const cookieOf = (token: string, isSecure: boolean): string =>
  cookie('wallet', { value: token, seconds: longestMs / 1_000, isSecure })

export const deviceCookieOf = (token: string, isSecure: boolean): string =>
  cookie('wallet_device', { value: token, seconds: deviceLastsMs / 1_000, isSecure })

export const endedCookie = (isSecure: boolean): string => cookie('wallet', { value: '', seconds: 0, isSecure })

type Kept = Readonly<{ value: string; seconds: number; isSecure: boolean }>

const cookie = (name: string, { value, seconds, isSecure }: Kept): string =>
  `${name}=${value}; Path=${path}; Max-Age=${seconds}; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`
