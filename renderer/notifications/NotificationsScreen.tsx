import type { EngineClient } from '../../engine/contract/contract.ts'
import { useRead } from '../engine/use-read.ts'
import { FaultNotice } from '../faults/FaultNotice.tsx'
import { useText } from '../messages/use-text.ts'
import { Waiting } from '../notice/Waiting.tsx'
import frame from '../shell/frame.module.css'
import { Page } from '../shell/Page.tsx'
import { PreferencesForm } from './PreferencesForm.tsx'

const read = (client: EngineClient) => client.notifications.preferences()

export function NotificationsScreen() {
  const text = useText()
  const { data, fault } = useRead(read)
  return (
    <Page title={text('nav.notifications')}>
      <div className={frame.form}>
        {fault ? <FaultNotice fault={fault} /> : null}
        {data ? <PreferencesForm kept={data} /> : fault ? null : <Waiting />}
      </div>
    </Page>
  )
}
