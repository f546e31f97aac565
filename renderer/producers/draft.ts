/** What is typed about a producer, and what the contract makes of it. Pure. */
import {
  Contact,
  type Producer,
  ProducerChange,
  ProducerCode,
  ProducerDraft,
  type ProducerKind,
} from '../../engine/contract/producers.ts'
import type { MessageId } from '../messages/messages.ts'
import { readSchedule, type TypedSchedule, typedSchedule } from './typed-schedule.ts'

/** `key` stays with a contact while others are added and removed around it. */
export type TypedContact = Readonly<{ key: string; name: string; role: string; email: string; phone: string }>
export type TypedProducer = Readonly<{
  id: string
  code: string
  name: string
  kind: ProducerKind
  locations: string
  contacts: readonly TypedContact[]
}>

export const emptyContact = (key: string): TypedContact => ({ key, name: '', role: '', email: '', phone: '' })

export const emptyProducer: TypedProducer = {
  id: '',
  code: '',
  name: '',
  kind: 'other',
  locations: '',
  contacts: [emptyContact('first')],
}

/** What is wrong, by the field it is wrong in; of a contact as `<key>.<field>`. */
export type Problems = Readonly<Record<string, MessageId>>

export function problemsOf(typed: TypedProducer): Problems {
  return {
    ...(ProducerDraft.shape.id.safeParse(Number(typed.id || Number.NaN)).success ? {} : { id: 'producer.id.wrong' }),
    ...(ProducerCode.safeParse(typed.code).success ? {} : { code: 'producer.code.wrong' }),
    ...nameProblems(typed.name),
    ...contactProblems(typed.contacts),
  }
}

const nameProblems = (name: string): Problems =>
  ProducerDraft.shape.name.safeParse(name.trim()).success ? {} : { name: 'producer.name.wrong' }

function contactProblems(contacts: readonly TypedContact[]): Problems {
  return Object.fromEntries(
    contacts.flatMap((typed): readonly (readonly [string, MessageId])[] => {
      const read = Contact.safeParse(contactOf(typed))
      if (read.success) return []
      const fields = new Set(read.error.issues.map(({ path }) => String(path[0])))
      return [...fields].map((field) => [
        `${typed.key}.${field}`,
        field === 'email' ? 'producer.email.wrong' : 'producer.contact.wrong',
      ])
    }),
  )
}

const contactOf = ({ name, role, email, phone }: TypedContact): Contact => ({
  name: name.trim(),
  role: role.trim(),
  email: email.trim() || null,
  phone: phone.trim() || null,
})

/** A contact of whom nothing is typed is none. */
const contactsOf = (contacts: readonly TypedContact[]): Contact[] =>
  contacts.map(contactOf).filter(({ name, role, email, phone }) => name || role || email || phone)

export function draftOf(typed: TypedProducer): ProducerDraft {
  const locations = linesOf(typed.locations)
  const contacts = contactsOf(typed.contacts)
  return {
    id: Number(typed.id),
    code: typed.code,
    name: typed.name.trim(),
    kind: typed.kind,
    // Without a list every place is accepted, so an empty field sends none rather than an empty one.
    ...(locations.length === 0 ? {} : { locations: [...locations] }),
    ...(contacts.length === 0 ? {} : { contacts }),
  }
}

export const linesOf = (typed: string): readonly string[] =>
  typed
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

export type TypedChange = Readonly<{
  name: string
  kind: ProducerKind
  contacts: readonly TypedContact[]
  schedule: TypedSchedule
}>

export const typedChange = ({ name, kind, contacts, schedule }: Producer): TypedChange => ({
  name,
  kind,
  contacts: contacts.map((contact, place) => ({
    key: `contact ${place}`,
    name: contact.name,
    role: contact.role,
    email: contact.email ?? '',
    phone: contact.phone ?? '',
  })),
  schedule: typedSchedule(schedule),
})

export type ReadChange = Readonly<{ ok: true; change: ProducerChange }> | Readonly<{ ok: false; problems: Problems }>

/** All that can be changed is sent; the engine tells what of it differs. */
export function readChange(typed: TypedChange): ReadChange {
  const { name, kind, contacts } = typed
  const schedule = readSchedule(typed.schedule)
  const problems: Problems = {
    ...nameProblems(name),
    ...contactProblems(contacts),
    ...(schedule.ok ? {} : schedule.problems),
  }
  if (!schedule.ok || Object.keys(problems).length > 0) return { ok: false, problems }
  const change = { name: name.trim(), kind, contacts: contactsOf(contacts), schedule: schedule.schedule }
  return { ok: true, change: ProducerChange.parse(change) }
}
