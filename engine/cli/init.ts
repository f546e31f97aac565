/** `init`: a new workspace with its first user. The recovery key is shown once and kept nowhere. */
import { mkdirSync } from 'node:fs'
import { utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import zoneOfHongKong from '../../resources/zones/HK.json' with { type: 'json' }
import { now } from '../calendar/instant.ts'
import type { EngineClient } from '../contract/contract.ts'
import { UserName } from '../contract/session.ts'
import { Failure } from '../failure.ts'
import { createWorkspace, type FirstUser } from '../workspace/create.ts'
import { layoutOf, workspaceExists } from '../workspace/layout.ts'
import type { Answer, Call, Command } from './command.ts'
import { flagOf, optionOf } from './command.ts'
import { clientOfUser, withEngine } from './connection.ts'
import { tellStory } from './demo-money.ts'
import { Refusal } from './refusal.ts'
import { said } from './said.ts'
import { newPassphraseOf } from './secrets.ts'

export const initCommands: readonly Command[] = [
  {
    name: 'init',
    form: '[--name NAME] [--demo]',
    summary: 'create a workspace and its first user; prints the recovery key once',
    details: `The first user is the one of --as, an administrator and approver; more are added with "users add".
The workspace is called NAME, else like its folder. With --demo it is marked as a demo, has sample producers
and users whose passphrases are printed, and sample files wait in its drop folders.`,
    positionals: { min: 0, max: 0 },
    options: { name: { kind: 'text', value: 'NAME' }, demo: { kind: 'flag' } },
    run: init,
  },
]

async function init(call: Call): Promise<Answer> {
  const layout = layoutOf(call.directory)
  // Before anybody thinks of a passphrase; creating it asks again, under the lock.
  if (workspaceExists(layout)) throw new Failure('workspace_exists', { directory: layout.directory })
  if (!UserName.safeParse(call.user).success) throw new Refusal('user_name_unusable', { user: call.user })
  return flagOf(call, 'demo') ? initDemo(call) : initEmpty(call)
}

async function initEmpty(call: Call): Promise<Answer> {
  const passphrase = await newPassphraseOf(call, 'COUNTINGHOUSE_PASSPHRASE')
  const first = { name: call.user, displayName: call.user, passphrase, roles: ['admin', 'approver'] } as const
  const document = await create(call, [first])
  return { document, text: said.created(document) }
}

type Created = Readonly<{
  directory: string
  name: string
  user: string
  zone: string
  currency: string
  demo: boolean
  recoveryKey: string
}>

async function create(call: Call, users: readonly [FirstUser, ...FirstUser[]]): Promise<Created> {
  const name = optionOf(call, 'name') ?? (path.basename(call.directory) || 'Countinghouse')
  const { zone, currency } = zoneOfHongKong
  const demo = flagOf(call, 'demo')
  const { directory, recoveryKey } = await createWorkspace({
    directory: call.directory,
    program: 'cli',
    name,
    zone,
    currency: currency.code,
    currencyDigits: currency.digits,
    demo,
    users,
  })
  return { directory, name, user: users[0].name, zone, currency: currency.code, demo, recoveryKey }
}

async function initDemo(call: Call): Promise<Answer> {
  // Loaded only here: nobody else has a use for made-up shops.
  const { demoUsers, demoProducers } = await import('../../fixtures/demo/people.ts')
  const [leading, ...others] = demoUsers
  const given = call.environment.COUNTINGHOUSE_PASSPHRASE
  const passphrase =
    given === undefined || given === '' ? leading.passphrase : await newPassphraseOf(call, 'COUNTINGHOUSE_PASSPHRASE')
  const first = { ...leading, name: call.user, passphrase }
  const users = [first, ...others.filter(({ name }) => name !== first.name)] as const
  const created = await create(call, users)
  await withEngine(call, async (engine) => {
    const client = await clientOfUser(engine, { user: first.name, passphrase })
    for (const producer of demoProducers) await client.producers.add(producer)
    await dropSamples(client)
    const as = (name: string) => clientOfUser(engine, secretOf(users, name))
    await tellStory({ analyst: await as('analyst'), approver: await as('approver') }, demoProducers[0]?.id ?? 1)
  })
  const document = {
    ...created,
    users: users.map(({ name, displayName, roles, passphrase: secret }) => ({
      name,
      displayName,
      roles,
      passphrase: secret,
    })),
  }
  return { document, text: said.createdDemo(document) }
}

function secretOf(users: readonly FirstUser[], name: string): Readonly<{ user: string; passphrase: string }> {
  // Whoever made the demo may bear the name of one of its people.
  const user = users.find((each) => each.name === name) ?? users[0]
  return { user: user?.name ?? name, passphrase: user?.passphrase ?? '' }
}

async function dropSamples(client: EngineClient): Promise<void> {
  const { demoFiles } = await import('../../fixtures/demo/files.ts')
  const { items } = await client.producers.list()
  const folders = new Map(items.map(({ code, dropFolder }) => [code, dropFolder]))
  const files = demoFiles(now())
  for (const [at, { producer, name, content }] of files.entries()) {
    const folder = folders.get(producer) ?? ''
    mkdirSync(folder, { recursive: true, mode: 0o770 })
    const file = path.join(folder, name)
    await writeFile(file, content)
    // Files are taken in the order of their times; a second apart, they arrive in the order of the story they tell.
    const seconds = now() / 1000 - (files.length - at)
    await utimes(file, seconds, seconds)
  }
}
