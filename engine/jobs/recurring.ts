/** The recurring work of every workspace: proving the store, the ledger and the chain while everybody sleeps. */
import path from 'node:path'
import { signAnchor } from '../audit/anchor.ts'
import { findingsOfChain } from '../audit/verify.ts'
import { now } from '../calendar/instant.ts'
import type { EngineStore } from '../engine-store.ts'
import { expectedJobs } from '../expected/expected-jobs.ts'
import { writeWhole } from '../files/whole-file.ts'
import type { KeyRing } from '../keys/key-ring.ts'
import { notificationJobs } from '../notifications/notification-jobs.ts'
import { ownWalletJobs } from '../own-wallet/own-wallet-jobs.ts'
import { finishPeriods } from '../periods/finish.ts'
import { retryAllHeld } from '../producers/retry-held.ts'
import { reconcileJobs } from '../reconcile/reconcile-jobs.ts'
import type { Reconciler } from '../reconcile/reconciler.ts'
import { webhookJobs } from '../webhooks/webhook-jobs.ts'
import type { JobDefinition } from './job.ts'

export type RecurringParts = Readonly<{
  store: EngineStore
  ring: KeyRing
  anchors: string
  reconciler: Reconciler
  /** Takes files that are there already, as far as they come to rest soon. */
  letArrive: () => Promise<void>
}>

export function recurringJobs({
  store,
  ring,
  anchors,
  reconciler,
  letArrive,
}: RecurringParts): readonly JobDefinition[] {
  return [
    {
      name: 'store.check_pages',
      schedule: '0 3 * * *',
      run: async () => {
        const { consistent, differences, pages = 0, postings } = await store.readLong('workspace.check', { deep: true })
        const found = differences.slice(0, 20).map(({ code, subject, found: what }) => ({ code, subject, found: what }))
        const outcome = consistent ? 'done' : 'problems'
        return { outcome, detail: { pages, postings, findings: found }, findings: differences }
      },
    },
    {
      name: 'ledger.check',
      schedule: '30 * * * *',
      run: async () => {
        const { consistent, differences, postings } = await store.readLong('workspace.check', { deep: false })
        const findings = differences.slice(0, 20).map(({ code, subject }) => ({ code, subject }))
        return { outcome: consistent ? 'done' : 'problems', detail: { postings, findings }, findings: differences }
      },
    },
    ...minutelyJobs(store),
    expectedBatches(store, letArrive),
    ...expectedJobs(store),
    ...notificationJobs(store),
    ...ownWalletJobs(store),
    ...reconcileJobs(store, reconciler),
    ...webhookJobs(store),
    {
      name: 'audit.verify',
      schedule: '30 3 * * *',
      run: async () => {
        const input = { chainKey: ring.keys.chain, anchor: null, workspace: ring.workspace }
        const verdict = await store.readLong('audit.verify', input)
        const { intact, records, brokenAt, problem } = verdict
        const outcome = intact ? 'done' : 'problems'
        return { outcome, detail: { records, brokenAt, problem }, findings: findingsOfChain(verdict) }
      },
    },
    {
      name: 'audit.anchor',
      schedule: '5 0 * * *',
      run: async () => {
        const head = await store.read('audit.head', null)
        const anchor = signAnchor(ring.keys.signing, head, { workspace: ring.workspace, at: now() })
        const file = path.join(anchors, `anchor-${anchor.at.slice(0, 10)}.json`)
        writeWhole(file, `${JSON.stringify(anchor, null, 1)}\n`)
        return { outcome: 'done', detail: { seq: head.seq } }
      },
    },
  ]
}

/** What falls due at any minute, and is looked for at each. */
const minutelyJobs = (store: EngineStore): readonly JobDefinition[] => [
  {
    name: 'holds.expire',
    schedule: '* * * * *',
    needed: () => store.read('holds.anyDue', { at: now() }),
    run: async () => {
      let expired = 0
      for (let more = true; more; ) {
        const piece = await store.write('holds.expire', null, 'engine')
        expired += piece.holds
        more = piece.more
      }
      return { outcome: 'done', detail: { expired } }
    },
  },
  {
    name: 'funding.expire',
    schedule: '* * * * *',
    needed: () => store.read('funding.anyDue', { at: now() }),
    run: async () => {
      let expired = 0
      for (let more = true; more; ) {
        const piece = await store.write('funding.expire', null, 'engine')
        expired += piece.requests
        more = piece.more
      }
      return { outcome: 'done', detail: { expired } }
    },
  },
  {
    name: 'held_payments.expire',
    schedule: '* * * * *',
    needed: () => store.read('exceptions.anyHeldDue', { at: now() }),
    run: async () => {
      const looked = { raised: 0, changed: 0, settled: 0 }
      for (let more = true; more; ) {
        const piece = await store.write('exceptions.expireHeld', null, 'engine')
        looked.raised += piece.raised
        looked.changed += piece.changed
        looked.settled += piece.settled
        more = piece.more
      }
      return { outcome: 'done', detail: looked }
    },
  },
  {
    name: 'exceptions.wake',
    schedule: '* * * * *',
    needed: () => store.read('exceptions.anyToWake', { at: now() }),
    run: async () => {
      let woken = 0
      for (let more = true; more; ) {
        const piece = await store.write('exceptions.wake', null, 'engine')
        woken += piece.woken
        more = piece.more
      }
      return { outcome: 'done', detail: { woken } }
    },
  },
  {
    name: 'proposals.expire',
    schedule: '* * * * *',
    needed: () => store.read('proposals.anyToExpire', { at: now() }),
    run: async () => {
      const { expired } = await store.write('proposals.expire', null, 'engine')
      return { outcome: 'done', detail: { expired: expired.length } }
    },
  },
  {
    name: 'producers.retry_held',
    schedule: '* * * * *',
    needed: async () => (await store.read('producers.toRetry', null)).length > 0,
    run: async () => ({ outcome: 'done', detail: { posted: await retryAllHeld(store) } }),
  },
  {
    name: 'contact.follow_up',
    schedule: '* * * * *',
    needed: () => store.read('contact.anyToFollowUp', { at: now() }),
    run: async () => {
      const followed = { reminded: 0, expired: 0 }
      for (let more = true; more; ) {
        const piece = await store.write('contact.followUp', null, 'engine')
        followed.reminded += piece.reminded
        followed.expired += piece.expired
        more = piece.more
      }
      return { outcome: 'done', detail: followed }
    },
  },
  {
    name: 'periods.finish',
    schedule: '* * * * *',
    needed: async () => (await store.read('periods.closing', null)).length > 0,
    run: async () => ({ outcome: 'done', detail: { finished: await finishPeriods(store) } }),
  },
]

/** After a machine slept, files lie in the drop folders that came meanwhile: nobody is told that they are missing. */
const expectedBatches = (store: EngineStore, letArrive: RecurringParts['letArrive']): JobDefinition => ({
  name: 'producers.due',
  schedule: '* * * * *',
  needed: () => store.read('producers.anyDue', { at: now() }),
  run: async () => {
    await letArrive()
    let [decided, missing] = [0, 0]
    for (let more = true; more; ) {
      const piece = await store.write('producers.noteDue', null, 'engine')
      decided += piece.decided
      missing += piece.missing.length
      more = piece.more
    }
    return { outcome: missing === 0 ? 'done' : 'problems', detail: { decided, missing } }
  },
})
