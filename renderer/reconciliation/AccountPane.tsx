import { Anchor, Button, Group, Text } from '@mantine/core'
import { useCallback } from 'react'
import { Link } from 'wouter'
import type { Topic } from '../../engine/contract/changes.ts'
import type { EngineClient, Outputs } from '../../engine/contract/contract.ts'
import type { AccountReconciliation, ReconciliationRun } from '../../engine/contract/reconciliation.ts'
import { usePages } from '../engine/use-pages.ts'
import { FaultNotice } from '../faults/FaultNotice.tsx'
import { KeyHint } from '../keys/KeyHint.tsx'
import { accountAddress } from '../ledger/address.ts'
import { useText } from '../messages/use-text.ts'
import { formatCount } from '../money/format.ts'
import { Waiting } from '../notice/Waiting.tsx'
import { Facts, PaneSection } from '../shell/PaneSection.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { ageWords, runByWords } from './account-columns.ts'
import { matchedAddress, proofAddress, workspaceAddress } from './address.ts'
import { MatchRateSection } from './MatchRateSection.tsx'
import classes from './reconciliation.module.css'
import { runsWords } from './run-words.ts'
import { useRuleNames } from './use-rule-names.ts'

/** One account: the ways into it, how much of late is matched, what waits for how long, and what the last runs found. */
export function AccountPane({ account }: Readonly<{ account: AccountReconciliation }>) {
  const text = useText()
  const { kind, cutOffDay } = account
  return (
    <>
      <PaneSection title={text('reconcile.work')}>
        <Group gap={8} mb={8}>
          <Button component={Link} href={workspaceAddress(account)} rightSection={<KeyHint command="case.page" />}>
            {text('reconcile.workspace')}
          </Button>
          <Button component={Link} variant="default" href={matchedAddress(account)}>
            {text('reconcile.look.matched')}
          </Button>
          {kind === 'omnibus' ? (
            <Button component={Link} variant="default" href={proofAddress(account)}>
              {text('proof.title')}
            </Button>
          ) : null}
        </Group>
        <Facts
          facts={[
            { name: text('reconcile.final_through'), value: cutOffDay ?? text('reconcile.nothing_final') },
            {
              name: text('account.account'),
              value: (
                <Anchor component={Link} href={accountAddress(account.account, account.currency)} underline="always">
                  {text('reconcile.in_ledger')}
                </Anchor>
              ),
            },
          ]}
        />
      </PaneSection>
      <MatchRateSection account={account} />
      <Ages account={account} />
      <Runs account={account} />
    </>
  )
}

function Ages({ account }: Readonly<{ account: AccountReconciliation }>) {
  const text = useText()
  const { money, locale } = useFormats()
  const { ages, currency } = account
  return (
    <PaneSection title={text('reconcile.ages')}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{text('reconcile.age')}</th>
            <th scope="col" data-amount>
              {text('reconcile.lines')}
            </th>
            <th scope="col" data-amount>
              {currency}
            </th>
            <th scope="col" data-amount>
              {text('reconcile.postings')}
            </th>
            <th scope="col" data-amount>
              {currency}
            </th>
          </tr>
        </thead>
        <tbody>
          {ages.map((band) => (
            <tr key={band.fromDays}>
              <th scope="row">{ageWords(band, text)}</th>
              <td data-amount>{formatCount(band.lines, locale)}</td>
              <td data-amount>{money(BigInt(band.lineSum), currency)}</td>
              <td data-amount>{formatCount(band.postings, locale)}</td>
              <td data-amount>{money(BigInt(band.postingSum), currency)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </PaneSection>
  )
}

const runTopics: readonly Topic[] = ['reconciliation']

function Runs({ account: { account, currency } }: Readonly<{ account: AccountReconciliation }>) {
  const text = useText()
  const ask = useCallback(
    (client: EngineClient, cursor: string | undefined): Promise<Outputs['reconciliation']['runs']> =>
      client.reconciliation.runs({ account, limit: 20, ...(cursor === undefined ? {} : { cursor }) }),
    [account],
  )
  const { items, fault, hasMore, loadMore, loadingMore, again } = usePages(ask, runTopics)
  if (!items)
    return (
      <PaneSection title={text('reconcile.runs')}>
        {fault ? <FaultNotice fault={fault} onRetry={again} /> : <Waiting lines={3} />}
      </PaneSection>
    )
  const runs = items.filter((run) => run.currency === currency)
  return (
    <PaneSection title={text('reconcile.runs')}>
      {runs.length === 0 ? <Text c="dimmed">{text('reconcile.never_run')}</Text> : null}
      <ol className={classes.runs}>
        {runs.map((run) => (
          <Run key={run.id} run={run} />
        ))}
      </ol>
      {hasMore ? (
        <Button variant="default" onClick={loadMore} loading={loadingMore}>
          {text('reconcile.runs.earlier')}
        </Button>
      ) : null}
    </PaneSection>
  )
}

function Run({ run }: Readonly<{ run: ReconciliationRun }>) {
  const text = useText()
  const { instant, zone } = useFormats()
  const nameOfRule = useRuleNames()
  const { byRule, startedAt, endedAt, isWhole } = run
  return (
    <li>
      <div className={classes.quiet}>
        <span title={zone}>{instant(startedAt)}</span> · {runByWords(run, text)} ·{' '}
        {text(isWhole ? 'reconcile.run.whole' : 'reconcile.run.near')}
      </div>
      <div>{endedAt === null ? text('reconcile.run.under_way') : runsWords([run], text)}</div>
      {Object.entries(byRule).map(([rule, { matches, lines, postings }]) => (
        <div key={rule} className={classes.quiet}>
          {text('reconcile.run.rule', { rule: nameOfRule(rule), matches, lines, postings })}
        </div>
      ))}
    </li>
  )
}
