/** From what is typed for many cases at once to what the engine is told. Pure. */
import { BulkDeed } from '../../../engine/contract/bulk.ts'
import { assertNever } from '../../assert-never.ts'
import type { MessageId } from '../../messages/messages.ts'
import { instantOf } from '../../time/read.ts'
import type { BulkVerb } from './bulk-verbs.ts'

/** What can be set for every row; TxId and amount are each row's own. */
export const setFields = ['client', 'location', 'type', 'occurredAt'] as const
export type SetField = (typeof setFields)[number]
export type TypedSet = Readonly<Record<SetField, string>>
export const nothingSet: TypedSet = { client: '', location: '', type: '', occurredAt: '' }

export type Draft = Readonly<{
  reason: string
  /** A note, or what the producer is asked. */
  words: string
  /** Undefined until somebody is chosen; null gives it back to everybody. */
  to: string | null | undefined
  /** Undefined while no usable time is chosen; null wakes them. */
  until: string | null | undefined
  set: TypedSet
}>

export type Drafted =
  | Readonly<{ status: 'ready'; deed: BulkDeed }>
  | Readonly<{ status: 'unfinished'; problem: MessageId }>

type Setting = Readonly<{ me: string; zone: string }>

export function draftedDeed(verb: BulkVerb, draft: Draft, { me, zone }: Setting): Drafted {
  const { to, until } = draft
  const [reason, words] = [draft.reason.trim(), draft.words.trim()]
  switch (verb) {
    case 'assign_me':
      return ready({ action: 'assign', to: me })
    case 'assign':
      return to === undefined ? unfinished('case.assign.nobody_chosen') : ready({ action: 'assign', to })
    case 'snooze':
      return until === undefined ? unfinished('case.snooze.unusable') : ready({ action: 'snooze', until })
    case 'note':
      return words === '' ? unfinished('bulk.note.missing') : ready({ action: 'note', text: words })
    case 'ask_client':
      return ready({ action: 'ask_client' })
    case 'ask_producer':
      return ready({ action: 'ask_producer', ...(words === '' ? {} : { text: words }) })
    case 'correct':
      return correction(draft.set, reason, zone)
    case 'post':
    case 'write_off':
    case 'reverse':
    case 'reject':
    case 'merge':
    case 'dismiss':
    case 'suspend_producer':
    case 'release_batch':
    case 'reject_batch':
    case 'reopen':
      return reason === '' ? unfinished('case.reason.missing') : ready({ action: verb, reason })
    default:
      return assertNever(verb)
  }
}

/** Which fields can't be taken as they are typed; one that is empty stays as it stands in the file. */
export const setProblems = (typed: TypedSet, zone: string): readonly SetField[] => {
  const read = readSet(typed, zone)
  return setFields.filter((field) => Object.hasOwn(read, field) && !isUsable(field, read))
}

/** What the review is asked about. It goes by the action alone: what is typed later changes nothing about it. */
export function askedAbout(verb: BulkVerb, me: string): BulkDeed {
  const draft: Draft = { reason: '-', words: '-', to: null, until: null, set: { ...nothingSet, location: '-' } }
  const drafted = draftedDeed(verb, draft, { me, zone: 'UTC' })
  if (drafted.status !== 'ready') throw new Error(`a whole draft of ${verb} is not ready`)
  return drafted.deed
}

/** The count as people write it, with or without what groups its digits. */
export const isCountTyped = (typed: string, count: number): boolean =>
  typed.replaceAll(/[\s,.']/g, '') === String(count)

const ready = (deed: BulkDeed): Drafted => ({ status: 'ready', deed })
const unfinished = (problem: MessageId): Drafted => ({ status: 'unfinished', problem })

type ReadSet = Readonly<Partial<Record<SetField, string>>>

function correction(typed: TypedSet, reason: string, zone: string): Drafted {
  const set = readSet(typed, zone)
  if (Object.keys(set).length === 0) return unfinished('case.correct.unchanged')
  if (setFields.some((field) => Object.hasOwn(set, field) && !isUsable(field, set)))
    return unfinished('case.correct.unfinished')
  if (reason === '') return unfinished('case.reason.missing')
  return ready(BulkDeed.parse({ action: 'correct', set, reason }))
}

const isUsable = (field: SetField, set: ReadSet): boolean =>
  BulkDeed.safeParse({ action: 'correct', set: { [field]: set[field] }, reason: '-' }).success

function readSet(typed: TypedSet, zone: string): ReadSet {
  const given = setFields.map((field) => [field, typed[field].trim()] as const).filter(([, value]) => value !== '')
  return Object.fromEntries(
    // A time that no clock of the zone has shown stays as it is typed, which the contract then refuses.
    given.map(([field, value]) => [
      field,
      field === 'occurredAt' ? (instantOf(value.replace(/ +/, 'T'), zone) ?? value) : value,
    ]),
  )
}
