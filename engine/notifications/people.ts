/** Who could be told of something: everybody who is active, with what they hold and what they chose. */
import type { Database } from 'better-sqlite3'
import {
  mayBeTold,
  type NotificationChannel,
  type NotificationKind,
  notificationKinds,
} from '../contract/notifications.ts'
import { type Permission, permissionsOf, type Role } from '../contract/permission.ts'
import { perConnection } from '../store/compiled.ts'

export type Choices = Readonly<Record<NotificationKind, readonly NotificationChannel[]>>
export type ChosenOnes = Readonly<Partial<Choices>>

export type Person = Readonly<{
  id: number
  name: string
  roles: readonly Role[]
  held: ReadonlySet<Permission>
  choices: Choices
}>

/** What somebody who never chose wants: what waits for them by every way, the rest where they see it when they look. */
export const usualChoices: Choices = {
  assigned: ['app', 'desktop', 'email'],
  answered: ['app', 'desktop', 'email'],
  due_soon: ['app', 'desktop'],
  overdue: ['app', 'desktop', 'email'],
  unowned_overdue: ['app', 'email'],
  case_critical: ['app', 'desktop', 'email'],
  proposal_open: ['app', 'desktop', 'email'],
  proposal_ended: ['app'],
  bulk_done: ['app', 'desktop'],
  export_done: ['app', 'desktop'],
  report_done: ['app', 'email'],
  producer_late: ['app', 'desktop'],
  producer_suspended: ['app', 'desktop', 'email'],
  message_failed: ['app', 'email'],
  job_failed: ['app', 'email'],
  check_failed: ['app', 'desktop', 'email'],
  digest_failed: ['app'],
}

/** Those who can sign in, in the order of their numbers. */
export const everybody = (raw: Database): readonly Person[] => (statementsOf(raw).all.all() as Row[]).map(personOf)

/** Null for somebody who is gone. */
export function findPerson(raw: Database, id: number): Person | null {
  const row = statementsOf(raw).one.get(id) as Row | undefined
  return row === undefined ? null : personOf(row)
}

export const permitted = (kind: NotificationKind, { held }: Person): boolean => mayBeTold(kind, held)

/** What is stored is only what differs, and may name kinds that are no more. */
export function choicesOf(stored: string | null): Choices {
  if (stored === null || stored === '{}') return usualChoices
  return { ...usualChoices, ...(JSON.parse(stored) as ChosenOnes) }
}

export const differing = (choices: ChosenOnes): ChosenOnes =>
  Object.fromEntries(
    notificationKinds.flatMap((kind) => {
      const chosen = choices[kind]
      return chosen === undefined || sameWays(chosen, usualChoices[kind]) ? [] : [[kind, chosen]]
    }),
  )

const sameWays = (one: readonly NotificationChannel[], other: readonly NotificationChannel[]): boolean =>
  one.length === other.length && one.every((channel) => other.includes(channel))

type Row = Readonly<{ id: number; name: string; roles: string; choices: string | null }>

function personOf({ id, name, roles: listed, choices }: Row): Person {
  const { roles, held } = standingOf(listed)
  return { id, name, roles, held, choices: choicesOf(choices) }
}

type Standing = Pick<Person, 'roles' | 'held'>

/** There are as many as ways to combine a few roles, and this is asked for everybody whenever something comes up. */
const standings = new Map<string, Standing>()

function standingOf(listed: string): Standing {
  const known = standings.get(listed)
  if (known !== undefined) return known
  const roles = JSON.parse(listed) as Role[]
  const made = { roles, held: permissionsOf(roles) }
  standings.set(listed, made)
  return made
}

const columns = `
  SELECT user.id, user.name, json_group_array(user_role.role) AS roles, choice.choices
  FROM user JOIN user_role ON user_role.user_id = user.id
  LEFT JOIN notification_choice AS choice ON choice.user_id = user.id
  WHERE user.state = 'active'`

const statementsOf = perConnection((raw) => ({
  all: raw.prepare(`${columns} GROUP BY user.id ORDER BY user.id`),
  one: raw.prepare(`${columns} AND user.id = ? GROUP BY user.id`),
}))
