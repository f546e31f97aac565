import { Button, Group, Stack, Text, TextInput, Title } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { UserName } from '../../engine/contract/session.ts'
import type { DesktopShell, ShellOutcome } from '../../engine/contract/shell.ts'
import { shellSentence } from '../desktop/shell-sentence.ts'
import { useShellState } from '../desktop/use-shell-state.ts'
import { useText } from '../messages/use-text.ts'
import { CopyText } from '../notice/CopyText.tsx'
import { Live } from '../notice/Live.tsx'
import { NewPassphraseFields } from '../session/NewPassphraseFields.tsx'
import { newPassphraseProblem } from '../session/passphrase-rules.ts'
import { FoundingFields, foundingAtFirst, type TypedFounding } from './FoundingFields.tsx'
import { RecoveryKeyCheck } from './RecoveryKeyCheck.tsx'

type Props = Readonly<{
  desktop: DesktopShell
  /** It is made and its recovery key is stored: it can be opened, and this is who signs in. */
  onMade: (user: string) => void
}>

/** The desktop's first start: where the workspace lives, who administers it, and the recovery key. */
export function NewWorkspace({ desktop, onMade }: Props) {
  const text = useText()
  const [made, setMade] = useState<Made | null>(null)
  if (made !== null)
    return (
      <Stack gap={12}>
        {made.demo ? <Text>{text('new_workspace.demo.people', { user: made.user })}</Text> : null}
        <Title order={2}>{text('new_workspace.recovery')}</Title>
        <RecoveryKeyCheck
          recoveryKey={made.recoveryKey}
          action={text('new_workspace.open')}
          onStored={() => onMade(made.user)}
        />
      </Stack>
    )
  return (
    <Stack gap={16}>
      <Text>{text('new_workspace.lead')}</Text>
      <Where desktop={desktop} />
      <FirstUser desktop={desktop} onMade={setMade} />
    </Stack>
  )
}

type Made = Readonly<{ user: string; recoveryKey: string; demo: boolean }>
type Refused = Extract<ShellOutcome, { ok: false }>

function Where({ desktop }: Readonly<{ desktop: DesktopShell }>) {
  const text = useText()
  const directory = useShellState()?.directory ?? ''
  const [refused, setRefused] = useState<Refused | null>(null)
  const choose = async (): Promise<void> => {
    const outcome = await desktop.chooseFolder()
    setRefused(outcome.ok || outcome.code === 'cancelled' ? null : outcome)
  }
  return (
    <Stack gap={8}>
      <Title order={2}>{text('new_workspace.where')}</Title>
      <CopyText label={text('workspace.directory')} value={directory} />
      <Group>
        <Button variant="default" onClick={() => void choose()}>
          {text('new_workspace.choose')}
        </Button>
      </Group>
      <div role="alert">{refused === null ? null : shellSentence(refused, text)}</div>
    </Stack>
  )
}

type UserProps = Readonly<{ desktop: DesktopShell; onMade: (made: Made) => void }>

function FirstUser({ desktop, onMade }: UserProps) {
  const text = useText()
  const [name, setName] = useState('')
  const [user, setUser] = useState('')
  const [next, setNext] = useState('')
  const [repeated, setRepeated] = useState('')
  const [founding, setFounding] = useState<TypedFounding>(foundingAtFirst)
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState<Refused | null>(null)
  const isUser = UserName.safeParse(user).success
  const problem = newPassphraseProblem(next, repeated)

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setTried(true)
    if (busy || !isUser || problem || name.trim() === '') return
    setBusy(true)
    const { demo, ...chosen } = founding
    const draft = { name: name.trim(), user, displayName: user, passphrase: next, ...(demo ? { demo } : chosen) }
    const outcome = await desktop.createWorkspace(draft)
    setBusy(false)
    if (outcome.ok) onMade({ user, recoveryKey: outcome.detail, demo })
    else setRefused(outcome)
  }
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack gap={12}>
        <Title order={2}>{text('new_workspace.founding')}</Title>
        <TextInput
          label={text('new_workspace.name')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={tried && name.trim() === '' ? text('new_workspace.name.missing') : null}
          maxLength={120}
          autoComplete="organization"
        />
        <FoundingFields typed={founding} onTyped={setFounding} />
        <Title order={2}>{text('new_workspace.first_user')}</Title>
        <TextInput
          label={text('sign_in.user')}
          description={text('new_workspace.user.hint')}
          value={user}
          onChange={(event) => setUser(event.currentTarget.value)}
          error={tried && !isUser ? text('new_workspace.user.wrong') : null}
          maxLength={64}
          spellCheck={false}
          autoCapitalize="none"
          autoComplete="username"
        />
        <NewPassphraseFields next={next} onNext={setNext} repeated={repeated} onRepeated={setRepeated} />
        <div role="alert">
          {refused === null ? null : shellSentence(refused, text)}
          {refused === null && tried && problem ? text(problem) : null}
        </div>
        <Group>
          <Button type="submit" loading={busy}>
            {text('new_workspace.make')}
          </Button>
          <Live>{busy && founding.demo ? <Text>{text('new_workspace.demo.making')}</Text> : null}</Live>
        </Group>
      </Stack>
    </form>
  )
}
