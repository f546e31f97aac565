/** `init`: a new workspace with its first user. The recovery key is shown once and kept nowhere. */
import path from 'node:path'
import zoneOfHongKong from '../../resources/zones/HK.json' with { type: 'json' }
import { UserName } from '../contract/session.ts'
import { Failure } from '../failure.ts'
import { invariant } from '../invariant.ts'
import { createWorkspace, type FirstUser } from '../workspace/create.ts'
import { layoutOf, workspaceExists } from '../workspace/layout.ts'
import type { Answer, Call, Command } from './command.ts'
import { flagOf, optionOf } from './command.ts'
import { clientOfUser, withEngine } from './connection.ts'
import { playBank } from './demo-bank.ts'
import { tellStory } from './demo-money.ts'
import { playMonths, playWeek } from './demo-week.ts'
import { Refusal } from './refusal.ts'
import { said } from './said.ts'
import { newPassphraseOf } from './secrets.ts'

export const initCommands: readonly Command[] = [
  {
    name: 'init',
    form: '[--name NAME] [--demo]',
    summary: 'create a workspace and its first user; prints the recovery key once',
    details: `The first user is the one of --as, an administrator and approver; more are added with "users add".
The workspace is called NAME, else like its folder. With --demo it is marked as a demo, has made-up producers
with three months of their batches, and users whose passphrases are printed.`,
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
  const [{ demoUsers }, { demoProducers }] = await Promise.all([
    import('../../fixtures/demo/people.ts'),
    import('../../fixtures/demo/producers.ts'),
  ])
  const [leading, ...others] = demoUsers
  const given = call.environment.COUNTINGHOUSE_PASSPHRASE
  const passphrase =
    given === undefined || given === '' ? leading.passphrase : await newPassphraseOf(call, 'COUNTINGHOUSE_PASSPHRASE')
  // Whoever makes the demo may bear the name of one of its people, and does that one's work too.
  const namesake = others.find(({ name }) => name === call.user)
  const roles = [...new Set([...leading.roles, ...(namesake?.roles ?? [])])]
  const first = { ...leading, name: call.user, passphrase, roles }
  const users = [first, ...others.filter((each) => each !== namesake)] as const
  const created = await create(call, users)
  await withEngine(call, async (engine) => {
    const as = (name: string) => clientOfUser(engine, secretOf(users, name))
    const admin = await as(first.name)
    const [operator, analyst, approver] = [await as('operator'), await as('analyst'), await as('approver')]
    for (const producer of demoProducers) await admin.producers.add(producer)
    // First of all the wallets: one of them is frozen before its payment comes.
    await tellStory({ analyst, approver }, demoProducers[2].id)
    const people = { admin, operator, analyst, approver }
    await playMonths(people)
    await playWeek(people)
    await playBank({ admin, analyst, approver }, engine)
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
  const user = users.find((each) => each.name === name)
  invariant(user !== undefined, 'the demo misses one of its people', { name })
  return { user: user.name, passphrase: user.passphrase }
}
