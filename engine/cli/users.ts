/** `users`: who may sign in, and what they may do. */
import { type Role, roles } from '../contract/permission.ts'
import type { User } from '../contract/users.ts'
import { type Answer, argumentOf, type Call, type Command, optionOf } from './command.ts'
import { signedIn } from './connection.ts'
import { figuresOf } from './figures.ts'
import { oneOf } from './parse.ts'
import { UsageError } from './refusal.ts'
import { said } from './said.ts'
import { newPassphraseOf, passphraseOf } from './secrets.ts'
import { tableOf } from './table.ts'

export const userCommands: readonly Command[] = [
  { name: 'users list', form: '', summary: 'all users', positionals: { min: 0, max: 0 }, run: listUsers },
  {
    name: 'users add',
    form: 'NAME --roles ROLES [--name TEXT]',
    summary: 'add a user, who chooses a passphrase of their own at the first sign-in',
    details: `ROLES are one or more of ${roles.join(', ')}, with commas between them; --name is how screens call the user.
The first passphrase comes from COUNTINGHOUSE_NEW_PASSPHRASE, else it is typed.`,
    positionals: { min: 1, max: 1 },
    options: { roles: { kind: 'text', value: 'ROLES' }, name: { kind: 'text', value: 'TEXT' } },
    run: addUser,
  },
  {
    name: 'users remove',
    form: 'NAME',
    summary: 'remove a user, which also replaces the master key',
    positionals: { min: 1, max: 1 },
    run: removeUser,
  },
  {
    name: 'users passwd',
    form: '[NAME]',
    summary: "change one's own passphrase, or give NAME a new one",
    details: `Without NAME, or with the name of who asks: their own passphrase. Otherwise NAME gets one from an
administrator and has to change it at the next sign-in. It comes from COUNTINGHOUSE_NEW_PASSPHRASE, else it is typed.`,
    positionals: { min: 0, max: 1 },
    run: changePassphrase,
  },
]

function listUsers(call: Call): Promise<Answer> {
  return signedIn(call, async (client) => {
    const document = await client.users.list()
    const { time } = await figuresOf(client)
    const text = tableOf<User>(document.items, [
      { title: 'User', cell: ({ name }) => name },
      { title: 'Name', cell: ({ displayName }) => displayName },
      { title: 'Roles', cell: (user) => user.roles.join(', ') },
      { title: 'State', cell: ({ state }) => state },
      { title: 'Last sign-in', cell: ({ lastSignInAt }) => time(lastSignInAt) },
    ])
    return { document, text }
  })
}

async function addUser(call: Call): Promise<Answer> {
  const name = argumentOf(call, 0)
  const chosen = rolesOf(call)
  return signedIn(call, async (client) => {
    const passphrase = await newPassphraseOf(call)
    const displayName = optionOf(call, 'name') ?? name
    const document = await client.users.add({ name, displayName, roles: chosen, passphrase })
    return { document, text: said.userAdded(document.name) }
  })
}

function rolesOf(call: Call): Role[] {
  const text = optionOf(call, 'roles')
  if (text === undefined) throw new UsageError({ is: 'option_missing', option: '--roles' })
  return text.split(',').map((each) => oneOf(each.trim(), roles, 'role'))
}

function removeUser(call: Call): Promise<Answer> {
  return signedIn(call, async (client) => {
    const document = await client.users.remove({ name: argumentOf(call, 0) })
    return { document, text: said.userRemoved(document.name) }
  })
}

async function changePassphrase(call: Call): Promise<Answer> {
  const name = call.positionals[0] ?? call.user
  const own = name.toLowerCase() === call.user.toLowerCase()
  if (own && call.environment.COUNTINGHOUSE_PASSPHRASE === undefined) return changeOwnTyped(call)
  return signedIn(call, async (client) => {
    const next = await newPassphraseOf(call)
    if (own) await client.session.changePassphrase({ current: await passphraseOf(call), next })
    else await client.users.setPassphrase({ name, passphrase: next })
    return { document: { user: name, changed: true }, text: said.passphraseChanged(name, own) }
  })
}

/** The passphrase is asked once; the engine wants it twice, to sign in and to confirm the change. */
async function changeOwnTyped(call: Call): Promise<Answer> {
  const environment = { ...call.environment, COUNTINGHOUSE_PASSPHRASE: await passphraseOf(call) }
  return changePassphrase({ ...call, environment })
}
