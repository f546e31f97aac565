/** What a person wants to be told of, by which ways, and when the day's e-mail goes out to them. */
import type { Database } from 'better-sqlite3'
import { isoOf } from '../calendar/instant.ts'
import { goesBy } from '../contact/messages.ts'
import type { NotificationPreferences, ShownPreferences } from '../contract/notifications.ts'
import type { Language } from '../contract/settings.ts'
import { command, type QueryContext } from '../store/command.ts'
import { perConnection } from '../store/compiled.ts'
import { homeOf } from '../workspace/home.ts'
import { choicesOf, differing } from './people.ts'

type Of = Readonly<{ user: number }>
type Setting = Of & NotificationPreferences

/** When the e-mail goes out to whoever only says to where. */
const usualDigestAt = 8 * 60 + 30

export const setPreferences = command({
  topics: [],
  // What leaves the house goes to this address, so the record says that there is one, and not what it is.
  record: ({ email, digestAt }: Setting, _: ShownPreferences) => ({
    action: 'notifications.set_preferences',
    subject: 'notifications',
    outcome: 'done',
    detail: { email: email !== null, digestAt },
  }),
  run: ({ raw, at }, { user, email, digestAt, language, choices }): ShownPreferences => {
    const minutes = digestAt === null ? null : minutesOf(digestAt)
    const before = statementsOf(raw).find.get(user) as Row | undefined
    // Set to what it was, the day's e-mail that is due by now is not put off to tomorrow.
    const same = before?.email === email && before.digestAt === minutes
    const next = email === null || minutes === null ? null : nextDigestAt(raw, minutes, at)
    statementsOf(raw).set.run({
      user,
      email,
      digestAt: minutes,
      next: same ? before.nextDigestAt : next,
      language,
      choices: JSON.stringify(differing(choices)),
    })
    return readPreferences({ raw }, { user })
  },
})

export function readPreferences({ raw }: Pick<QueryContext, 'raw'>, { user }: Of): ShownPreferences {
  const row = statementsOf(raw).find.get(user) as Row | undefined
  const { email = null, language = null, nextDigestAt: next = null, choices = null } = row ?? {}
  const minutes = row === undefined ? usualDigestAt : row.digestAt
  const chosen = choicesOf(choices)
  return {
    email,
    digestAt: minutes === null ? null : clockOf(minutes),
    language,
    choices: Object.fromEntries(Object.entries(chosen).map(([kind, ways]) => [kind, [...ways]])) as never,
    zone: homeOf(raw).zone.name,
    mailServer: goesBy(raw, 'email') === 'mail_server',
    nextDigestAt: next === null ? null : isoOf(next),
  }
}

const minuteMs = 60_000
const dayMs = 86_400_000

/** The next time that the clocks of the zone show it. Where they leave it out, they do so as soon as they go on. */
export function nextDigestAt(raw: Database, minutes: number, after: number): number {
  const { zone } = homeOf(raw)
  const today = Date.parse(`${zone.dayOf(after)}T00:00:00Z`)
  for (let day = today; ; day += dayMs) {
    let wall = day + minutes * minuteMs
    while (Number.isNaN(zone.instantOfWall(wall))) wall += minuteMs
    const at = zone.instantOfWall(wall)
    if (at > after) return at
  }
}

const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))
const clockOf = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

type Row = Readonly<{
  email: string | null
  digestAt: number | null
  nextDigestAt: number | null
  language: Language | null
  choices: string
}>

const statementsOf = perConnection((raw) => ({
  find: raw.prepare(`
    SELECT email, digest_at AS digestAt, next_digest_at AS nextDigestAt, language, choices
    FROM notification_choice WHERE user_id = ?`),
  set: raw.prepare(`
    INSERT INTO notification_choice (user_id, email, digest_at, next_digest_at, language, choices)
    VALUES (@user, @email, @digestAt, @next, @language, @choices)
    ON CONFLICT (user_id) DO UPDATE SET email = @email, digest_at = @digestAt, next_digest_at = @next,
      language = @language, choices = @choices`),
}))
