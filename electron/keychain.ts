/**
 * The operating system's keychain through Electron's safeStorage. On a Linux desktop without a secret service Electron
 * would "encrypt" with a password that is written in its own source: that is plain text, said so, and refused.
 */
import type { SafeStorage } from 'electron'
import type { KeychainState } from '../engine/contract/shell.ts'
import { assertNever } from '../engine/invariant.ts'
import type { KeychainAnswer, KeychainAsk } from './control.ts'

type Storage = Pick<
  SafeStorage,
  'isEncryptionAvailable' | 'getSelectedStorageBackend' | 'encryptString' | 'decryptString'
>

/** May only be asked once the app is ready; before that Linux answers that it has no keychain. */
export function keychainState(storage: Storage, platform: NodeJS.Platform): KeychainState {
  if (platform === 'linux' && storage.getSelectedStorageBackend() === 'basic_text') return 'plain_text_only'
  return storage.isEncryptionAvailable() ? 'available' : 'unavailable'
}

export function answerKeychain(storage: Storage, platform: NodeJS.Platform, ask: KeychainAsk): KeychainAnswer {
  const state = keychainState(storage, platform)
  if (ask.want === 'state') return { gave: 'state', state }
  if (state !== 'available') return { gave: 'refusal', state }
  try {
    return { gave: 'bytes', bytes: convert(storage, ask) }
  } catch {
    // The keychain is locked, or it is another person's or machine's: then somebody signs in, as without a keychain.
    return { gave: 'refusal', state: 'unavailable' }
  }
}

/** safeStorage takes text only, so the secret goes through base64. */
function convert(storage: Storage, ask: Exclude<KeychainAsk, { want: 'state' }>): Uint8Array {
  switch (ask.want) {
    case 'seal':
      return storage.encryptString(Buffer.from(ask.secret).toString('base64'))
    case 'unseal':
      return Buffer.from(storage.decryptString(Buffer.from(ask.sealed)), 'base64')
    default:
      return assertNever(ask)
  }
}
