/** What is done about webhooks by the clock. */
import { now } from '../calendar/instant.ts'
import type { EngineStore } from '../engine-store.ts'
import type { JobDefinition } from '../jobs/job.ts'

export const webhookJobs = (store: EngineStore): readonly JobDefinition[] => [
  {
    name: 'webhooks.pause_failing',
    schedule: '*/10 * * * *',
    needed: () => store.read('webhooks.anyFailing', { at: now() }),
    run: async () => {
      const { endpoints } = await store.write('webhooks.pauseFailing', { at: now() }, 'engine')
      return { outcome: endpoints.length === 0 ? 'done' : 'problems', detail: { paused: endpoints.length } }
    },
  },
  {
    name: 'webhooks.tidy',
    schedule: '40 4 * * *',
    needed: () => store.read('webhooks.anyOld', { at: now() }),
    run: async () => {
      let removed = 0
      for (let more = true; more; ) {
        const piece = await store.write('webhooks.removeOld', null, 'engine')
        removed += piece.removed
        more = piece.more
      }
      return { outcome: 'done', detail: { removed } }
    },
  },
]
