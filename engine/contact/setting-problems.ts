/** What the shape of the settings for contact can't say. */
import { isIP } from 'node:net'
import type { SettingValue } from '../contract/settings.ts'

type Problem = Readonly<{ path: string; problem: string }>

export function mailProblem({ host, security, fromAddress, user }: SettingValue<'mail'>): Problem | null {
  if (host === null) return null
  if (fromAddress === null)
    return { path: 'fromAddress', problem: 'a mail server needs an address that mail comes from' }
  if (security === 'none' && !isThisMachine(host))
    return { path: 'security', problem: 'mail goes in the clear to a server on this machine only' }
  if (user === '') return { path: 'user', problem: 'empty' }
  return null
}

export function contactProblem(value: SettingValue<'contact'>): Problem | null {
  const { publicAddress, remindAfterHours, remindersMax, answerHours } = value
  if (remindersMax > 0 && remindAfterHours >= answerHours)
    return { path: 'remindAfterHours', problem: 'a reminder comes before the question ends' }
  if (publicAddress === null) return null
  const { protocol, hostname, origin } = new URL(publicAddress)
  if (protocol !== 'https:' && !isThisMachine(hostname))
    return { path: 'publicAddress', problem: 'clients answer over https' }
  if (publicAddress !== origin && publicAddress !== `${origin}/`)
    return { path: 'publicAddress', problem: 'an address without a path' }
  return null
}

const isThisMachine = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host === '[::1]' || (isIP(host) === 4 && host.startsWith('127.'))
