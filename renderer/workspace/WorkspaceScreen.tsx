import { useText } from '../messages/use-text.ts'
import { CopyText } from '../notice/CopyText.tsx'
import { State } from '../notice/Mark.tsx'
import { Waiting } from '../notice/Waiting.tsx'
import { useMay } from '../session/session-context.ts'
import frame from '../shell/frame.module.css'
import { Page } from '../shell/Page.tsx'
import { Facts } from '../shell/PaneSection.tsx'
import { BackupSection } from './BackupSection.tsx'
import { CheckSection } from './CheckSection.tsx'
import { KeysSection } from './KeysSection.tsx'
import { SettingsSection } from './SettingsSection.tsx'
import { useFormats, useWorkspace, type Workspace } from './workspace-context.ts'

export function WorkspaceScreen() {
  const text = useText()
  const workspace = useWorkspace()
  const mayCheck = useMay('workspace.check')
  const mayBackup = useMay('workspace.backup')
  const mayKeys = useMay('keys.manage')
  return (
    <Page title={text('nav.workspace')}>
      <div className={frame.form}>
        {workspace ? <About workspace={workspace} /> : <Waiting />}
        {mayCheck ? <CheckSection /> : null}
        {mayBackup ? <BackupSection /> : null}
        {mayKeys ? <KeysSection /> : null}
      </div>
    </Page>
  )
}

function About({ workspace }: Readonly<{ workspace: Workspace }>) {
  const text = useText()
  const { instant } = useFormats()
  const { directory, dropDirectory, zone, currency, currencyDigits, schemaVersion, setUpMode, approvers } = workspace
  return (
    <SettingsSection title={workspace.name}>
      <Facts
        facts={[
          {
            name: text('workspace.directory'),
            value: <CopyText label={text('workspace.directory')} value={directory} />,
          },
          {
            name: text('workspace.drop_directory'),
            value: <CopyText label={text('workspace.drop_directory')} value={dropDirectory} />,
          },
          { name: text('workspace.zone'), value: zone },
          {
            name: text('workspace.currency'),
            value: text('workspace.currency.digits', { currency, digits: currencyDigits }),
          },
          { name: text('workspace.since'), value: instant(workspace.createdAt) },
          { name: text('workspace.schema'), value: schemaVersion },
          {
            name: text('workspace.mode'),
            value: (
              <State
                tone={setUpMode ? 'medium' : 'ok'}
                word={text(setUpMode ? 'workspace.mode.set_up' : 'workspace.mode.full', { approvers })}
              />
            ),
          },
        ]}
      />
    </SettingsSection>
  )
}
