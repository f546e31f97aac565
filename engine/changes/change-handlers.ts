import { now } from '../calendar/instant.ts'
import { api } from '../router/api.ts'

export const changeHandlers = {
  watch: api.changes.watch.handler(({ context: { engine, token }, signal }) => {
    // Asked at every change, quietly: a stream left open must not keep a session alive nor outlive it.
    const permissions = () =>
      token === undefined ? null : (engine.sessions.find(token, now(), { quietly: true })?.permissions ?? null)
    return engine.changes.watch(permissions, signal)
  }),
}
