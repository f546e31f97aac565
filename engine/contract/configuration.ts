/** How a workspace is set up, as one document: to look at, to keep, and to bring into another workspace. */
import { z } from 'zod'
import { Agreement } from './agreements.ts'
import { BoundedJson } from './json.ts'
import { CurrencyCode, plainText } from './money.ts'
import { Role } from './permission.ts'
import { procedure } from './procedure.ts'
import { Contact, ProducerCode, ProducerKind } from './producers.ts'
import { Schedule } from './schedules.ts'
import { UserName } from './session.ts'
import { SettingName } from './settings.ts'

const CurrencyTerms = z.strictObject({ code: CurrencyCode, digits: z.int().min(0).max(4) })

export const ProducerTerms = z.strictObject({
  id: z.int().min(1).max(999_999_999),
  code: ProducerCode,
  name: z.string().min(1).max(120),
  kind: ProducerKind,
  contacts: z.array(Contact).max(50),
  schedule: Schedule.nullable(),
  agreement: Agreement,
})
export type ProducerTerms = z.infer<typeof ProducerTerms>

export const UserTerms = z.strictObject({
  name: UserName,
  displayName: z.string().min(1).max(120),
  roles: z.array(Role).min(1),
})
export type UserTerms = z.infer<typeof UserTerms>

/** No secret is in it: no key, no passphrase, no password, nor what any of them could be guessed from. */
export const Configuration = z.strictObject({
  kind: z.literal('countinghouse-configuration'),
  version: z.literal(1),
  /** Which workspace it is of, and when it was written: for people, and bound to nothing. */
  workspace: plainText(200),
  exportedAt: z.iso.datetime(),
  zone: plainText(64),
  currency: CurrencyTerms,
  currencies: z.array(CurrencyTerms).max(200),
  settings: z.partialRecord(SettingName, BoundedJson),
  producers: z.array(ProducerTerms).max(10_000),
  users: z.array(UserTerms).max(10_000),
})
export type Configuration = z.infer<typeof Configuration>

const Refused = z.object({ code: z.string(), facts: z.record(z.string(), z.json()) })

export const configurationStates = ['same', 'new', 'changed', 'refused'] as const
export const ConfigurationItem = z.object({
  /** `setting:mail`, `currency:EUR`, `producer:kiosk`, `agreement:kiosk`, `user:anna`, `zone`. */
  subject: z.string(),
  state: z.enum(configurationStates),
  /** Whether a second person has to agree; null where nothing is to do, or nothing can be done. */
  how: z.enum(['proposal', 'at_once']).nullable(),
  before: z.json(),
  after: z.json(),
  refused: Refused.nullable(),
})
export type ConfigurationItem = z.infer<typeof ConfigurationItem>

export const ImportedItem = z.object({
  subject: z.string(),
  outcome: z.enum(['proposed', 'done', 'refused']),
  proposal: z.int().nullable(),
  refused: Refused.nullable(),
})
export type ImportedItem = z.infer<typeof ImportedItem>

export const configurationFaults = {
  /** Why a part is refused: what a workspace was founded with stays. */
  founded_otherwise: { status: 409, data: z.object({ part: z.enum(['zone', 'currency']) }) },
  /** It would now do something else than what was looked at. */
  configuration_moved: { status: 409, data: z.object({ hash: z.string() }) },
} as const

const access = 'configuration.transfer'

export const configuration = {
  export: procedure({
    method: 'GET',
    path: '/configuration',
    summary: 'Settings, currencies, producers with their agreements and roles, as one document without secrets',
    access,
    peopleOnly: true,
  }).output(Configuration),
  preview: procedure({
    method: 'POST',
    path: '/configuration/preview',
    summary: 'What a document would change here, and what of it would be refused; nothing is changed',
    access,
    peopleOnly: true,
  })
    .input(z.object({ document: Configuration }))
    .output(z.object({ hash: z.string(), items: z.array(ConfigurationItem) })),
  import: procedure({
    method: 'POST',
    path: '/configuration/import',
    summary: 'Propose what a document would change, and do at once what needs no second person',
    access,
    peopleOnly: true,
  })
    .errors(configurationFaults)
    .input(
      z.object({
        document: Configuration,
        /** Of the preview that was looked at. */
        hash: z.string().max(64),
        reason: plainText(500),
      }),
    )
    .output(z.object({ items: z.array(ImportedItem) })),
}
