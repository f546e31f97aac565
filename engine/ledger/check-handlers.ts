import { progressOf } from '../changes/progress.ts'
import type { CheckProgress, CheckResult } from '../contract/workspace.ts'
import { noteIncident } from '../incident.ts'
import { api, sessionOf } from '../router/api.ts'
import type { GuardedContext } from '../router/call-context.ts'

export const checkHandlers = {
  check: api.ledger.check.handler(({ context }) => proveWorkspace(context, { deep: false })),

  watchCheck: api.ledger.watchCheck.handler(({ input, context }) =>
    progressOf<CheckProgress, CheckResult>((report) => proveWorkspace(context, { deep: input.deep, report })),
  ),
}

/** The proof, the record that it was made and how it came out, and an exception for each kind of difference. */
export async function proveWorkspace(
  context: GuardedContext,
  { deep, report = () => undefined }: Readonly<{ deep: boolean; report?: (progress: CheckProgress) => void }>,
): Promise<CheckResult> {
  const { store } = await context.engine.opened()
  const onProgress = (progress: unknown) => report(progress as CheckProgress)
  const result = await store.readLong('workspace.check', { deep }, { onProgress })
  const detail = { deep, postings: result.postings, differences: result.differences.length }
  const outcome = result.consistent ? 'consistent' : 'differences'
  const note = { action: 'workspace.check', subject: 'workspace', outcome, detail }
  const { name } = sessionOf(context).user
  await store.write('audit.note', note, name)
  const verdict = { check: deep ? 'store.check_pages' : 'ledger.check', findings: result.differences }
  await store
    .write('exceptions.noteCheck', verdict, name)
    // What was found is told also when the store is too damaged to hold it as somebody's work; that is an incident.
    .catch((error: unknown) => noteIncident(context.engine.log, error, 'workspace.check'))
  return result
}
