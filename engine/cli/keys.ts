/** `keys`: what opens the workspace, and what to do when it is lost. */
import path from 'node:path'
import type { KeySlot } from '../contract/workspace.ts'
import { keyFileKeeper } from '../keys/keeper.ts'
import { type Answer, argumentOf, type Call, type Command, optionOf } from './command.ts'
import { signedIn, stranger, withEngine } from './connection.ts'
import { figuresOf } from './figures.ts'
import { oneOf } from './parse.ts'
import { Refusal, UsageError } from './refusal.ts'
import { said } from './said.ts'
import { newPassphraseOf, recoveryKeyOf } from './secrets.ts'
import { tableOf } from './table.ts'

const none = { min: 0, max: 0 } as const

export const keyCommands: readonly Command[] = [
  { name: 'keys list', form: '', summary: 'the slots that open the workspace', positionals: none, run: listKeys },
  {
    name: 'keys rotate',
    form: '',
    summary: 'replace the master key and encrypt the store anew',
    positionals: none,
    run: rotate,
  },
  {
    name: 'keys recover',
    form: '--user NAME',
    summary: 'set a new passphrase for NAME with the printed recovery key',
    details: `The recovery key comes from COUNTINGHOUSE_RECOVERY_KEY and the new passphrase from COUNTINGHOUSE_NEW_PASSPHRASE,
else they are typed. Nobody has to be able to sign in.`,
    positionals: none,
    options: { user: { kind: 'text', value: 'NAME' } },
    run: recover,
  },
  {
    name: 'keys recovery',
    form: '',
    summary: 'make a new recovery key and print it once; the old one opens nothing any more',
    positionals: none,
    run: renewRecovery,
  },
  {
    name: 'keys unattended',
    form: 'on|off --key-file FILE',
    summary: 'let "serve --key-file FILE" open the workspace by itself, or no longer',
    details: 'FILE lies outside the workspace and is readable by its owner only. Whoever has both can read everything.',
    positionals: { min: 1, max: 1 },
    options: { 'key-file': { kind: 'text', value: 'FILE' } },
    run: unattended,
  },
]

function listKeys(call: Call): Promise<Answer> {
  return signedIn(call, async (client) => {
    const { items, generation, unattended: keeper } = await client.keys.list()
    const { time } = await figuresOf(client)
    const table = tableOf<KeySlot>(items, [
      { title: 'Opens with', cell: ({ kind }) => said.slotKinds[kind] },
      { title: 'User', cell: ({ user }) => user ?? '-' },
      { title: 'Since', cell: ({ createdAt }) => time(createdAt) },
    ])
    const document = { items, next: null, generation, unattended: keeper }
    return { document, text: `${table}\n\n${said.generation(generation)}` }
  })
}

function rotate(call: Call): Promise<Answer> {
  return signedIn(call, async (client) => {
    const document = await client.keys.rotate()
    return { document, text: said.rotated(document.generation) }
  })
}

function renewRecovery(call: Call): Promise<Answer> {
  return signedIn(call, async (client) => {
    const document = await client.keys.renewRecovery()
    return { document, text: said.recoveryKey(document.recoveryKey) }
  })
}

async function recover(call: Call): Promise<Answer> {
  const user = optionOf(call, 'user')
  if (user === undefined) throw new UsageError({ is: 'option_missing', option: '--user' })
  return withEngine(call, async (engine) => {
    const recoveryKey = await recoveryKeyOf(call)
    const newPassphrase = await newPassphraseOf(call)
    const document = await stranger(engine).session.recover({ user, recoveryKey, newPassphrase })
    return { document, text: said.recovered(document.user) }
  })
}

async function unattended(call: Call): Promise<Answer> {
  const wish = oneOf(argumentOf(call, 0), ['on', 'off'], 'wish')
  const keeper = keyFileKeeper(keyFileOf(call) ?? missing())
  return signedIn(
    call,
    async (client) => {
      const document = wish === 'on' ? await client.keys.enableUnattended() : await client.keys.disableUnattended()
      return { document: { ...document, enabled: wish === 'on' }, text: said.unattended(wish) }
    },
    { keeper },
  )
}

function missing(): never {
  throw new UsageError({ is: 'option_missing', option: '--key-file' })
}

/** The key file that a call names. Beside the store it would protect nothing, so it must lie elsewhere. */
export function keyFileOf(call: Call): string | undefined {
  const given = optionOf(call, 'key-file')
  if (given === undefined) return undefined
  const file = path.resolve(given)
  const inside = !path.relative(call.directory, file).startsWith('..')
  if (inside) throw new Refusal('key_file_in_workspace', { file })
  return file
}
