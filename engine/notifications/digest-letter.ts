/** The day's e-mail to one of the staff: what of theirs is late or due today, and what they have not read. */
import type { Database } from 'better-sqlite3'
import enLetter from '../../resources/templates/en/digest.json' with { type: 'json' }
import enLines from '../../resources/templates/en/digest_lines.json' with { type: 'json' }
import hkLetter from '../../resources/templates/zh-HK/digest.json' with { type: 'json' }
import hkLines from '../../resources/templates/zh-HK/digest_lines.json' with { type: 'json' }
import { dayAndTime, moneyText } from '../contact/figures.ts'
import { fill, type Values, type Written } from '../contact/words.ts'
import { pathOf } from '../contract/notification-paths.ts'
import { furtherOnes, type NotificationKind } from '../contract/notifications.ts'
import type { Language } from '../contract/settings.ts'
import { settingInForce } from '../settings/in-force.ts'
import { type CaseRow, caseFacts, caseSubject } from './of-cases.ts'
import type { Facts } from './tell.ts'

export type News = Readonly<{ kind: NotificationKind; subject: string; count: number; facts: Facts }>

export type Digest = Readonly<{
  name: string
  language: Language
  workspace: string
  at: number
  late: number
  due: number
  /** The first of those that are late or due today. */
  own: readonly CaseRow[]
  unread: number
  /** The newest of what is not read. */
  news: readonly News[]
}>

const letters = { en: enLetter, 'zh-HK': hkLetter } as const
export const digestLines: Readonly<Record<Language, Readonly<Record<keyof typeof enLines, string>>>> = {
  en: enLines,
  'zh-HK': hkLines,
}

export function digestLetter(raw: Database, digest: Digest): Written {
  const { name, language, workspace, late, due, unread, news, own } = digest
  const owned = own.map((each) => item(ownLine(raw, digest, each), linkTo(raw, `/exceptions?open=${each.id}`)))
  const told = news.map((each) => item(newsLine(raw, language, each), linkTo(raw, pathOf(each))))
  const values: Values = {
    name,
    workspace,
    late,
    due,
    unread,
    own: [...owned, ...furtherLine(language, late + due - own.length)].join('\n'),
    news: [...told, ...furtherLine(language, unread - news.length)].join('\n'),
    choices: linkTo(raw, '/settings/notifications'),
  }
  const { subject, text } = letters[language]
  const lines = text.map((line) => fill(line, language, values)).join('\n')
  return { subject: fill(subject, language, values), text: lines.replace(/\n{3,}/g, '\n\n').trim() }
}

const item = (line: string, link: string): string => `- ${line}\n  ${link}`

function furtherLine(language: Language, count: number): readonly string[] {
  return count < 1 ? [] : [`- ${fill(digestLines[language].more, language, { count })}`]
}

/** Where people reach the host with a browser; without one, as the desktop app opens it. */
function linkTo(raw: Database, path: string): string {
  const { publicAddress } = settingInForce(raw, 'contact').value
  return publicAddress === null ? `countinghouse:/${path}` : new URL(path, publicAddress).href
}

function ownLine(raw: Database, { language, at }: Digest, found: CaseRow): string {
  const values = valuesOf(raw, language, { subject: caseSubject(found.id), facts: caseFacts(found) })
  return fill(digestLines[language].own, language, { ...values, late: found.dueAt <= at ? 'yes' : 'no' })
}

export function newsLine(raw: Database, language: Language, { kind, subject, count, facts }: News): string {
  const words = digestLines[language]
  if (subject === furtherOnes) return fill(words[`further_${kind}`], language, { count })
  return fill(words[kind], language, valuesOf(raw, language, { subject, facts }))
}

/** Every value that some line takes; one that is not known is an empty text, or `none` where a line leaves its place out. */
function valuesOf(raw: Database, language: Language, { subject, facts }: Pick<News, 'subject' | 'facts'>): Values {
  const money =
    typeof facts.amount === 'number' && typeof facts.currency === 'string'
      ? moneyText(raw, language, facts.amount, facts.currency)
      : 'none'
  const producer = textOf(facts.producer) ?? 'none'
  const known = { code: textOf(facts.code) ?? '', producer, money }
  return {
    ...known,
    id: subject.slice(subject.indexOf(':') + 1),
    case: fill(digestLines[language].case, language, known),
    due: typeof facts.dueAt === 'string' ? dayAndTime(raw, language, Date.parse(facts.dueAt)) : '',
    ...Object.fromEntries(
      ['by', 'of', 'answer', 'end', 'proposedBy', 'reason', 'job', 'state', 'name', 'problem'].map((fact) => [
        fact,
        textOf(facts[fact]) ?? '',
      ]),
    ),
    ...Object.fromEntries(
      ['cases', 'done', 'proposed', 'refused', 'rows'].map((fact) => [fact, Number(facts[fact] ?? 0)]),
    ),
  }
}

const textOf = (fact: Facts[string] | undefined): string | null => (typeof fact === 'string' ? fact : null)
