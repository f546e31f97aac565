/** What somebody else does at the same time, or a caller of the API: the same procedures as the console's, over http. */
import { expect, passphraseOf, type RunningHost } from './console-fixture.ts'

export type Answer = Readonly<Record<string, unknown>>

const json = { 'content-type': 'application/json' }
const tokens = new Map<string, Promise<string>>()

/** Signed in once each: whoever signs in for every question would be signed out where they began. */
function tokenOf(host: RunningHost, user: string): Promise<string> {
  const name = `${host.url} ${user}`
  const known = tokens.get(name)
  if (known !== undefined) return known
  const body = JSON.stringify({ user, passphrase: passphraseOf(user) })
  const token = fetch(`${host.url}/api/session`, { method: 'POST', headers: json, body })
    .then((session) => session.json())
    .then((session) => (session as { token: string }).token)
  tokens.set(name, token)
  return token
}

/** Answers what the engine answers; anything but its "done" fails the test with its words. */
export async function ask(
  host: RunningHost,
  user: string,
  address: string,
  content?: object,
  method: 'POST' | 'PUT' = 'POST',
): Promise<Answer> {
  const answer = await fetch(`${host.url}/api${address}`, {
    headers: { ...json, authorization: `Bearer ${await tokenOf(host, user)}` },
    ...(content === undefined ? {} : { method, body: JSON.stringify(content) }),
  })
  expect(answer.status, await answer.clone().text()).toBe(200)
  return (await answer.json()) as Answer
}
