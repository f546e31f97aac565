import { Anchor, Text } from '@mantine/core'
import { Link } from 'wouter'
import { FaultNotice } from '../faults/FaultNotice.tsx'
import { NextSource } from '../first-run/NextStep.tsx'
import { useText } from '../messages/use-text.ts'
import { CopyText } from '../notice/CopyText.tsx'
import { ListStatus } from '../notice/ListStatus.tsx'
import { Nothing } from '../notice/Nothing.tsx'
import { Waiting } from '../notice/Waiting.tsx'
import { useMay } from '../session/session-context.ts'
import { Page } from '../shell/Page.tsx'
import { Facts, PaneSection } from '../shell/PaneSection.tsx'
import { StatementTabs } from './StatementTabs.tsx'
import classes from './statements.module.css'
import { TakeIn } from './TakeIn.tsx'
import { type Source, useSources } from './use-sources.ts'

/** Who sends statements of which accounts, and into which folders. They are a rule, and change as rules do. */
export function SourcesPart() {
  const text = useText()
  const reading = useSources()
  const mayRules = useMay('settings.read')
  const { data, fault, again } = reading
  return (
    <Page
      title={text('nav.statements')}
      tabs={<StatementTabs current="sources" />}
      actions={<TakeIn />}
      status={<ListStatus reading={reading} count={(total) => text('statements.sources_shown', { total })} />}
    >
      {!data && fault ? <FaultNotice fault={fault} onRetry={again} /> : null}
      {data || fault ? null : <Waiting />}
      {data?.items.length === 0 ? (
        <Nothing title={text('setting.statements.none')} body={text('statements.none.next')} action={<NextSource />} />
      ) : null}
      <div className={classes.sources}>
        {(data?.items ?? []).map((source) => (
          <SourceFacts key={source.code} source={source} />
        ))}
        {mayRules ? (
          <Text>
            {text('statements.sources.change')}{' '}
            <Anchor component={Link} href="/settings?setting=statements" underline="always" inherit>
              {text('setting.statements')}
            </Anchor>
          </Text>
        ) : null}
      </div>
    </Page>
  )
}

function SourceFacts({ source }: Readonly<{ source: Source }>) {
  const text = useText()
  const { name, code, kind, format, encoding, accounts, folder } = source
  return (
    <PaneSection title={name}>
      <Facts
        facts={[
          { name: text('statements.source.code'), value: code },
          { name: text('statements.source.kind'), value: text(`statements.source.kind.${kind}`) },
          {
            name: text('statements.format'),
            value: format === 'auto' ? text('setting.statements.auto') : text(`statements.format.${format}`),
          },
          ...(encoding === undefined
            ? []
            : [{ name: text('rules.statements.encoding'), value: text(`rules.statements.encoding.${encoding}`) }]),
          {
            name: text('statements.source.accounts'),
            value: accounts
              .map(
                ({ said, currency, account }) => `${said ?? text('setting.statements.any')} → ${account} ${currency}`,
              )
              .join('; '),
          },
          {
            name: text('statements.source.folder'),
            value: <CopyText label={text('statements.source.folder')} value={folder} />,
          },
        ]}
      />
    </PaneSection>
  )
}
