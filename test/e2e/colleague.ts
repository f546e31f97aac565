/** What somebody else does at the same time, or a caller of the API: the same procedures as the console's, over http. */
import { expect, passphraseOf, type RunningHost } from './console-fixture.ts'

export type Answer = Readonly<Record<string, unknown>>

const json = { 'content-type': 'application/json' }
const tokens = new Map<string, Promise<string>>()

/** Signed in once each: whoever signs in for every question would be signed out where they began. */
function tokenOf(host: RunningHost, user: string): Promise<string> {
  const name = `${host.url} ${user}`
  const known = tokens.get(name) ?? signedIn(host, user)
  tokens.set(name, known)
  return known
}

async function signedIn(host: RunningHost, user: string): Promise<string> {
  const body = JSON.stringify({ user, passphrase: passphraseOf(user) })
  const session = await fetch(`${host.url}/api/session`, { method: 'POST', headers: json, body })
  return ((await session.json()) as { token: string }).token
}

/** Answers what the engine answers; anything but its "done" fails the test with its words. */
export async function ask(
  host: RunningHost,
  user: string,
  address: string,
  content?: object,
  method: 'POST' | 'PUT' = 'POST',
): Promise<Answer> {
  const once = async (): Promise<Response> =>
    fetch(`${host.url}/api${address}`, {
      headers: { ...json, authorization: `Bearer ${await tokenOf(host, user)}` },
      ...(content === undefined ? {} : { method, body: JSON.stringify(content) }),
    })
  let answer = await once()
  // A person has so many sessions at most, and those at browsers may have taken the place of this one since.
  if (answer.status === 401 && tokens.delete(`${host.url} ${user}`)) answer = await once()
  expect(answer.status, await answer.clone().text()).toBe(200)
  return (await answer.json()) as Answer
}
