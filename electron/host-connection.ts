/** Finding out whether an address is a host of ours before its console is shown, and the session it is shown in. */
import { type Session, session } from 'electron'
import { z } from 'zod'
import { ruleSession } from './content-rules.ts'

const answerWaitMs = 5_000

/** What `/health` of a host answers at least. */
const Health = z.object({ status: z.literal('ok') })

/**
 * In memory, so that nothing of another engine's console stays on this machine, and apart from every other host's.
 * The same certificate rules hold for the check and for the console.
 */
export function sessionForHost(origin: string): Session {
  const hostSession = session.fromPartition(`host:${origin}`)
  ruleSession(hostSession, origin)
  return hostSession
}

export async function isHostThere(hostSession: Pick<Session, 'fetch'>, origin: string): Promise<boolean> {
  try {
    const response = await hostSession.fetch(`${origin}/health`, {
      redirect: 'error',
      credentials: 'omit',
      signal: AbortSignal.timeout(answerWaitMs),
    })
    return response.ok && Health.safeParse(await response.json()).success
  } catch {
    // No such name, no answer, a certificate that is not trusted, or something that is no host of ours.
    return false
  }
}
