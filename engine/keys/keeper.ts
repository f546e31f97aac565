/**
 * Who keeps the secret of unattended start: the operating system's keychain (the desktop shell brings it) or a key file
 * that the administrator of a server names. Without one, somebody signs in after each start.
 */
import { rmSync } from 'node:fs'
import type { UnattendedKeeper } from '../contract/workspace.ts'
import { readWhole, writeWhole } from '../files/whole-file.ts'

export type SecretKeeper = Readonly<{
  available: () => Promise<UnattendedKeeper>
  keep: (secret: Uint8Array) => Promise<void>
  /** Null when nothing is kept, or what is kept can't be read on this machine or by this person any more. */
  recall: () => Promise<Uint8Array | null>
  forget: () => Promise<void>
}>

export const noKeeper: SecretKeeper = {
  available: async () => 'not_configured',
  keep: async () => undefined,
  recall: async () => null,
  forget: async () => undefined,
}

/** The file must lie outside the workspace: beside the store it would be a key under the mat. */
export const keyFileKeeper = (file: string): SecretKeeper => ({
  available: async () => 'key_file',
  keep: async (secret) => writeWhole(file, `${Buffer.from(secret).toString('hex')}\n`),
  recall: async () => {
    const text = readWhole(file)
    return text === null || !/^[0-9a-f]{64}\s*$/.test(text) ? null : Buffer.from(text.trim(), 'hex')
  },
  forget: async () => rmSync(file, { force: true }),
})
