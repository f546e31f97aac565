import { useText } from '../messages/use-text.ts'
import { Dialog } from '../notice/Dialog.tsx'
import { useToast } from '../notice/use-toast.ts'
import { ChangePassphraseForm } from './ChangePassphraseForm.tsx'

export function ChangePassphraseDialog({ opened, onClose }: Readonly<{ opened: boolean; onClose: () => void }>) {
  const text = useText()
  const { say } = useToast()
  return (
    <Dialog opened={opened} onClose={onClose} title={text('passphrase.change')}>
      <ChangePassphraseForm
        onChanged={() => {
          say(text('passphrase.changed'))
          onClose()
        }}
      />
    </Dialog>
  )
}
