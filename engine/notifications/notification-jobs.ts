/** What people are told of by the clock. */
import { now } from '../calendar/instant.ts'
import type { EngineStore } from '../engine-store.ts'
import type { JobDefinition } from '../jobs/job.ts'

export const notificationJobs = (store: EngineStore): readonly JobDefinition[] => [
  {
    name: 'notifications.due',
    schedule: '* * * * *',
    needed: () => store.read('notifications.anyDueToTell', { at: now() }),
    run: async () => ({
      outcome: 'done',
      detail: { ...(await store.write('notifications.tellOfDue', null, 'engine')) },
    }),
  },
  {
    name: 'notifications.digest',
    schedule: '* * * * *',
    needed: () => store.read('notifications.anyDigestDue', { at: now() }),
    run: async () => {
      const { messages } = await store.write('notifications.sendDigests', null, 'engine')
      return { outcome: 'done', detail: { messages: messages.length } }
    },
  },
  {
    name: 'notifications.tidy',
    schedule: '20 4 * * *',
    needed: () => store.read('notifications.anyOld', { at: now() }),
    run: async () => {
      let removed = 0
      for (let more = true; more; ) {
        const piece = await store.write('notifications.removeOld', null, 'engine')
        removed += piece.removed
        more = piece.more
      }
      return { outcome: 'done', detail: { removed } }
    },
  },
]
