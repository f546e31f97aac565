/** What the shape of the setting of addresses can't say. */
import type { SettingValue } from '../contract/settings.ts'
import { readUrl } from './address.ts'

type Problem = Readonly<{ path: string; problem: string }>

export function webhooksProblem({ origins }: SettingValue<'webhooks'>): Problem | null {
  const unencrypted = origins.findIndex(({ origin }) => readUrl(origin) === 'not_https')
  if (unencrypted !== -1)
    return { path: `origins.${unencrypted}.origin`, problem: 'without encryption only this machine may be called' }
  const names = origins.map(({ origin }) => origin)
  const twice = names.findIndex((name, place) => names.indexOf(name) !== place)
  return twice === -1 ? null : { path: `origins.${twice}.origin`, problem: 'this origin is listed already' }
}
