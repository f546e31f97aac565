/**
 * The engine's keeper of the secret for unattended start. Main encrypts it with the operating system's keychain; what
 * comes back lies in the workspace's folder, where it opens nothing without that keychain.
 */
import { readFileSync, rmSync } from 'node:fs'
import type { KeychainState } from '../engine/contract/shell.ts'
import type { UnattendedKeeper } from '../engine/contract/workspace.ts'
import { failureOf } from '../engine/failure.ts'
import { writeWhole } from '../engine/files/whole-file.ts'
import { assertNever, invariant } from '../engine/invariant.ts'
import type { SecretKeeper } from '../engine/keys/keeper.ts'
import type { KeychainAnswer, KeychainAsk } from './control.ts'

export type AskKeychain = (ask: KeychainAsk) => Promise<KeychainAnswer>

export const keychainKeeper = (file: string, ask: AskKeychain): SecretKeeper => ({
  available: async () => {
    const answer = await ask({ want: 'state' })
    invariant(answer.gave === 'state', 'the keychain answered something else', { gave: answer.gave })
    return keeperOf(answer.state)
  },
  keep: async (secret) => {
    const answer = await ask({ want: 'seal', secret })
    // The engine asks whether a keychain is there before it gives the secret away.
    invariant(answer.gave === 'bytes', 'the keychain did not take the secret', { gave: answer.gave })
    writeWhole(file, answer.bytes)
  },
  recall: async () => {
    const sealed = readBytes(file)
    if (sealed === null) return null
    const answer = await ask({ want: 'unseal', sealed })
    return answer.gave === 'bytes' ? answer.bytes : null
  },
  forget: async () => rmSync(file, { force: true }),
})

function keeperOf(state: KeychainState): UnattendedKeeper {
  switch (state) {
    case 'available':
      return 'keychain'
    case 'plain_text_only':
      return 'plain_text_only'
    case 'unavailable':
      return 'no_keychain'
    default:
      return assertNever(state)
  }
}

function readBytes(file: string): Uint8Array | null {
  try {
    return readFileSync(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw failureOf(error, { file }) ?? error
  }
}
