/** The key file: each holder's secret opens the master, nothing else does, and whoever can write the file gains nothing. */
import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { decrypt, encrypt, sealTo, unseal } from '../../engine/keys/cipher.ts'
import { deriveKeys, makeMasterKey, privateKeyOf, publicBytesOf } from '../../engine/keys/derive.ts'
import { type KeyFile, type KeySet, readKeyFile, writeKeyFile } from '../../engine/keys/key-file.ts'
import {
  createKeyRing,
  type KeyRing,
  openWith,
  recoveryHolder,
  ringOf,
  unattendedHolder,
} from '../../engine/keys/key-ring.ts'
import { makeRecoveryKey, readRecoveryKey } from '../../engine/keys/recovery-key.ts'
import { makeSlot } from '../../engine/keys/slot.ts'
import { cheapCost, makeFolder, removeFolder } from '../workspace-fixture.ts'

const recovery = makeRecoveryKey()
const unattended = randomBytes(32)
let folder: string
let file: string
let ring: KeyRing

const passphrase = (text: string) => ({ kind: 'user', passphrase: text, cost: cheapCost }) as const

beforeEach(async () => {
  folder = makeFolder()
  file = path.join(folder, 'keys.json')
  ring = createKeyRing(file, 'workspace-1')
  await ring.putSlot(ring.holderOf('Anna'), passphrase('anna types this'), 1)
  await ring.putSlot(ring.holderOf('Björn'), passphrase('björn types that'), 2)
  await ring.putSlot(recoveryHolder, { kind: 'recovery', secret: recovery.secret }, 3)
  await ring.putSlot(unattendedHolder, { kind: 'unattended', secret: unattended }, 4)
})
afterEach(() => removeFolder(folder))

type Secret = Readonly<{ kind: 'user' | 'recovery' | 'unattended'; holder: string; secret: string | Uint8Array }>
const opensOurs = async ({ kind, holder, secret }: Secret): Promise<boolean> => {
  const opened = await openWith(readKeyFile(file), kind, holder, secret)
  return opened.some(({ master }) => ring.isMaster(master))
}
const user = (holder: string, secret: string): Secret => ({ kind: 'user', holder, secret })

describe('a slot', () => {
  it.each<readonly [string, Secret, boolean]>([
    ["a user's passphrase", user('Anna', 'anna types this'), true],
    ['the name in other letters', user('ANNA', 'anna types this'), true],
    ['a name and passphrase whose accents come apart', user('Bjo\u0308rn', 'bjo\u0308rn types that'), true],
    ['the printed recovery key', { kind: 'recovery', holder: recoveryHolder, secret: recovery.secret }, true],
    ['the secret for unattended start', { kind: 'unattended', holder: unattendedHolder, secret: unattended }, true],
    ['a wrong passphrase', user('Anna', 'anna types thiz'), false],
    ['an empty passphrase', user('Anna', ''), false],
    ["another user's passphrase", user('Anna', 'björn types that'), false],
    ['a user who is not there', user('Carl', 'anna types this'), false],
    ['another recovery key', { kind: 'recovery', holder: recoveryHolder, secret: randomBytes(16) }, false],
    [
      'the recovery key as an unattended secret',
      { kind: 'unattended', holder: unattendedHolder, secret: recovery.secret },
      false,
    ],
    ['another unattended secret', { kind: 'unattended', holder: unattendedHolder, secret: randomBytes(32) }, false],
  ])('is opened by its own secret only: %s', async (_, secret, opens) => {
    expect(await opensOurs(secret)).toBe(opens)
  })

  it('takes the place of the same holder’s earlier one, and a dropped one opens nothing', async () => {
    await ring.putSlot(ring.holderOf('anna'), passphrase('a new one for anna'), 5)
    expect(await opensOurs(user('Anna', 'anna types this'))).toBe(false)
    expect(await opensOurs(user('Anna', 'a new one for anna'))).toBe(true)
    ring.dropSlot('user', ring.holderOf('ANNA'))
    expect(await opensOurs(user('Anna', 'a new one for anna'))).toBe(false)
    expect(ring.slots.map(({ kind }) => kind)).toEqual(['user', 'recovery', 'unattended'])
  })
})

