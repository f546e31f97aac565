/** `init`: a new workspace with its first user. The recovery key is shown once and kept nowhere. */
import path from 'node:path'
import { HomeCurrency } from '../contract/founding.ts'
import { ZoneName } from '../contract/locations.ts'
import { UserName } from '../contract/session.ts'
import { Failure } from '../failure.ts'
import { createWorkspace, type FirstUser } from '../workspace/create.ts'
import { foundedOn } from '../workspace/founding.ts'
import { layoutOf, workspaceExists } from '../workspace/layout.ts'
import type { Answer, Call, Command } from './command.ts'
import { flagOf, optionOf } from './command.ts'
import { withEngine } from './connection.ts'
import { demoPeople, playDemo } from './demo.ts'
import { Refusal, UsageError } from './refusal.ts'
import { said } from './said.ts'
import { newPassphraseOf } from './secrets.ts'

export const initCommands: readonly Command[] = [
  {
    name: 'init',
    form: '[--name NAME] [--zone ZONE] [--currency CODE] [--demo]',
    summary: 'create a workspace and its first user; prints the recovery key once',
    details: `The first user is the one of --as, an administrator and approver; more are added with "users add".
The workspace is called NAME, else like its folder. Its days are those of ZONE (Asia/Hong_Kong), and its first currency
is CODE (USD): both stay, and more currencies are added by proposal. With --demo it is marked as a demo, has made-up producers
with three months of their batches, and users whose passphrases are printed.`,
    positionals: { min: 0, max: 0 },
    options: {
      name: { kind: 'text', value: 'NAME' },
      zone: { kind: 'text', value: 'ZONE' },
      currency: { kind: 'text', value: 'CODE' },
      demo: { kind: 'flag' },
    },
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
  const founding = foundedOn(chosen(call))
  const demo = flagOf(call, 'demo')
  const { directory, recoveryKey } = await createWorkspace({
    directory: call.directory,
    program: 'cli',
    name,
    ...founding,
    demo,
    users,
  })
  const { zone, currency } = founding
  return { directory, name, user: users[0].name, zone, currency, demo, recoveryKey }
}

/** Both stay for good: the days of the books hang on the zone, and limits are written in units of the currency. */
function chosen(call: Call): Readonly<{ zone?: string | undefined; currency?: string | undefined }> {
  const [zone, currency] = [optionOf(call, 'zone'), optionOf(call, 'currency')]
  if (flagOf(call, 'demo') && (zone !== undefined || currency !== undefined))
    throw new UsageError({ is: 'not_one_of', what: 'choice', given: '--demo', known: demoChoices })
  if (zone !== undefined && !ZoneName.safeParse(zone).success)
    throw new UsageError({ is: 'not_one_of', what: 'zone', given: zone, known: zonesSuchAs })
  if (currency !== undefined && !HomeCurrency.safeParse(currency).success)
    throw new UsageError({ is: 'not_one_of', what: 'currency', given: currency, known: currenciesSuchAs })
  return { zone, currency }
}

const zonesSuchAs = ['a zone such as Asia/Hong_Kong']
const currenciesSuchAs = ['a code such as USD or JPY']
const demoChoices = ['--demo, whose shops are in Hong Kong', '--zone and --currency']

async function initDemo(call: Call): Promise<Answer> {
  const { COUNTINGHOUSE_PASSPHRASE: given } = call.environment
  const own = given === undefined || given === '' ? null : await newPassphraseOf(call, 'COUNTINGHOUSE_PASSPHRASE')
  const users = await demoPeople(call.user, own)
  const created = await create(call, users)
  await withEngine(call, (engine) => playDemo(engine, users))
  const document = {
    ...created,
    users: users.map(({ name, displayName, roles, passphrase }) => ({ name, displayName, roles, passphrase })),
  }
  return { document, text: said.createdDemo(document) }
}
