/**
 * The demo: a workspace of made-up shops and people with three months behind it. The command line makes it, and so does the
 * desktop at its first start; both play it through the contract, like any other client.
 */
import { type Engine, openEngine } from '../engine.ts'
import { invariant } from '../invariant.ts'
import { productVersion } from '../version.ts'
import type { FirstUser } from '../workspace/create.ts'
import { clientOfUser } from './connection.ts'
import { playBank } from './demo-bank.ts'
import { tellStory } from './demo-money.ts'
import { playMonths, playWeek } from './demo-week.ts'

export type DemoPeople = readonly [FirstUser, ...FirstUser[]]

/** Its people, led by whoever makes it. Loaded only here: nobody else has a use for made-up shops. */
export async function demoPeople(user: string, passphrase: string | null): Promise<DemoPeople> {
  const { demoUsers } = await import('../../fixtures/demo/people.ts')
  const [leading, ...others] = demoUsers
  // Whoever makes the demo may bear the name of one of its people, and does that one's work too.
  const namesake = others.find(({ name }) => name === user)
  const roles = [...new Set([...leading.roles, ...(namesake?.roles ?? [])])]
  const first = { ...leading, name: user, passphrase: passphrase ?? leading.passphrase, roles }
  return [first, ...others.filter((each) => each !== namesake)]
}

/** Three months and the days of this week, in a workspace that was just made with these people. */
export async function playDemo(engine: Engine, users: DemoPeople): Promise<void> {
  const { demoProducers } = await import('../../fixtures/demo/producers.ts')
  const as = (name: string) => clientOfUser(engine, secretOf(users, name))
  const admin = await as(users[0].name)
  const [operator, analyst, approver] = [await as('operator'), await as('analyst'), await as('approver')]
  for (const producer of demoProducers) await admin.producers.add(producer)
  // First of all the wallets: one of them is frozen before its payment comes.
  await tellStory({ analyst, approver }, demoProducers[2].id)
  const people = { admin, operator, analyst, approver }
  await playMonths(people)
  await playWeek(people)
  await playBank({ admin, analyst, approver }, engine)
}

/** The same where nobody has opened it: the desktop's people open it once its recovery key is in safe hands. */
export async function playDemoIn(directory: string, users: DemoPeople): Promise<void> {
  const opening = { directory, version: productVersion, program: 'desktop', background: false, settleMs: 0 } as const
  const engine = await openEngine(opening)
  try {
    await playDemo(engine, users)
  } finally {
    await engine.close()
  }
}

function secretOf(users: readonly FirstUser[], name: string): Readonly<{ user: string; passphrase: string }> {
  const user = users.find((each) => each.name === name)
  invariant(user !== undefined, 'the demo misses one of its people', { name })
  return { user: user.name, passphrase: user.passphrase }
}
