/** What never changes about a workspace: its zone and the currency it began with. */
import { Zone } from '../calendar/zone.ts'
import { perConnection } from '../store/compiled.ts'

export type Home = Readonly<{ zone: Zone; currency: string }>

export const homeOf = perConnection((raw): Home => {
  const { zone, currency } = raw.prepare('SELECT zone, currency FROM workspace').get() as {
    zone: string
    currency: string
  }
  return { zone: new Zone(zone), currency }
})