describe('the key file', () => {
  it('tells no names, no passphrases and no keys', () => {
    const text = readFileSync(file, 'utf8')
    const { keys } = ring
    const secrets = [keys.store, keys.archive, keys.chain, keys.keyFile, keys.backup, unattended, recovery.secret]
    const words = secrets.flatMap((secret) => [secret.toString('hex'), secret.toString('base64')])
    for (const word of ['anna', 'björn', 'types', recovery.printed, ...words]) {
      expect({ word, found: text.toLowerCase().includes(word.toLowerCase()) }).toEqual({ word, found: false })
    }
  })

  const anna = () => openWith(readKeyFile(file), 'user', 'Anna', 'anna types this')
  const edit = (change: (set: KeySet, file: KeyFile) => Partial<KeySet>) => {
    const content = readKeyFile(file)
    writeKeyFile(file, { ...content, current: { ...content.current, ...change(content.current, content) } })
  }

  it('with a slot slipped in, for another master or for a holder of one’s own, is refused', async () => {
    const mine = await makeSlot(makeMasterKey(), passphrase('mallory'), { holder: 'mallory', createdAt: 9 })
    edit(({ slots }) => ({ slots: [...slots, mine] }))
    await expect(anna()).rejects.toMatchObject({ code: 'keys_damaged' })
  })

  it.each<readonly [string, (set: KeySet) => Partial<KeySet>]>([
    ['a slot removed', ({ slots }) => ({ slots: slots.slice(0, 1) })],
    ['slots in another order', ({ slots }) => ({ slots: slots.toReversed() })],
    ['another generation', () => ({ generation: 2 })],
    ['another side-log key', ({ signingKey }) => ({ sideLogKey: signingKey })],
    ['another signing key', ({ sideLogKey }) => ({ signingKey: sideLogKey })],
    ['an archive key added', ({ sideLogKey }) => ({ earlierArchiveKeys: [{ generation: 1, wrapped: sideLogKey }] })],
    ['no seal', () => ({ mac: '' })],
  ])('with %s is refused', async (_, change) => {
    edit(change)
    await expect(anna()).rejects.toMatchObject({ code: 'keys_damaged' })
  })

  it('whose whole set was made for another master opens that master, and never ours', async () => {
    const other = createKeyRing(path.join(folder, 'other.json'), 'workspace-1')
    await other.putSlot(other.holderOf('Anna'), passphrase('anna types this'), 1)
    const content = readKeyFile(file)
    const foreign = readKeyFile(path.join(folder, 'other.json'))
    writeKeyFile(file, { ...content, holderSalt: foreign.holderSalt, current: foreign.current })
    expect((await anna()).map(({ master }) => ring.isMaster(master))).toEqual([false])
  })

  it('that is no key file is told as damaged', () => {
    for (const text of ['', '{', '[]', 'null', '{"version":1}']) {
      writeFileSync(file, text)
      expect(() => readKeyFile(file)).toThrow(expect.objectContaining({ code: 'keys_damaged' }))
    }
  })
})

describe('while the master is being replaced', () => {
  it('both sets open with the same secrets, and settling forgets the other', async () => {
    const next = ring.beginRotation()
    const opened = await openWith(readKeyFile(file), 'user', 'Anna', 'anna types this')
    expect(opened.map(({ which, master }) => [which, ring.isMaster(master), next.isMaster(master)])).toEqual([
      ['current', true, false],
      ['next', false, true],
    ])
    next.settle()
    const [only, ...rest] = await openWith(readKeyFile(file), 'recovery', recoveryHolder, recovery.secret)
    expect([only?.which, only && next.isMaster(only.master), rest.length]).toEqual(['current', true, 0])
    expect(readKeyFile(file).current.generation).toBe(2)
  })

  it('a slot that is put or dropped on the old set is refused, not silently forgotten with it', async () => {
    // Half a second of stretching lies in between in earnest: the put begins before the rotation and ends after it.
    const put = ring.putSlot(ring.holderOf('Anna'), passphrase('changed just now'), 5)
    const next = ring.beginRotation()
    next.settle()
    await expect(put).rejects.toMatchObject({ code: 'engine_stopping' })
    expect(() => ring.dropSlot('user', ring.holderOf('Anna'))).toThrow(
      expect.objectContaining({ code: 'engine_stopping' }),
    )
    expect(readKeyFile(file).next).toBeNull()
    const [opened] = await openWith(readKeyFile(file), 'user', 'Anna', 'anna types this')
    expect(opened && next.isMaster(opened.master)).toBe(true)
  })

  it('earlier archive keys go along, however often it is replaced', () => {
    const archiveKeys = [ring.keys.archive]
    let now = ring
    for (let generation = 2; generation <= 4; generation += 1) {
      now = now.beginRotation()
      now.settle()
      archiveKeys.push(now.keys.archive)
    }
    expect([1, 2, 3, 4].map((generation) => now.archiveKey(generation))).toEqual(archiveKeys)
    expect(new Set(archiveKeys.map((key) => key.toString('hex'))).size).toBe(4)
  })

  it('slots of removed holders stay behind', async () => {
    ring.beginRotation(new Set([ring.holderOf('Anna')])).settle()
    expect(await openWith(readKeyFile(file), 'user', 'Anna', 'anna types this')).toEqual([])
    const [opened] = await openWith(readKeyFile(file), 'user', 'Björn', 'björn types that')
    expect(opened && ringOf(file, opened).generation).toBe(2)
  })
})

