import { Radio, Stack, Text } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { useRead } from '../engine/use-read.ts'
import { FaultNotice } from '../faults/FaultNotice.tsx'
import { useText } from '../messages/use-text.ts'
import { Dialog } from '../notice/Dialog.tsx'
import { Waiting } from '../notice/Waiting.tsx'
import { useSession } from '../session/session-context.ts'
import type { CaseDialogProps } from './CaseDialog.tsx'
import { ConfirmForm } from './ConfirmForm.tsx'
import { caseName } from './standing.ts'
import { useGoOn } from './use-go-on.ts'

const question = (client: EngineClient) => client.exceptions.people()

/** Of nobody: no user may be called so, because names begin with a letter. */
const nobody = '-'

/** To whom, among those who may work on it; or back to everybody. */
export function AssignDialog({ each, kept, onClose }: CaseDialogProps) {
  const text = useText()
  const { data, fault, again } = useRead(question)
  const [to, setTo] = useState<string | null>(() => (kept?.deed.action === 'assign' ? (kept.deed.to ?? nobody) : null))
  const goOn = useGoOn(each, onClose)
  // The people come a moment after the dialog, whose own first field had the focus by then.
  const first = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (data) first.current?.focus()
  }, [data])
  // To oneself there is a key of its own.
  const me = useSession().user.name
  const others = data?.items.filter(({ user }) => user !== each.owner && user !== me) ?? []
  return (
    <Dialog opened onClose={onClose} title={text('case.assign.title', { name: caseName(each.id) })}>
      <ConfirmForm
        action={text('case.confirm.assign')}
        reason={to === null ? text('case.assign.nobody_chosen') : null}
        onConfirm={() => {
          if (to !== null) goOn({ action: 'assign', to: to === nobody ? null : to })
        }}
        onClose={onClose}
      >
        {fault && !data ? <FaultNotice fault={fault} onRetry={again} /> : null}
        {data || fault ? null : <Waiting lines={3} />}
        {data ? (
          <Radio.Group value={to} onChange={setTo} label={text('case.assign.to')}>
            <Stack gap={8} pt={8}>
              {others.map(({ user, displayName, working }, place) => (
                <Radio
                  key={user}
                  value={user}
                  label={text('case.assign.person', { displayName, user, working })}
                  {...(place === 0 ? { ref: first } : {})}
                />
              ))}
              {each.owner === null ? null : <Radio value={nobody} label={text('case.assign.nobody')} />}
            </Stack>
          </Radio.Group>
        ) : null}
        {data && others.length === 0 ? <Text c="dimmed">{text('case.assign.no_others')}</Text> : null}
      </ConfirmForm>
    </Dialog>
  )
}
