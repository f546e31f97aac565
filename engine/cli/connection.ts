/**
 * The command line's way to the engine: it opens the workspace, signs the user in and calls the contract like any other
 * client. There is no door beside it, so what a person may not do in the console they may not do here.
 */
import { createRouterClient } from '@orpc/server'
import type { EngineClient } from '../contract/contract.ts'
import type { Engine, EngineOptions } from '../engine.ts'
import { router } from '../router/router.ts'
import { productVersion } from '../version.ts'
import type { Answer, Call } from './command.ts'
import { Refusal } from './refusal.ts'
import { passphraseOf } from './secrets.ts'

type Opening = Partial<Pick<EngineOptions, 'background' | 'keeper' | 'settleMs'>> &
  Readonly<{
    /** The work looks at the signal by itself, and the workspace stays open until it has ended what it is at. */
    endsItself?: true
  }>

/** Runs one piece of work as a signed-in user, and closes the engine whatever comes of it. */
export async function signedIn<T = Answer>(
  call: Call,
  work: (client: EngineClient) => Promise<T>,
  opening: Opening = {},
): Promise<T> {
  return withEngine(
    call,
    async (engine) => {
      // Asked only now: nobody types a passphrase to learn that the workspace is in use.
      const passphrase = await passphraseOf(call)
      return work(await clientOfUser(engine, { user: call.user, passphrase }))
    },
    opening,
  )
}

export async function withEngine<T = Answer>(
  call: Call,
  work: (engine: Engine) => Promise<T>,
  opening: Opening = {},
): Promise<T> {
  // A command ends when its work is done: nothing is watched, and files are complete because somebody says so.
  const defaults = { program: 'cli', version: productVersion, background: false, settleMs: 0 } as const
  const { directory, policyFile } = call
  const { endsItself = false, ...options } = opening
  const opened = await call.open({ directory, policyFile, ...defaults, ...options })
  // Closed early when we are asked to stop; the process must not end before that same closing is done.
  let closed: Promise<void> | undefined
  const close = (): Promise<void> => {
    closed ??= opened.close()
    return closed
  }
  if (!endsItself) call.signal.addEventListener('abort', () => void close())
  try {
    if (call.signal.aborted) throw new Refusal('interrupted')
    return await work(opened.engine)
  } finally {
    await close()
  }
}

export async function clientOfUser(
  engine: Engine,
  credentials: Readonly<{ user: string; passphrase: string }>,
): Promise<EngineClient> {
  const { token } = await stranger(engine).session.signIn(credentials)
  return clientWith(engine, new Headers({ authorization: `Bearer ${token}` }))
}

/** A client without a session, for the few procedures that need none. */
export const stranger = (engine: Engine): EngineClient => clientWith(engine, new Headers())

const clientWith = (engine: Engine, reqHeaders: Headers): EngineClient =>
  createRouterClient(router, { context: { engine, source: 'cli', reqHeaders } }) as EngineClient
