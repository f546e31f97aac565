/**
 * The keys of an open workspace, held in the answering thread only: the master, what comes from it, and the key file
 * they belong to. Every change of a slot is written whole before it counts.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto'
import { Failure } from '../failure.ts'
import { invariant } from '../invariant.ts'
import { decrypt, encrypt } from './cipher.ts'
import { deriveKeys, type MasterKey, makeMasterKey, publicBytesOf, type WorkspaceKeys } from './derive.ts'
import {
  holderOf,
  type KeyFile,
  type KeySet,
  readKeyFile,
  sealedSet,
  setIsAuthentic,
  writeKeyFile,
} from './key-file.ts'
import { makeSlot, openSlot, resealSlot, type Slot, type SlotSecret } from './slot.ts'

export const recoveryHolder = 'recovery'
export const unattendedHolder = 'unattended'

export type Opened = Readonly<{ which: 'current' | 'next'; master: MasterKey }>

/** Writes the key file of a new workspace, with no slot yet, and answers its ring. */
export function createKeyRing(path: string, workspace: string): KeyRing {
  const master = makeMasterKey()
  const keys = deriveKeys(master)
  const current = sealedSet(keys, { ...publicPart(keys), generation: 1, slots: [], earlierArchiveKeys: [] })
  const file: KeyFile = { version: 1, workspace, holderSalt: randomBytes(16).toString('hex'), current, next: null }
  writeKeyFile(path, file)
  return new KeyRing(path, file, master)
}

/** Every master that this secret opens: one, or two while a replacement was interrupted. Empty when it opens none. */
export async function openWith(
  file: KeyFile,
  kind: Slot['kind'],
  user: string,
  secret: string | Uint8Array,
): Promise<readonly Opened[]> {
  const holder = kind === 'user' ? holderOf(file.holderSalt, user) : user
  const opened: Opened[] = []
  for (const which of ['current', 'next'] as const) {
    const set = file[which]
    const slot = set?.slots.find((each) => each.kind === kind && each.holder === holder)
    if (set === null || slot === undefined) continue
    const master = await openSlot(slot, secret)
    if (master === null) continue
    if (!setIsAuthentic(deriveKeys(master), set)) throw new Failure('keys_damaged', { set: which })
    opened.push({ which, master })
  }
  return opened
}

export class KeyRing {
  readonly #path: string
  #file: KeyFile
  #master: MasterKey
  #keys: WorkspaceKeys
  /** Once the next master is made, a change of this set would be forgotten with it. */
  #replaced = false

  constructor(path: string, file: KeyFile, master: MasterKey) {
    this.#path = path
    this.#file = file
    this.#master = master
    this.#keys = deriveKeys(master)
  }

  get keys(): WorkspaceKeys {
    return this.#keys
  }

  get generation(): number {
    return this.#file.current.generation
  }

  get workspace(): string {
    return this.#file.workspace
  }

  get slots(): readonly Slot[] {
    return this.#file.current.slots
  }

  isMaster(master: MasterKey): boolean {
    return master.length === this.#master.length && timingSafeEqual(master, this.#master)
  }

  holderOf(user: string): string {
    return holderOf(this.#file.holderSalt, user)
  }

  /** Adds a slot, or puts it in the place of the holder's earlier one. */
  async putSlot(holder: string, secret: SlotSecret, createdAt: number): Promise<void> {
    const slot = await makeSlot(this.#master, secret, { holder, createdAt })
    const others = this.slots.filter((each) => each.kind !== slot.kind || each.holder !== holder)
    this.#write({ ...this.#file.current, slots: [...others, slot] })
  }

  dropSlot(kind: Slot['kind'], holder: string): void {
    const slots = this.slots.filter((each) => each.kind !== kind || each.holder !== holder)
    this.#write({ ...this.#file.current, slots })
  }

  archiveKey(generation: number): Buffer {
    if (generation === this.generation) return this.#keys.archive
    const earlier = this.#file.current.earlierArchiveKeys.find((each) => each.generation === generation)
    invariant(earlier !== undefined, 'no archive key of that generation', { generation })
    const key = decrypt(this.#keys.archive, Buffer.from(earlier.wrapped, 'base64'), `archive:${generation}`)
    if (key === null) throw new Failure('keys_damaged', { archiveGeneration: generation })
    return key
  }

  /**
   * Makes the next master and writes it beside the current one. Only when the store is under it does `settle`
   * make it the current; a crash between the two is settled at the next opening by which key opens the store.
   * Slots of the holders in `without` are left behind.
   */
  beginRotation(without: ReadonlySet<string> = new Set()): KeyRing {
    const master = makeMasterKey()
    const keys = deriveKeys(master)
    const current = this.#file.current
    const archiveKeys = [
      ...current.earlierArchiveKeys.map(({ generation }) => ({ generation, key: this.archiveKey(generation) })),
      { generation: current.generation, key: this.#keys.archive },
    ]
    const next = sealedSet(keys, {
      ...publicPart(keys),
      generation: current.generation + 1,
      slots: current.slots.filter((slot) => !without.has(slot.holder)).map((slot) => resealSlot(slot, master)),
      earlierArchiveKeys: archiveKeys.map(({ generation, key }) => ({
        generation,
        wrapped: encrypt(keys.archive, key, `archive:${generation}`).toString('base64'),
      })),
    })
    const file = { ...this.#file, next }
    writeKeyFile(this.#path, file)
    this.#file = file
    this.#replaced = true
    return new KeyRing(this.#path, { ...this.#file, current: next, next: null }, master)
  }

  /** Called on the ring whose master the store is under: the other set is forgotten. Most often there is none. */
  settle(): void {
    if (readKeyFile(this.#path).next !== null) writeKeyFile(this.#path, this.#file)
  }

  #write(set: KeySet): void {
    // Half a second of stretching lies between asking for a slot and writing it; the master may be replaced meanwhile.
    if (this.#replaced) throw new Failure('engine_stopping', { reason: 'keys_replaced' })
    const file = { ...this.#file, current: sealedSet(this.#keys, set) }
    writeKeyFile(this.#path, file)
    this.#file = file
  }
}

/** The ring for whichever of the two sets `opened` belongs to; `settle` then makes it the only one. */
export function ringOf(path: string, opened: Opened): KeyRing {
  const file = readKeyFile(path)
  const set = file[opened.which]
  invariant(set !== null, 'the key file changed under us', { which: opened.which })
  return new KeyRing(path, { ...file, current: set, next: null }, opened.master)
}

function publicPart(keys: WorkspaceKeys): Pick<KeySet, 'sideLogKey' | 'signingKey'> {
  return {
    sideLogKey: publicBytesOf(keys.sideLog).toString('base64'),
    signingKey: publicBytesOf(keys.signing).toString('base64'),
  }
}