describe('the recovery key', () => {
  it('is read back however it is typed', () => {
    fc.assert(
      fc.property(fc.boolean(), fc.boolean(), fc.boolean(), (lower, dashes, confused) => {
        const { printed, secret } = makeRecoveryKey()
        let typed = dashes ? printed : printed.replaceAll('-', ' ')
        if (confused) typed = typed.replaceAll('0', 'O').replaceAll('1', 'I')
        if (lower) typed = typed.toLowerCase().replaceAll('i', 'l')
        expect(readRecoveryKey(typed)).toEqual(secret)
      }),
    )
  })

  it('uses no letter that can be mistaken, and groups them for the eye', () => {
    for (let i = 0; i < 50; i += 1) {
      expect(makeRecoveryKey().printed).toMatch(/^(?:[0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{4}$/)
    }
  })

  it('that is mistyped is told from a wrong one: a changed, swapped, missing or added letter reads as none', () => {
    const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
    let slips = 0
    let missed = 0
    for (let round = 0; round < 20; round += 1) {
      const { printed, secret } = makeRecoveryKey()
      const plain = printed.replaceAll('-', '')
      expect(readRecoveryKey(plain.slice(1))).toBeNull()
      expect(readRecoveryKey(`${plain}0`)).toBeNull()
      for (let at = 0; at < plain.length; at += 1) {
        for (const letter of letters) {
          if (letter === plain[at]) continue
          const read = readRecoveryKey(plain.slice(0, at) + letter + plain.slice(at + 1))
          expect(read).not.toEqual(secret)
          slips += 1
          if (read !== null) missed += 1
        }
      }
    }
    // Ten check bits: about one slip in a thousand reads as another key, which then is simply wrong.
    expect(missed / slips).toBeLessThan(0.005)
    expect(readRecoveryKey('')).toBeNull()
    expect(readRecoveryKey('UUUU-UUUU-UUUU-UUUU-UUUU-UUUU-UUUU')).toBeNull()
  })
})

describe('encryption of small secrets', () => {
  const bytes = fc.uint8Array({ maxLength: 200 })

  it('opens with its key and context, and any changed bit opens nothing', () => {
    fc.assert(
      fc.property(bytes, fc.nat(), fc.integer({ min: 0, max: 7 }), (plain, position, bit) => {
        const key = randomBytes(32)
        const sealed = encrypt(key, plain, 'here')
        expect(decrypt(key, sealed, 'here')).toEqual(Buffer.from(plain))
        expect(decrypt(key, sealed, 'there')).toBeNull()
        expect(decrypt(randomBytes(32), sealed, 'here')).toBeNull()
        const at = position % sealed.length
        sealed[at] = (sealed[at] ?? 0) ^ (1 << bit)
        expect(decrypt(key, sealed, 'here')).toBeNull()
      }),
      { numRuns: 200 },
    )
  })

  it('to a public key opens for its owner only, and what nobody sealed opens nothing and breaks nothing', () => {
    const own = deriveKeys(makeMasterKey()).sideLog
    const other = privateKeyOf('x25519', randomBytes(32))
    fc.assert(
      fc.property(bytes, fc.uint8Array({ minLength: 0, maxLength: 120 }), (plain, noise) => {
        const sealed = sealTo(publicBytesOf(own), plain, 'here')
        expect(unseal(own, sealed, 'here')).toEqual(Buffer.from(plain))
        expect(unseal(other, sealed, 'here')).toBeNull()
        expect(unseal(own, sealed, 'there')).toBeNull()
        expect(unseal(own, noise, 'here')).toBeNull()
      }),
      { numRuns: 50, examples: [[new Uint8Array(), new Uint8Array(100)]] },
    )
  })
})
