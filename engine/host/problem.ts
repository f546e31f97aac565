/**
 * What REST answers when it can't do what was asked: problem details (RFC 9457), with the contract's code and facts beside
 * them. Programs go by `error`; `title` is for whoever reads a log.
 */
export const problemType = 'application/problem+json'

export type Problem = Readonly<{
  type: string
  title: string
  status: number
  error: Readonly<{ code: string; [fact: string]: unknown }>
}>

export function problemOf(status: number, code: string, facts: unknown = {}): Problem {
  const known = typeof facts === 'object' && facts !== null ? facts : {}
  return { type: `/api/docs#${code}`, title: titleOf(code), status, error: { code, ...known } }
}

/** Codes are words already: `insufficient_funds` is "Insufficient funds". */
export function titleOf(code: string): string {
  const words = code.replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
