/**
 * The months and the week behind a demo, as they would have gone: real files are dropped and taken, and between them people
 * do what people do about them. What they do goes through the contract, as if they sat at the console. Rows have the dates
 * of their days; that they were taken today is what the engine says, because so it was.
 */
import { mkdirSync } from 'node:fs'
import { rename, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { DemoFile } from '../../fixtures/demo/week.ts'
import { now } from '../calendar/instant.ts'
import type { EngineClient } from '../contract/contract.ts'
import { invariant } from '../invariant.ts'
import { takeAll } from './take-all.ts'

type People = Readonly<Record<'admin' | 'operator' | 'analyst' | 'approver', EngineClient>>

export async function playMonths(people: People): Promise<void> {
  const { demoHistory } = await import('../../fixtures/demo/history.ts')
  await take(people, demoHistory(now()))
}

export async function playWeek(people: People): Promise<void> {
  const { demoWeek } = await import('../../fixtures/demo/week.ts')
  const { demoSchedules } = await import('../../fixtures/demo/today.ts')
  const { firstDays, yesterday, afterSuspension } = demoWeek(now())
  await take(people, firstDays)
  await agreeOnNewTill(people)
  await take(people, yesterday)
  await proposeRelease(people)
  await people.operator.producers.suspend({
    id: await numberOf(people, 'night-market'),
    reason: 'Two card readers were stolen from the stalls; the police has been told',
  })
  await take(people, afterSuspension)
  await askAboutStolenCard(people)
  await agreeOnSchedules(people.admin, demoSchedules(now()))
}

/** The files come in their order: they are taken by their times, and these are a second apart. */
async function take({ operator }: People, files: readonly DemoFile[]): Promise<void> {
  const folders = new Map((await operator.producers.list()).items.map(({ code, dropFolder }) => [code, dropFolder]))
  for (const [index, { producer, name, content }] of files.entries()) {
    const folder = folders.get(producer)
    invariant(folder !== undefined, 'a file of no producer', { producer })
    mkdirSync(folder, { recursive: true, mode: 0o770 })
    const partial = path.join(folder, `.${name}.part`)
    await writeFile(partial, content)
    const seconds = now() / 1_000 - (files.length - index)
    await utimes(partial, seconds, seconds)
    await rename(partial, path.join(folder, name))
  }
  await takeAll(operator)
}

/** The bookshop's new till calls a column otherwise: its file was rejected, and is read once that is agreed. */
async function agreeOnNewTill(people: People): Promise<void> {
  const { agreementForNewTill } = await import('../../fixtures/demo/producers.ts')
  const { analyst, approver, operator } = people
  const producer = await numberOf(people, 'lantern-books')
  const { id } = await analyst.proposals.propose({
    change: { kind: 'agreement', producer, agreement: agreementForNewTill },
    reason: 'They have a new till, which writes “Total” in dollars; Mei Tse sent the description',
    key: 'demo-12',
  })
  await approver.proposals.approve({ id, reason: 'Compared with their description' })
  const rejected = await batchWith(analyst, producer, 'FILE_UNREADABLE')
  await analyst.batches.recheck({ id: rejected, reason: 'The agreement now knows their new till' })
  await takeAll(operator)
}

async function proposeRelease(people: People): Promise<void> {
  const { analyst } = people
  const batch = await batchWith(analyst, await numberOf(people, 'peninsula-fuel'), 'CONTROL_MISMATCH')
  await analyst.proposals.propose({
    change: { kind: 'batch_release', batch },
    reason: 'Raj Mehta confirmed: three sales were voided after the totals had been counted',
    key: 'demo-13',
  })
}

/** The card was reported as stolen, and then somebody paid with it: its owner is asked whether it was them. */
async function askAboutStolenCard({ analyst }: People): Promise<void> {
  const { ownerOfStolenCard: owner } = await import('../../fixtures/demo/people.ts')
  const { client, ...contact } = owner
  await analyst.clients.setContact({ client, expectedVersion: 0, contact })
  const { items } = await analyst.exceptions.list({ code: 'CLIENT_FROZEN', status: 'unresolved', limit: 10 })
  const found = items.find((each) => each.client === client)
  invariant(found !== undefined, 'nobody paid with the stolen card of the demo', { client })
  const { id: exception, version } = found
  await analyst.contact.askClient({ exception, version, channel: 'email', key: 'demo-fraud' })
}

async function agreeOnSchedules(
  admin: EngineClient,
  schedules: ReturnType<typeof import('../../fixtures/demo/today.ts').demoSchedules>,
): Promise<void> {
  const agreed = new Map(Object.entries(schedules))
  for (const { id, code, version } of (await admin.producers.list()).items) {
    const schedule = agreed.get(code)
    if (schedule !== undefined) await admin.producers.change({ id, expectedVersion: version, change: { schedule } })
  }
}

async function numberOf({ operator }: People, code: string): Promise<number> {
  const producer = (await operator.producers.list()).items.find((each) => each.code === code)
  invariant(producer !== undefined, 'no such producer in the demo', { code })
  return producer.id
}

/** The newest batch of a producer on which a rule over the whole batch spoke. */
async function batchWith(client: EngineClient, producer: number, reason: string): Promise<number> {
  const { items } = await client.batches.list({ producer, limit: 100 })
  const batch = items.find(({ reasons }) => reasons.some((each) => each === reason))
  invariant(batch !== undefined, 'the demo has no such batch', { producer, reason })
  return batch.id
}
