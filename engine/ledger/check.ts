/**
 * The consistency check: the laws of the ledger over the whole store, in one snapshot and in bounded memory. Every
 * difference is named with what was expected and what was found; sums are exact however large they are.
 */
import type { CheckResult } from '../contract/workspace.ts'
import { checkExceptions } from '../exceptions/check.ts'
import { checkExpected } from '../expected/check.ts'
import { checkFunding } from '../funding/check.ts'
import { checkReconciliation } from '../reconcile/check.ts'
import type { QueryContext } from '../store/command.ts'
import { checkAccounts, checkClients } from './check/accounts.ts'
import { RunningBalances } from './check/balances.ts'
import { BatchSums } from './check/batches.ts'
import { Chains } from './check/chains.ts'
import { Chart } from './check/chart.ts'
import { checkClaimedOnce } from './check/claimed-once.ts'
import { PostingDays } from './check/days.ts'
import { WholeEntries } from './check/entries.ts'
import { Findings } from './check/findings.ts'
import { checkHeldRows, checkWaiting } from './check/held-rows.ts'
import { checkHolds } from './check/holds.ts'
import { Identities } from './check/identities.ts'
import { checkKeys } from './check/keys.ts'
import { KindTotals } from './check/kinds.ts'
import { checkPeriods } from './check/periods.ts'
import { passPostings } from './check/postings.ts'
import { checkProposals } from './check/proposals.ts'
import { RowsOnce } from './check/rows-once.ts'
import { checkUndoing } from './check/undoing.ts'

type CheckContext = Pick<QueryContext, 'raw' | 'onProgress'>

export function checkLedger({ raw, onProgress }: CheckContext, _: null): CheckResult {
  const findings = new Findings()
  const chart = new Chart(raw)
  const kinds = new KindTotals(raw, chart)
  const days = new PostingDays(raw)
  const laws = [
    new RunningBalances(raw, chart),
    new Chains(raw, chart),
    days,
    new WholeEntries(raw),
    kinds,
    new BatchSums(raw),
    new RowsOnce(raw),
    new Identities(raw),
  ]
  const postings = passPostings(raw, { laws, findings, report: onProgress })
  checkAccounts(raw, chart, findings)
  checkClients(raw, findings)
  checkHolds(raw, chart, findings)
  checkUndoing(raw, findings)
  checkKeys(raw, findings)
  checkExpected(raw, findings)
  checkFunding(raw, findings)
  checkReconciliation(raw, findings)
  checkHeldRows(raw, findings)
  checkWaiting(raw, chart, findings)
  checkClaimedOnce(raw, findings)
  checkExceptions(raw, findings)
  checkPeriods(raw, days.counted(), findings)
  checkProposals(raw, findings)
  const differences = findings.all()
  return { consistent: differences.length === 0, differences, postings, kinds: kinds.moves() }
}
