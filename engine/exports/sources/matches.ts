/** Matches of an account, newest first. */
import type { ReconciliationMatch } from '../../contract/reconciliation.ts'
import { invariant } from '../../invariant.ts'
import { reconciledAccount } from '../../reconcile/look/find-account.ts'
import { listMatches } from '../../reconcile/look/matches.ts'
import { pageRows, pagesBehind, sourceOf } from '../source.ts'

export const matches = sourceOf<'matches', ReconciliationMatch>('matches', {
  title: 'Matches',
  columns: {
    id: ['integer', 0.8],
    account: 'text',
    currency: ['text', 0.8],
    state: ['state', 1],
    rule: ['text', 1.2],
    ruleName: 'text',
    ruleVersion: 'integer',
    day: ['day', 1.2],
    lines: ['integer', 0.7],
    postings: ['integer', 0.8],
    lineSum: ['money', 1.5],
    postingSum: ['money', 1.5],
    residue: ['money', 1.2],
    residueTo: 'text',
    residueTransaction: 'integer',
    evidence: 'json',
    madeAt: 'instant',
    madeBy: 'text',
    reason: 'text',
    proposal: 'integer',
    endedAt: 'instant',
    endedBy: 'text',
    endedWhy: 'text',
  },
  pages: ({ raw }, asked) =>
    pagesBehind<ReconciliationMatch, number>((before) => {
      const page = listMatches({ raw }, { ...asked, before, limit: pageRows })
      invariant(page.status === 'found', 'an account is reconciled no longer', asked)
      return page
    }),
  missing: ({ raw }, asked) =>
    reconciledAccount(raw, asked) === null ? { noun: 'reconciled_account', id: asked.account } : null,
})
