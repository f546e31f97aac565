/** The check of a workspace: the ledger's laws, and when it is deep, every page first, because the laws read them too. */
import type { CheckResult } from '../contract/workspace.ts'
import { checkLedger } from '../ledger/check.ts'
import type { QueryContext } from '../store/command.ts'
import { checkPages } from '../store/page-check.ts'

export function checkWorkspace(context: QueryContext, { deep }: Readonly<{ deep: boolean }>): CheckResult {
  if (!deep) return checkLedger(context, null)
  const { pages, findings } = checkPages(context.raw)
  if (findings.length > 0) return { consistent: false, differences: [...findings], postings: 0, pages }
  return { ...checkLedger(context, null), pages }
}
