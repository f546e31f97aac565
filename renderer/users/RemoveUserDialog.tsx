import type { EngineClient } from '../../engine/contract/contract.ts'
import type { User } from '../../engine/contract/users.ts'
import { useCommand } from '../engine/use-command.ts'
import { useText } from '../messages/use-text.ts'
import { ConfirmDialog } from '../notice/ConfirmDialog.tsx'
import { useToast } from '../notice/use-toast.ts'

type Props = Readonly<{ user: User; opened: boolean; onClose: () => void }>

const removeUser = (client: EngineClient, name: string) => client.users.remove({ name })

export function RemoveUserDialog({ user, opened, onClose }: Props) {
  const text = useText()
  const { say } = useToast()
  const { run, busy, fault } = useCommand(removeUser)
  const name = user.displayName
  const remove = async (): Promise<void> => {
    const outcome = await run(user.name)
    if (!outcome.ok) return
    say(text('user.removed', { name }))
    onClose()
  }
  return (
    <ConfirmDialog
      opened={opened}
      onClose={onClose}
      title={text('user.remove', { name })}
      body={text('user.remove.effect', { name })}
      action={text('user.remove', { name })}
      busy={busy}
      fault={fault}
      danger
      onConfirm={() => void remove()}
    />
  )
}
