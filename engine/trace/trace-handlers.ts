import type { Permission } from '../contract/permission.ts'
import type { Trace, TraceFrom } from '../contract/trace.ts'
import { assertNever } from '../invariant.ts'
import { api, notPermitted, sessionOf } from '../router/api.ts'

export const traceHandlers = {
  of: api.trace.of.handler(async ({ input: { of }, context, errors }) => {
    const session = sessionOf(context)
    const permission = neededFor(of)
    if (!session.permissions.has(permission))
      throw await notPermitted(context.engine, session, { name: `trace.of.${of.from}`, permission })
    const { store } = await context.engine.opened()
    const found = await store.read('trace.of', { of })
    if (found === null) throw errors.not_found({ data: { noun: of.from, id: idOf(of) } })
    return seenBy(session.permissions, found)
  }),
}

function neededFor({ from }: TraceFrom): Permission {
  switch (from) {
    case 'case':
      return 'exceptions.read'
    case 'batch':
    case 'row':
      return 'batches.read'
    case 'transaction':
    case 'account':
      return 'ledger.read'
    default:
      return assertNever(from)
  }
}

/** Whoever may see a file may not see what stands on clients' accounts therefore. */
const seenBy = (held: ReadonlySet<Permission>, found: Trace): Trace =>
  held.has('ledger.read') ? found : { ...found, balance: null, posting: null, entry: null }

function idOf(of: TraceFrom): string {
  switch (of.from) {
    case 'case':
      return String(of.exception)
    case 'batch':
      return String(of.batch)
    case 'row':
      return `${of.batch}.${of.line}`
    case 'transaction':
      return String(of.transaction)
    case 'account':
      return of.account
    default:
      return assertNever(of)
  }
}
