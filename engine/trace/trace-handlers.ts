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
    case 'expected':
    case 'fund_request':
      return 'ledger.read'
    case 'match':
      return 'reconciliation.read'
    case 'line':
      return 'statements.read'
    case 'proposal':
      return 'proposals.read'
    default:
      return assertNever(from)
  }
}

/** Whoever may see a file may not see what stands on clients' accounts therefore, nor each of the other parts. */
function seenBy(held: ReadonlySet<Permission>, { became, ...found }: Trace): Trace {
  const books = held.has('ledger.read') ? {} : { balance: null, posting: null, entry: null, movedOn: [], left: null }
  const matches = held.has('reconciliation.read') ? {} : { match: null }
  const statements = held.has('statements.read') ? {} : { statement: null }
  const seesCase = became === null || held.has('exceptions.read')
  return { ...found, ...books, ...matches, ...statements, became: seesCase ? became : { ...became, exception: null } }
}

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
    case 'match':
      return String(of.match)
    case 'line':
      return String(of.line)
    case 'expected':
      return String(of.expected)
    case 'fund_request':
      return String(of.request)
    case 'proposal':
      return String(of.proposal)
    default:
      return assertNever(of)
  }
}
