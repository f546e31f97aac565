/** `backup` and `restore`: a proven copy, and a workspace out of one. */
import path from 'node:path'
import { restore } from '../workspace/restore.ts'
import { type Answer, argumentOf, type Call, type Command, optionOf } from './command.ts'
import { signedIn } from './connection.ts'
import { said } from './said.ts'
import { passphraseOf } from './secrets.ts'

export const backupCommands: readonly Command[] = [
  {
    name: 'backup',
    form: '[--to DIR]',
    summary: 'copy the encrypted store, the archive and the keys to DIR, which must not be there yet',
    details: 'Without --to it goes into the folder backups of the workspace. Keep copies on another disk.',
    positionals: { min: 0, max: 0 },
    options: { to: { kind: 'text', value: 'DIR' } },
    run: backUp,
  },
  {
    name: 'restore',
    form: 'DIR',
    summary: 'make a workspace from the backup in DIR, proving every file, page, record and balance',
    details: `The workspace of --workspace must not be there yet. It opens with the passphrases and the recovery key that
were valid when the backup was made; the passphrase of --as is asked for the proof.`,
    positionals: { min: 1, max: 1 },
    run: restoreFrom,
  },
]

function backUp(call: Call): Promise<Answer> {
  return signedIn(call, async (client) => {
    const to = optionOf(call, 'to')
    const document = await client.workspace.backup(to === undefined ? {} : { to: path.resolve(to) })
    return { document, text: said.backedUp(document) }
  })
}

async function restoreFrom(call: Call): Promise<Answer> {
  const { directory, user } = call
  const from = path.resolve(argumentOf(call, 0))
  const document = await restore({ from, directory, program: 'cli', user, passphrase: await passphraseOf(call) })
  return { document, text: said.restored(document) }
}
