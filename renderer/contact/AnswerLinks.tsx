import { settingValues } from '../../engine/contract/settings.ts'
import { FaultNotice } from '../faults/FaultNotice.tsx'
import { useText } from '../messages/use-text.ts'
import { State } from '../notice/Mark.tsx'
import { Facts } from '../shell/PaneSection.tsx'
import { linkBarWords } from './mail-words.ts'
import { useMailStatus } from './use-mail-status.ts'

/** Whether clients can open the links that they answer by; where not, what to do about it. */
export function AnswerLinks({ value }: Readonly<{ value: unknown }>) {
  const text = useText()
  const { data, fault, again } = useMailStatus()
  const read = settingValues.contact.safeParse(value)
  if (!data) return fault ? <FaultNotice fault={fault} onRetry={again} /> : null
  const { linkBar } = data
  const address = read.success ? read.data.publicAddress : null
  return (
    <Facts
      facts={[
        {
          name: text('contact.links'),
          value:
            linkBar === null ? (
              <State tone="ok" word={text('contact.links.ok')} />
            ) : (
              <State tone="medium" word={linkBarWords(linkBar, address, text)} />
            ),
        },
      ]}
    />
  )
}
