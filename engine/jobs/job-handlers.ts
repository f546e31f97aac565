import { assertNever, invariant } from '../invariant.ts'
import { api, sessionOf } from '../router/api.ts'

export const jobHandlers = {
  list: api.jobs.list.handler(async ({ context }) => {
    const { store, scheduler } = await context.engine.opened()
    const known = await store.read('jobs.list', null)
    const items = known.flatMap((job) => {
      const definition = scheduler.definitions.get(job.name)
      return definition === undefined ? [] : [{ ...job, schedule: definition.schedule }]
    })
    return { items, next: null }
  }),

  runs: api.jobs.runs.handler(async ({ input, context, errors }) => {
    const { store, scheduler } = await context.engine.opened()
    if (!scheduler.definitions.has(input.name)) throw errors.not_found({ data: { noun: 'job', id: input.name } })
    return { items: [...(await store.read('jobs.runs', { job: input.name, limit: input.limit }))], next: null }
  }),

  run: api.jobs.run.handler(async ({ input, context, errors }) => {
    const { store, scheduler } = await context.engine.opened()
    if (!scheduler.definitions.has(input.name)) throw errors.not_found({ data: { noun: 'job', id: input.name } })
    const request = await scheduler.run(input.name, sessionOf(context).user.name)
    switch (request.status) {
      case 'started': {
        const run = await store.read('jobs.findRun', { run: request.run })
        invariant(run !== null, 'a run that was just written is gone', { run: request.run })
        return run
      }
      case 'running':
        throw errors.job_running({ data: { job: input.name } })
      default:
        return assertNever(request)
    }
  }),
}
