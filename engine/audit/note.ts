/** Records of what changes nothing in the store: a refusal, an export, a proof. */
import { type AuditNote, command } from '../store/command.ts'

export const note = command({
  topics: ['audit'],
  record: (input: AuditNote, _: null) => input,
  run: () => null,
})

/** What happened while the store was closed, taken in at the next opening; each keeps the time at which it happened. */
export const noteRefusal = command({
  topics: [],
  record: (input: Readonly<{ procedure: string; permission: string }>, _: null) => ({
    action: 'access.refused',
    subject: `procedure:${input.procedure}`,
    outcome: 'not_permitted',
    detail: { permission: input.permission },
  }),
  run: () => null,
})
