import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { SafeStorage } from 'electron'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { answerKeychain, keychainState } from '../../electron/keychain.ts'
import { keychainKeeper } from '../../electron/keychain-keeper.ts'

/** A keychain that turns bytes around: enough to see that what lies on the disk is not the secret. */
type Backend = ReturnType<SafeStorage['getSelectedStorageBackend']>
const turned = (text: string): string => [...text].reverse().join('')
const storage = (backend: Backend, available: boolean) => ({
  isEncryptionAvailable: () => available,
  getSelectedStorageBackend: () => backend,
  encryptString: (text: string) => Buffer.from(turned(text)),
  decryptString: (bytes: Buffer) => turned(bytes.toString()),
})

const withKeychain = storage('gnome_libsecret', true)
const secret = Buffer.from('0123456789abcdef0123456789abcdef')

let folder: string
let file: string

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'keychain-'))
  file = path.join(folder, 'unattended.key')
})

afterEach(() => rmSync(folder, { recursive: true }))

it.each([
  ['linux', 'gnome_libsecret', true, 'available'],
  ['linux', 'gnome_libsecret', false, 'unavailable'],
  ['linux', 'unknown', false, 'unavailable'],
  // Electron would say that this one is available once plain text is allowed: it is still plain text.
  ['linux', 'basic_text', true, 'plain_text_only'],
  ['linux', 'basic_text', false, 'plain_text_only'],
  ['darwin', 'unknown', true, 'available'],
  ['win32', 'unknown', true, 'available'],
  ['win32', 'unknown', false, 'unavailable'],
] as const)('on %s with %s (available: %s) the keychain is %s', (platform, backend, available, state) => {
  expect(keychainState(storage(backend, available), platform)).toBe(state)
})

it('keeps the secret sealed in its file and gives it back', async () => {
  const keeper = keychainKeeper(file, async (ask) => answerKeychain(withKeychain, 'linux', ask))
  expect(await keeper.available()).toBe('keychain')
  expect(await keeper.recall()).toBeNull()
  await keeper.keep(secret)
  expect(readFileSync(file).includes(secret)).toBe(false)
  expect(Buffer.from((await keeper.recall()) ?? [])).toEqual(secret)
  await keeper.forget()
  expect(await keeper.recall()).toBeNull()
})

it('takes no secret where the keychain would be plain text, and says why', async () => {
  const keeper = keychainKeeper(file, async (ask) => answerKeychain(storage('basic_text', true), 'linux', ask))
  expect(await keeper.available()).toBe('plain_text_only')
  await expect(keeper.keep(secret)).rejects.toThrow('the keychain did not take the secret')
  expect(() => readFileSync(file)).toThrow('ENOENT')
})

it('recalls nothing when the keychain is gone or is another one, so that somebody signs in', async () => {
  const kept = keychainKeeper(file, async (ask) => answerKeychain(withKeychain, 'linux', ask))
  await kept.keep(secret)
  const gone = keychainKeeper(file, async (ask) => answerKeychain(storage('gnome_libsecret', false), 'linux', ask))
  expect(await gone.recall()).toBeNull()
  const strange = {
    ...withKeychain,
    decryptString: () => {
      throw new Error('Error while decrypting the ciphertext')
    },
  }
  const another = keychainKeeper(file, async (ask) => answerKeychain(strange, 'linux', ask))
  expect(await another.recall()).toBeNull()
})
