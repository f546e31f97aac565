/**
 * The check of a workspace: the ledger's laws, and when it is deep, every page first, because the laws read them too, and
 * last the roots of the batches and the sums for the charts.
 */
import type { CheckResult } from '../contract/workspace.ts'
import { Findings } from '../ledger/check/findings.ts'
import { checkLedger } from '../ledger/check.ts'
import type { QueryContext } from '../store/command.ts'
import { checkPages } from '../store/page-check.ts'
import { checkBatches } from './check/batch-postings.ts'

export function checkWorkspace(context: QueryContext, { deep }: Readonly<{ deep: boolean }>): CheckResult {
  if (!deep) return checkLedger(context, null)
  const { pages, findings } = checkPages(context.raw)
  if (findings.length > 0) return { consistent: false, differences: [...findings], postings: 0, pages }
  const ledger = checkLedger(context, null)
  const ofBatches = new Findings()
  checkBatches(context.raw, ofBatches)
  const differences = [...ledger.differences, ...ofBatches.all()]
  return { ...ledger, consistent: differences.length === 0, differences, pages }
}
