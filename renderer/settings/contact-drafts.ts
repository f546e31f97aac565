/** The mail server and how clients answer, as they are typed, and read back against the contract. Pure. */
import { languages, mailSecurities, type SettingValue, settingValues } from '../../engine/contract/settings.ts'
import type { MessageId } from '../messages/messages.ts'
import type { Problems, ReadSetting } from './setting-drafts.ts'

export type ContactSetting = 'mail' | 'contact'
export type MailField = keyof SettingValue<'mail'>
export type ContactField = keyof SettingValue<'contact'>
type FieldOf<N extends ContactSetting> = N extends 'mail' ? MailField : ContactField

/** How a field is typed. What is `optional` is nothing when it is left empty. */
export type FieldKind = 'text' | 'optional' | 'lines' | 'number' | 'yes_no' | 'security' | 'language'

/** In the order in which they are asked. */
export const contactFields: { readonly [N in ContactSetting]: Readonly<Record<FieldOf<N>, FieldKind>> } = {
  mail: {
    host: 'optional',
    port: 'number',
    security: 'security',
    user: 'optional',
    fromName: 'text',
    fromAddress: 'optional',
    replyTo: 'optional',
    ratePerMinute: 'number',
    connectSeconds: 'number',
    answerSeconds: 'number',
    trustedCertificate: 'lines',
  },
  contact: {
    publicAddress: 'optional',
    answerHours: 'number',
    remindAfterHours: 'number',
    remindersMax: 'number',
    freezeOnNo: 'yes_no',
    defaultLanguage: 'language',
    codesAfterHours: 'number',
  },
}

export const choicesOf = { security: mailSecurities, language: languages, yes_no: ['yes', 'no'] } as const

/** The word for one of the choices; that nothing protects a connection is said in more than one. */
export const choiceWord = (choice: string): MessageId =>
  choice === 'none' ? 'setting.contact.in_the_clear' : `setting.contact.${choice as Exclude<Choice, 'none'>}`

type Choice = (typeof choicesOf)[keyof typeof choicesOf][number]

export type TypedContact = Readonly<Record<string, string>>

export function typedContact(name: ContactSetting, value: unknown): TypedContact {
  const read = settingValues[name].parse(value)
  return Object.fromEntries(Object.entries(read).map(([field, each]) => [field, typedOf(each)]))
}

export function readContact<N extends ContactSetting>(name: N, typed: TypedContact): ReadSetting<SettingValue<N>> {
  const fields = Object.entries(contactFields[name]) as readonly (readonly [string, FieldKind])[]
  const value = Object.fromEntries(fields.map(([field, kind]) => [field, readOf(kind, typed[field] ?? '')]))
  const read = settingValues[name].safeParse(value)
  if (read.success) {
    const problems =
      name === 'mail'
        ? mailProblems(settingValues.mail.parse(value))
        : answerProblems(settingValues.contact.parse(value))
    return Object.keys(problems).length > 0
      ? { ok: false, problems }
      : { ok: true, value: read.data as SettingValue<N> }
  }
  const kinds = new Map(fields)
  const wrong = read.error.issues.map(({ path }) => String(path[0]))
  return { ok: false, problems: Object.fromEntries(wrong.map((field) => [field, wrongOf(field, kinds.get(field))])) }
}

/** What a single field can't be. */
function wrongOf(field: string, kind: FieldKind | undefined): MessageId {
  if (field === 'publicAddress') return 'rules.contact.wrong.address'
  if (field === 'fromAddress' || field === 'replyTo') return 'contact.wrong.email'
  if (kind === 'number') return 'rules.contact.wrong.number'
  return kind === 'lines' ? 'rules.contact.wrong.certificate' : 'rules.contact.wrong'
}

/** What the engine would refuse because of how two fields go together, said where it is typed. */
function mailProblems({ host, security, fromAddress }: SettingValue<'mail'>): Problems {
  if (host === null) return {}
  return {
    ...(fromAddress === null ? { fromAddress: 'rules.contact.wrong.from' } : {}),
    ...(security === 'none' && !isThisMachine(host) ? { security: 'rules.contact.wrong.security' } : {}),
  }
}

function answerProblems({
  publicAddress,
  remindersMax,
  remindAfterHours,
  answerHours,
}: SettingValue<'contact'>): Problems {
  const isLate = remindersMax > 0 && remindAfterHours >= answerHours
  return {
    ...(isLate ? { remindAfterHours: 'rules.contact.wrong.remind' } : {}),
    ...(publicAddress === null ? {} : addressProblem(new URL(publicAddress), publicAddress)),
  }
}

function addressProblem({ protocol, hostname, origin }: URL, typed: string): Problems {
  if (protocol !== 'https:' && !isThisMachine(hostname)) return { publicAddress: 'rules.contact.wrong.https' }
  return typed === origin || typed === `${origin}/` ? {} : { publicAddress: 'rules.contact.wrong.path' }
}

const isThisMachine = (host: string): boolean => /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/.test(host)

function typedOf(value: string | number | boolean | null): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return value === null ? '' : String(value)
}

function readOf(kind: FieldKind, typed: string): unknown {
  const text = typed.trim()
  if (kind === 'number') return /^\d+$/.test(text) ? Number(text) : Number.NaN
  if (kind === 'yes_no') return text === 'yes'
  return text === '' && (kind === 'optional' || kind === 'lines') ? null : text
}
