/**
 * The configuration as one document. It is read and brought in through the very procedures by which people do each part by
 * hand: whoever may not do it there may not do it here, what takes two people there takes two here, and each has its record.
 */
import { call, ORPCError } from '@orpc/server'
import { userHandlers } from '../access/user-handlers.ts'
import { proposalHandlers } from '../approvals/proposal-handlers.ts'
import { isoOf, now } from '../calendar/instant.ts'
import type { Configuration, ImportedItem } from '../contract/configuration.ts'
import { configurationFaults } from '../contract/configuration.ts'
import type { Setting } from '../contract/settings.ts'
import { assertNever } from '../invariant.ts'
import { contentHash } from '../operations/keys.ts'
import { problemsOf } from '../producers/agreement-problems.ts'
import { producerHandlers } from '../producers/producer-handlers.ts'
import { api, sessionOf } from '../router/api.ts'
import type { GuardedContext } from '../router/call-context.ts'
import { fault } from '../router/faults.ts'
import { settingHandlers } from '../settings/setting-handlers.ts'
import type { Json } from '../store/command.ts'
import { type Deed, type Here, hashOfItems, type Planned, plan, type Refusal } from './items.ts'

export const configurationHandlers = {
  export: api.configuration.export.handler(async ({ context }) => {
    const { document } = await inForce(context)
    const detail = { producers: document.producers.length, users: document.users.length, sha256: hashOf(document) }
    await noted(context, { action: 'configuration.export', outcome: 'done', detail })
    return document
  }),

  preview: api.configuration.preview.handler(async ({ input: { document }, context }) => {
    const items = (await planned(context, document)).map(({ item }) => item)
    return { hash: hashOfItems(items), items }
  }),

  import: api.configuration.import.handler(async ({ input: { document, hash, reason }, context }) => {
    const parts = await planned(context, document)
    const found = hashOfItems(parts.map(({ item }) => item))
    if (found !== hash)
      throw fault('configuration_moved', configurationFaults.configuration_moved.status, { hash: found })
    // Before anything is done, so that whatever comes of it is behind the record of who brought it in.
    const subjects = parts.filter(({ deed }) => deed !== null).map(({ item }) => item.subject)
    const detail = {
      sha256: hashOf(document),
      hash,
      reason,
      parts: subjects.slice(0, partsNamed),
      count: subjects.length,
    }
    await noted(context, { action: 'configuration.import', outcome: 'begun', detail })
    const items: ImportedItem[] = []
    for (const { item, deed } of parts) {
      if (deed !== null) items.push({ subject: item.subject, ...(await done(context, deed, { hash, reason })) })
    }
    return { items }
  }),
}

const partsNamed = 200
const hashOf = (document: Configuration): string => Buffer.from(contentHash(document)).toString('hex')

async function noted(
  context: GuardedContext,
  { action, outcome, detail }: Readonly<{ action: string; outcome: string; detail: Readonly<Record<string, Json>> }>,
): Promise<void> {
  const { store } = await context.engine.opened()
  await store.write('audit.note', { action, subject: 'configuration', outcome, detail }, sessionOf(context).user.name)
}

/** A procedure as the same person calls it by hand, with the guard in front of it. */
const as = (context: GuardedContext, ...path: string[]) => ({ context, path })

async function inForce(context: GuardedContext): Promise<Here> {
  const { items: settings } = await call(settingHandlers.list, undefined, as(context, 'settings', 'list'))
  const { items: currencies } = await call(settingHandlers.currencies, undefined, as(context, 'settings', 'currencies'))
  const { items: users } = await call(userHandlers.list, undefined, as(context, 'users', 'list'))
  const { items: producers } = await call(producerHandlers.list, undefined, as(context, 'producers', 'list'))
  const { store } = await context.engine.opened()
  const { name: workspace, zone, currency, currencyDigits } = await store.read('workspace.get', null)
  const files = await Promise.all(
    producers.map(({ id }) => call(producerHandlers.get, { id }, as(context, 'producers', 'get'))),
  )
  const document: Configuration = {
    kind: 'countinghouse-configuration',
    version: 1,
    workspace,
    exportedAt: isoOf(now()),
    zone,
    currency: { code: currency, digits: currencyDigits },
    currencies: currencies.map(({ code, digits }) => ({ code, digits })),
    settings: Object.fromEntries(settings.map((setting: Setting) => [setting.name, setting.value])),
    producers: files.map(({ id, code, name, kind, contacts, schedule, agreement }) => ({
      id,
      code,
      name,
      kind,
      contacts,
      schedule,
      agreement: agreement.agreement,
    })),
    users: users
      .filter(({ state }) => state === 'active')
      .map(({ name, displayName, roles }) => ({ name, displayName, roles })),
  }
  return { document, users, producerVersions: new Map(producers.map(({ code, version }) => [code, version])) }
}

