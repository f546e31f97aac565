import { PasswordInput } from '@mantine/core'
import { useText } from '../messages/use-text.ts'
import { newPassphraseProblem } from './passphrase-rules.ts'

type Props = Readonly<{
  next: string
  onNext: (next: string) => void
  repeated: string
  onRepeated: (repeated: string) => void
}>

/** A new passphrase, twice. Pasting is fine: a password manager makes better ones than people do. */
export function NewPassphraseFields({ next, onNext, repeated, onRepeated }: Props) {
  const text = useText()
  const problem = newPassphraseProblem(next, repeated)
  const show = { 'aria-label': text('passphrase.show') }
  return (
    <>
      <PasswordInput
        label={text('passphrase.new')}
        description={text('passphrase.hint')}
        value={next}
        onChange={(event) => onNext(event.currentTarget.value)}
        autoComplete="new-password"
        visibilityToggleButtonProps={show}
        error={next !== '' && problem === 'passphrase.too_short' ? text(problem) : null}
      />
      <PasswordInput
        label={text('passphrase.repeat')}
        value={repeated}
        onChange={(event) => onRepeated(event.currentTarget.value)}
        autoComplete="new-password"
        visibilityToggleButtonProps={show}
        error={repeated !== '' && problem === 'passphrase.not_equal' ? text(problem) : null}
      />
    </>
  )
}
