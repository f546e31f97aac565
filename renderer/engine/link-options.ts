import { ORPCError } from '@orpc/client'
import type { SessionLine } from './connection.ts'

type Call = Readonly<{ next: () => Promise<unknown> }>

// Signing in answers for itself; every other call that is told "not signed in" means that the session is over.
const sessionGone = (error: unknown): boolean => error instanceof ORPCError && error.code === 'not_signed_in'

/** What both carriers have in common: the token on each call, and a watch for the end of the session. */
export function linkOptions(session: SessionLine) {
  return {
    headers: (): Record<string, string> => {
      const token = session.getToken()
      return token === null ? {} : { authorization: `Bearer ${token}` }
    },
    interceptors: [
      async ({ next }: Call): Promise<unknown> => {
        const sentWith = session.getToken()
        try {
          return await next()
        } catch (error) {
          // An answer to a call of an older session must not end the one that has begun since.
          if (sessionGone(error) && sentWith !== null && sentWith === session.getToken()) session.onSessionGone()
          throw error
        }
      },
    ],
  }
}