/** Each part that would change something is tried out, and what would be refused is told before anybody decides. */
async function planned(context: GuardedContext, document: Configuration): Promise<readonly Planned[]> {
  const parts = plan(document, await inForce(context))
  const tried: Planned[] = []
  for (const part of parts) {
    const refused = part.deed === null ? null : await refusalOf(context, part.deed)
    tried.push(refused === null ? part : { item: { ...part.item, state: 'refused', how: null, refused }, deed: null })
  }
  return tried
}

async function refusalOf(context: GuardedContext, deed: Deed): Promise<Refusal | null> {
  const { permissions } = sessionOf(context)
  switch (deed.is) {
    case 'proposal':
      try {
        await call(proposalHandlers.simulate, { change: deed.change }, as(context, 'proposals', 'simulate'))
        return null
      } catch (error) {
        return refusedBy(error)
      }
    case 'add_producer': {
      const issues = deed.draft.agreement === undefined ? [] : problemsOf(deed.draft.agreement as never, deed.draft.id)
      if (issues.length > 0) return { code: 'agreement_unusable', facts: { issues: issues as never } }
      return permissions.has('producers.manage') ? null : lacking('producers.manage')
    }
    case 'change_producer':
      return permissions.has('producers.manage') ? null : lacking('producers.manage')
    case 'set_roles':
      return permissions.has('users.manage') ? null : lacking('users.manage')
    default:
      return assertNever(deed)
  }
}

const lacking = (permission: string): Refusal => ({ code: 'not_permitted', facts: { permission } })

type Outcome = Omit<ImportedItem, 'subject'>

async function done(
  context: GuardedContext,
  deed: Deed,
  { hash, reason }: Readonly<{ hash: string; reason: string }>,
): Promise<Outcome> {
  try {
    const proposal = await carriedOut(context, deed, { hash, reason })
    return { outcome: proposal === null ? 'done' : 'proposed', proposal, refused: null }
  } catch (error) {
    return { outcome: 'refused', proposal: null, refused: refusedBy(error) }
  }
}

async function carriedOut(
  context: GuardedContext,
  deed: Deed,
  { hash, reason }: Readonly<{ hash: string; reason: string }>,
): Promise<number | null> {
  switch (deed.is) {
    case 'proposal': {
      const { change } = deed
      // The same document brought in again, after an answer that was lost, proposes nothing twice.
      const key = `import-${Buffer.from(contentHash({ hash, change })).toString('hex')}`
      const asked = { change, reason, key }
      return (await call(proposalHandlers.propose, asked, as(context, 'proposals', 'propose'))).id
    }
    case 'add_producer':
      await call(producerHandlers.add, deed.draft, as(context, 'producers', 'add'))
      return null
    case 'change_producer': {
      const { is: _, ...change } = deed
      await call(producerHandlers.change, change, as(context, 'producers', 'change'))
      return null
    }
    case 'set_roles': {
      const { name, roles } = deed.user
      await call(userHandlers.setRoles, { name, roles }, as(context, 'users', 'setRoles'))
      return null
    }
    default:
      return assertNever(deed)
  }
}

/** A refusal of the contract, with its facts; anything else is no answer to a part of a document. */
function refusedBy(error: unknown): Refusal {
  if (!(error instanceof ORPCError) || error.status >= 500) throw error
  const facts = typeof error.data === 'object' && error.data !== null ? (error.data as Refusal['facts']) : {}
  return { code: error.code, facts }
}
