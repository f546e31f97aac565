/** Questions of a bench over the same API that everybody has. */
import { passphraseOf, type RunningHost } from '../../e2e/console-fixture.ts'

export type Ask = (route: string) => Promise<unknown>

export async function askAs(host: RunningHost, user: string): Promise<Ask> {
  const headers = { 'content-type': 'application/json' }
  const body = JSON.stringify({ user, passphrase: passphraseOf(user) })
  const signedIn = await fetch(`${host.url}/api/session`, { method: 'POST', headers, body })
  const { token } = (await signedIn.json()) as { token: string }
  return async (route) =>
    (await fetch(`${host.url}/api${route}`, { headers: { ...headers, authorization: `Bearer ${token}` } })).json()
}
