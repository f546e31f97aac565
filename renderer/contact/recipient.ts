/** To whom something is written: the one whose pane it is. Pure. */
import type { Inputs } from '../../engine/contract/contract.ts'
import type { Contact } from '../../engine/contract/producers.ts'
import type { Channel } from '../../engine/contract/settings.ts'

export type Party =
  | Readonly<{ of: 'client'; client: string }>
  | Readonly<{ of: 'producer'; producer: number; name: string; contacts: readonly Contact[] }>

export const nameOfParty = (party: Party): string => (party.of === 'client' ? party.client : party.name)

/** As the engine is told; `contact` is the place of one of a producer's contacts. */
export function recipientOf(party: Party, contact: number | null): Inputs['contact']['send']['recipient'] {
  if (party.of === 'client') return { of: 'client', client: party.client }
  return { of: 'producer', producer: party.producer, ...(contact === null ? {} : { contact }) }
}

export type Choice = Readonly<{ value: string; label: string }>

/** Those of a producer's contacts who can be reached by a channel, each with where. Nobody keeps their postal addresses. */
export function contactChoices(party: Party, channel: Channel): readonly Choice[] {
  if (party.of === 'client') return []
  return party.contacts.flatMap(({ name, role, email, phone }, place) => {
    const at = { email, phone, post: null }[channel]
    return at === null ? [] : [{ value: String(place), label: [name, role, at].filter(Boolean).join(' · ') }]
  })
}
