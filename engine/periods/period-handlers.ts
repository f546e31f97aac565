import { assertNever } from '../invariant.ts'
import { api, sessionOf } from '../router/api.ts'
import { subjectOf } from './period.ts'

export const periodHandlers = {
  list: api.periods.list.handler(async ({ context }) => {
    const { store } = await context.engine.opened()
    return store.read('periods.list', null)
  }),

  /** The proof, and the record that it was made: an auditor's question is part of the history too. */
  verify: api.periods.verify.handler(async ({ input: { name }, context, errors }) => {
    const { store } = await context.engine.opened()
    const proof = await store.readLong('periods.verify', { name })
    switch (proof.status) {
      case 'not_found':
        throw errors.not_found({ data: { noun: 'period', id: name } })
      case 'period_closing':
        throw errors.period_closing({ data: { period: name } })
      case 'reckoned': {
        const { status: _, ...verdict } = proof
        const { matches, postings, root, recorded } = verdict
        const outcome = matches ? 'intact' : 'differs'
        const note = {
          action: 'period.verify',
          subject: subjectOf(name),
          outcome,
          detail: { postings, root, recorded },
        }
        await store.write('audit.note', note, sessionOf(context).user.name)
        return verdict
      }
      default:
        return assertNever(proof)
    }
  }),
}
