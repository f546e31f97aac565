/** What a document would change here: each part of it held against what is in force. Nothing is asked of the store here. */
import { hash } from 'node:crypto'
import type { Configuration, ConfigurationItem, ProducerTerms, UserTerms } from '../contract/configuration.ts'
import type { Inputs } from '../contract/contract.ts'
import type { ProducerChange } from '../contract/producers.ts'
import type { ProposedChange } from '../contract/proposals.ts'
import { settingNames } from '../contract/settings.ts'
import type { User } from '../contract/users.ts'
import { canonical } from '../operations/keys.ts'

/** What is in force here. A producer has its version with it, so that nobody's change is written over. */
export type Here = Readonly<{
  document: Configuration
  users: readonly User[]
  producerVersions: ReadonlyMap<string, number>
}>

/** How a part of a document becomes so here: proposed, or done at once by the procedure that does it by hand. */
export type Deed =
  | Readonly<{ is: 'proposal'; change: ProposedChange }>
  | Readonly<{ is: 'add_producer'; draft: Inputs['producers']['add'] }>
  | Readonly<{ is: 'change_producer'; id: number; expectedVersion: number; change: ProducerChange }>
  | Readonly<{ is: 'set_roles'; user: UserTerms }>
export type Refusal = NonNullable<ConfigurationItem['refused']>
export type Planned = Readonly<{ item: ConfigurationItem; deed: Deed | null }>

export function plan(wanted: Configuration, here: Here): readonly Planned[] {
  return [
    ...foundedWith(wanted, here.document),
    ...wanted.currencies.map((currency) => ofCurrency(currency, here.document)),
    ...settingNames.flatMap((name) => ofSetting(name, wanted, here.document)),
    ...wanted.producers.flatMap((producer) => ofProducer(producer, here)),
    ...wanted.users.map((user) => ofUser(user, here)),
  ]
}

/** What was looked at: a document that would by now do something else has another. */
export const hashOfItems = (items: readonly ConfigurationItem[]): string => hash('sha256', canonical(items), 'hex')

const same = (subject: string, value: unknown): Planned => ({
  item: { subject, state: 'same', how: null, before: value as never, after: value as never, refused: null },
  deed: null,
})

const refusedItem = (subject: string, before: unknown, after: unknown, refused: Refusal): Planned => ({
  item: {
    subject,
    state: 'refused',
    how: null,
    before: before as never,
    after: after as never,
    refused,
  },
  deed: null,
})

function changed(subject: string, before: unknown, after: unknown, deed: Deed): Planned {
  const how = deed.is === 'proposal' ? ('proposal' as const) : ('at_once' as const)
  const state = before === null ? ('new' as const) : ('changed' as const)
  return { item: { subject, state, how, before: before as never, after: after as never, refused: null }, deed }
}

/** What a workspace was founded with stays: the days of its books and the units of its money hang on it. */
function foundedWith(wanted: Configuration, here: Configuration): readonly Planned[] {
  return (['zone', 'currency'] as const).map((part) =>
    canonical(wanted[part]) === canonical(here[part])
      ? same(part, here[part])
      : refusedItem(part, here[part], wanted[part], { code: 'founded_otherwise', facts: { part } }),
  )
}

function ofCurrency(wanted: Configuration['currency'], here: Configuration): Planned {
  const { code, digits } = wanted
  const subject = `currency:${code}`
  const known = here.currencies.find((currency) => currency.code === code)
  if (known === undefined)
    return changed(subject, null, { digits }, { is: 'proposal', change: { kind: 'currency', code, digits } })
  if (known.digits === digits) return same(subject, { digits })
  return refusedItem(
    subject,
    { digits: known.digits },
    { digits },
    { code: 'currency_exists', facts: { currency: code } },
  )
}

function ofSetting(
  name: (typeof settingNames)[number],
  wanted: Configuration,
  here: Configuration,
): readonly Planned[] {
  const value = wanted.settings[name]
  // A document of an older version has no word of settings that came later, and changes nothing about them.
  if (value === undefined) return []
  const subject = `setting:${name}`
  const before = here.settings[name] ?? null
  if (canonical(before) === canonical(value)) return [same(subject, before)]
  return [changed(subject, before, value, { is: 'proposal', change: { kind: 'setting', name, value } })]
}

function ofProducer(wanted: ProducerTerms, here: Here): readonly Planned[] {
  const { agreement, ...master } = wanted
  const subject = `producer:${wanted.code}`
  const known = here.document.producers.find(({ code }) => code === wanted.code)
  if (known === undefined) return [newProducer(wanted, here)]
  const { agreement: agreed, ...mastered } = known
  if (known.id !== wanted.id) {
    const facts = { field: 'id', value: String(known.id) }
    return [refusedItem(subject, mastered, master, { code: 'producer_exists', facts })]
  }
  const { name, kind, contacts, schedule, id } = wanted
  const expectedVersion = here.producerVersions.get(wanted.code) ?? 1
  const change: Deed = { is: 'change_producer', id, expectedVersion, change: { name, kind, contacts, schedule } }
  const proposed: ProposedChange = { kind: 'agreement', producer: id, agreement }
  return [
    canonical(mastered) === canonical(master) ? same(subject, master) : changed(subject, mastered, master, change),
    canonical(agreed) === canonical(agreement)
      ? same(`agreement:${wanted.code}`, agreement)
      : changed(`agreement:${wanted.code}`, agreed, agreement, { is: 'proposal', change: proposed }),
  ]
}

function newProducer(wanted: ProducerTerms, { document }: Here): Planned {
  const subject = `producer:${wanted.code}`
  const taken = document.producers.some(({ id }) => id === wanted.id)
  if (taken) {
    const facts = { field: 'id', value: String(wanted.id) }
    return refusedItem(subject, null, wanted, { code: 'producer_exists', facts })
  }
  return changed(subject, null, wanted, { is: 'add_producer', draft: wanted })
}

/** Nobody is added by a document: a new user needs a passphrase, and there is none in it. */
function ofUser(wanted: UserTerms, { users }: Here): Planned {
  const subject = `user:${wanted.name}`
  const known = users.find(({ name, state }) => name === wanted.name && state === 'active')
  const roles = [...new Set(wanted.roles)].toSorted()
  if (known === undefined)
    return refusedItem(subject, null, { roles }, { code: 'user_unknown', facts: { user: wanted.name } })
  const before = [...known.roles].toSorted()
  if (canonical(before) === canonical(roles)) return same(subject, { roles })
  const admins = users.filter((user) => user.state === 'active' && user.roles.includes('admin'))
  if (admins.length === 1 && admins[0]?.name === known.name && !roles.includes('admin'))
    return refusedItem(subject, { roles: before }, { roles }, { code: 'last_admin', facts: { user: known.name } })
  return changed(subject, { roles: before }, { roles }, { is: 'set_roles', user: wanted })
}
