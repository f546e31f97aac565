/** Opens a workspace and serves it until the process is asked to end: what `serve` and the host's own entry both do. */
import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { signIn } from '../access/sign-in.ts'
import { forbidCoreDumps } from '../core-dumps.ts'
import { openEngine } from '../engine.ts'
import { Failure } from '../failure.ts'
import { keyFileKeeper } from '../keys/keeper.ts'
import type { WaitingThreads } from '../threads/waiting-threads.ts'
import { productVersion } from '../version.ts'
import { type HostOptions, startHost } from './host.ts'
import { incidentLog, makeLog } from './log.ts'

export type RunOptions = Omit<HostOptions, 'engine' | 'log' | 'rendererDirectory'> &
  Readonly<{
    directory: string
    /** The key file of an unattended start, outside the workspace. */
    keyFile?: string
    anchors?: string
    policyFile?: string
    logLevel?: string
    /** Somebody whose passphrase opens the workspace at once; they are signed out again. */
    opener?: Readonly<{ user: string; passphrase: string }>
    /** Those that began to load before the program did. */
    threads?: WaitingThreads
  }>

export type Running = Readonly<{ url: string; port: number; close: () => Promise<void> }>

export async function runHost({
  directory,
  keyFile,
  anchors,
  policyFile,
  logLevel = 'info',
  opener,
  threads,
  ...host
}: RunOptions): Promise<Running> {
  forbidCoreDumps(process.platform, process.pid)
  const log = makeLog(logLevel)
  const engine = await openEngine({
    directory,
    program: 'host',
    version: productVersion,
    policyFile,
    log: incidentLog(log),
    ...(threads === undefined ? {} : { threads }),
    ...(keyFile === undefined ? {} : { keeper: keyFileKeeper(keyFile) }),
    ...(anchors === undefined ? {} : { anchors }),
  })
  try {
    if (opener !== undefined && !engine.isOpen) {
      const outcome = await signIn(engine, { ...opener, source: 'host' })
      if (outcome.status !== 'signed_in') throw new Failure('wrong_key', { user: opener.user })
      engine.sessions.end(outcome.token)
    }
    const rendererDirectory = findRenderer()
    const pages = rendererDirectory === undefined ? {} : { rendererDirectory }
    const started = await startHost({ engine, log, ...pages, ...host })
    return {
      url: started.url,
      port: started.port,
      // People are answered until the last moment; the engine closes when nobody can ask any more.
      close: async () => {
        await started.close()
        await engine.close()
      },
    }
  } catch (error) {
    await engine.close()
    throw error
  }
}

/** The built console: beside the built host, or in the build's folder when the host runs from its sources. */
function findRenderer(): string | undefined {
  const here = path.dirname(fileURLToPath(import.meta.url))
  const candidates = [path.join(here, '../renderer'), path.join(here, '../../out/renderer')]
  return candidates.find((each) => existsSync(path.join(each, 'index.html')))
}
