import { RecoveryKeyCheck } from '../first-run/RecoveryKeyCheck.tsx'
import { useText } from '../messages/use-text.ts'
import { Dialog } from '../notice/Dialog.tsx'

type Props = Readonly<{ recoveryKey: string | null; onStored: () => void }>

/** Shown this once and never again, so it closes by one door only: by typing a part of it back. */
export function RecoveryKeyDialog({ recoveryKey, onStored }: Props) {
  const text = useText()
  return (
    <Dialog
      opened={recoveryKey !== null}
      onClose={() => undefined}
      dismissible={false}
      title={text('recovery_key.title')}
    >
      {recoveryKey === null ? null : (
        <RecoveryKeyCheck recoveryKey={recoveryKey} action={text('action.close')} onStored={onStored} />
      )}
    </Dialog>
  )
}
