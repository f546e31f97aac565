/** What is chosen about notifications while somebody changes it, and what of it can be kept. Pure. */
import { ClockTime, type NotificationPreferences, type ShownPreferences } from '../../engine/contract/notifications.ts'

export type PreferenceDraft = Readonly<{
  email: string
  daily: boolean
  /** As the browser's own clock field has it: empty while half of it is typed. */
  at: string
  language: ShownPreferences['language']
  choices: ShownPreferences['choices']
}>

export type ReadDraft =
  | Readonly<{ ok: true; preferences: NotificationPreferences }>
  | Readonly<{ ok: false; problem: 'address' | 'time' }>

const usualTime = '08:30'

export const draftOf = ({ email, digestAt, language, choices }: ShownPreferences): PreferenceDraft => ({
  email: email ?? '',
  daily: digestAt !== null,
  at: digestAt ?? usualTime,
  language,
  choices,
})

export function readDraft({ email: typed, daily, at, language, choices }: PreferenceDraft): ReadDraft {
  const email = typed.trim()
  // What the engine takes for one is its to say; this only catches what can't be meant.
  if (email !== '' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) return { ok: false, problem: 'address' }
  if (daily && !ClockTime.safeParse(at).success) return { ok: false, problem: 'time' }
  const preferences = { email: email === '' ? null : email, digestAt: daily ? at : null, language, choices }
  return { ok: true, preferences }
}
