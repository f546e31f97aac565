import { progressOf } from '../changes/progress.ts'
import type { CheckProgress, CheckResult } from '../contract/workspace.ts'
import { api, sessionOf } from '../router/api.ts'
import type { GuardedContext } from '../router/call-context.ts'

export const checkHandlers = {
  check: api.ledger.check.handler(({ context }) => proveWorkspace(context, { deep: false })),

  watchCheck: api.ledger.watchCheck.handler(({ input, context }) =>
    progressOf<CheckProgress, CheckResult>((report) => proveWorkspace(context, { deep: input.deep, report })),
  ),
}

/** The proof, and the record that it was made and how it came out. */
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
  await store.write('audit.note', note, sessionOf(context).user.name)
  return result
}
