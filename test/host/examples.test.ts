/**
 * Every example of the document, sent as it stands to a workspace in which what it is about is there: it succeeds, unless the
 * list below says why it can't. A new operation is tested here without a line being written for it.
 */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Described, procedures } from '../contract/tree.ts'
import { type ExampleWorld, openExampleWorld } from './example-world.ts'

/** The codes with which examples are refused, and why nothing could be there for them to succeed. */
const refused: Readonly<Record<string, readonly [code: string, why: string]>> = {
  'batches.recheck': ['batch_not_held', 'other examples need batch 1 posted'],
  'batches.reject': ['batch_not_held', 'other examples need batch 1 posted'],
  'batches.viewRows': ['view_expired', 'the name of a view is drawn by lot when it is opened'],
  'configuration.import': ['configuration_moved', 'what was looked at is of this workspace as it is now'],
  'contact.askProducer': ['case_moved', 'asking the client has moved the only exception on'],
  'contact.sendAgain': ['message_not_failed', 'message 1 is a question that waits, and is answered by another example'],
  'exceptions.act': ['case_moved', 'asking the client has moved the only exception on'],
  'exceptions.newer': ['view_expired', 'the name of a view is drawn by lot when it is opened'],
  'exceptions.viewIds': ['view_expired', 'the name of a view is drawn by lot when it is opened'],
  'exceptions.viewRows': ['view_expired', 'the name of a view is drawn by lot when it is opened'],
  'expected.cancel': ['reverse_instead', 'expected payment 1 is the withdrawal that is paid out by another example'],
  'expected.settle': ['expected_over', 'expected payment 1 is the withdrawal that is paid out by another example'],
  'holds.release': ['hold_ended', 'hold 1 is captured by the example before'],
  'ownWallet.case': ['not_found', 'exception 1 is not one that the client asked for'],
  'ownWallet.signIn': ['code_refused', 'the code stands in a letter'],
  'proposals.decline': ['proposal_decided', 'proposal 1 is approved by another example'],
  'proposals.withdraw': ['proposal_decided', 'proposal 1 is approved by another example'],
  'reconciliation.setOpening': ['item_matched', 'posting 1 is matched by another example'],
  'reconciliation.unsetOpening': ['item_not_in_opening', 'posting 1 is no older than the first statement'],
  'session.recover': ['recovery_key_mistyped', 'a recovery key is drawn by lot'],
  'wallets.close': ['wallet_not_empty', 'the client has money, which other examples spend'],
}

/** What is over once others were called: it is called before them. */
const first: readonly string[] = [
  'expected.send',
  'reconciliation.reckonParts',
  'reconciliation.split',
  'reconciliation.join',
  'reconciliation.sum',
  'reconciliation.match',
  'contact.askClient',
]
/** What ends something that others are about. */
const last: readonly string[] = [
  'contact.cancel',
  'exceptions.bulk.stop',
  'exports.remove',
  'reports.remove',
  'reconciliation.unmatch',
  'session.recover',
  'users.setRoles',
  'users.remove',
  'wallets.freeze',
  'wallets.unfreeze',
  'wallets.close',
  'webhooks.remove',
]

/** Some operations end what clients are signed in by, another master key for one, so the clients' own come before. */
function inOrder(): readonly Described[] {
  const turn = ({ name, access }: Described): number => {
    if (first.includes(name)) return first.indexOf(name) - first.length
    if (last.includes(name)) return 2 + last.indexOf(name)
    return access === 'wallet_owner' ? 0 : 1
  }
  return procedures().toSorted((a, b) => turn(a) - turn(b))
}

let world: ExampleWorld
beforeAll(async () => {
  world = await openExampleWorld()
}, 60_000)
afterAll(() => world.close())

it.each(inOrder())('$name answers its example', async (described) => {
  const { status, code } = await world.answerOf(described)
  const [expected] = refused[described.name] ?? [null]
  expect({ succeeds: status < 300, code }).toEqual({ succeeds: expected === null, code: expected })
  if (expected === null) return
  const { responses = {} } = world.operations.get(described.name) ?? {}
  const codes = responses[String(status)]?.content?.['application/problem+json']?.examples ?? {}
  expect(Object.keys(codes)).toContain(code)
})

it('lists by its name, and in order, what can’t succeed', () => {
  const names = procedures().map(({ name }) => name)
  expect(Object.keys(refused)).toEqual(
    Object.keys(refused)
      .filter((name) => names.includes(name))
      .toSorted(),
  )
})
