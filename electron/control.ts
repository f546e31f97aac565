/**
 * What the main process and the engine's process say to each other. Calls of the contract never pass here: a page talks
 * to the engine over its own MessagePort, and main only hands that port over. The one secret that passes is the passphrase
 * of a new workspace's first user: there is no engine yet that a page could tell it.
 */
import type { KeychainState, NewWorkspaceDraft } from '../engine/contract/shell.ts'

export type Facts = Readonly<Record<string, string>>

export type ToEngine =
  | Readonly<{ type: 'open'; directory: string; version: string; rendererDirectory: string }>
  | Readonly<{ type: 'create'; request: number; directory: string; draft: NewWorkspaceDraft }>
  /** Carries one MessagePort, the page's line to the engine. */
  | Readonly<{ type: 'port' }>
  | Readonly<{ type: 'serve'; request: number; port: number | null }>
  | Readonly<{ type: 'stop-serving'; request: number }>
  | Readonly<{ type: 'keychain-answer'; request: number; answer: KeychainAnswer }>
  | Readonly<{ type: 'close' }>

export type FromEngine =
  | Readonly<{ type: 'opened' }>
  | Readonly<{ type: 'refused'; code: string; facts: Facts }>
  | Readonly<{ type: 'created'; request: number; outcome: CreateOutcome }>
  | Readonly<{ type: 'serving'; request: number; outcome: ServeOutcome }>
  | Readonly<{ type: 'keychain-ask'; request: number; ask: KeychainAsk }>

export type CreateOutcome =
  | Readonly<{ ok: true; recoveryKey: string }>
  | Readonly<{ ok: false; code: string; facts: Facts }>

/** `url` is null once nothing is served any more. */
export type ServeOutcome =
  | Readonly<{ ok: true; url: string | null }>
  | Readonly<{ ok: false; code: string; facts: Facts }>

/** Only main can reach the operating system's keychain; the engine keeps what comes back, in its own folder. */
export type KeychainAsk =
  | Readonly<{ want: 'state' }>
  | Readonly<{ want: 'seal'; secret: Uint8Array }>
  | Readonly<{ want: 'unseal'; sealed: Uint8Array }>

export type KeychainAnswer =
  | Readonly<{ gave: 'state'; state: KeychainState }>
  | Readonly<{ gave: 'bytes'; bytes: Uint8Array }>
  | Readonly<{ gave: 'refusal'; state: KeychainState }>
