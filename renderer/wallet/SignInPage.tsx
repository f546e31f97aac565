/** @jsxImportSource preact */
/** Signing in: who you are, then the code of the letter, and which wallet where an address belongs to several clients. */
import { useState } from 'preact/hooks'
import { type Out, type Refused, wallet } from './call.ts'
import { Field, Heading, problemOfSending } from './parts.tsx'
import { useWords } from './words.ts'

type Sent = Readonly<{ who: string; challenge: string; minutes: number }>
type Choice = Extract<Out['signIn'], { status: 'choose' }>['clients']
type Props = Readonly<{ canSignIn: boolean; wasEnded: boolean; moved: boolean; onSignedIn: () => void }>

export function SignInPage({ canSignIn, wasEnded, moved, onSignedIn }: Props) {
  const { say } = useWords()
  const [sent, setSent] = useState<Sent | null>(null)
  const [isBack, setBack] = useState(false)
  const back = (): void => {
    setSent(null)
    setBack(true)
  }
  return (
    <div class="card narrow">
      {wasEnded && sent === null && <output class="note">{say('ended')}</output>}
      {sent === null ? (
        <Who canSignIn={canSignIn} moved={moved || isBack} onSent={setSent} />
      ) : (
        <Code sent={sent} onSent={setSent} onSignedIn={onSignedIn} onOther={back} />
      )}
    </div>
  )
}

type WhoProps = Readonly<{ canSignIn: boolean; moved: boolean; onSent: (sent: Sent) => void }>

function Who({ canSignIn, moved, onSent }: WhoProps) {
  const { say } = useWords()
  const [who, setWho] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  const send = async (event: Event): Promise<void> => {
    event.preventDefault()
    if (who.trim() === '') return setProblem(say('signIn.empty'))
    setBusy(true)
    setProblem(null)
    try {
      onSent({ who: who.trim(), ...(await wallet.askCode(who.trim())) })
    } catch (error) {
      setProblem(say(problemOfSending(error as Refused)))
      setBusy(false)
    }
  }
  return (
    <form onSubmit={(event) => void send(event)} noValidate>
      <Heading moved={moved}>{say('signIn.title')}</Heading>
      {canSignIn ? (
        <>
          <Field id="who" label={say('signIn.who')} hint={say('signIn.how')} problem={problem}>
            {(described) => (
              <input
                {...described}
                type="text"
                inputMode="email"
                autoComplete="username"
                autoCapitalize="none"
                spellcheck={false}
                maxLength={254}
                value={who}
                onInput={(event) => setWho(event.currentTarget.value)}
              />
            )}
          </Field>
          <button type="submit" class="primary" disabled={isBusy}>
            {say('signIn.send')}
          </button>
        </>
      ) : (
        <p class="note">{say('signIn.closed')}</p>
      )}
    </form>
  )
}

type CodeProps = Readonly<{
  sent: Sent
  onSent: (sent: Sent) => void
  onSignedIn: () => void
  onOther: () => void
}>

function Code({ sent, onSent, onSignedIn, onOther }: CodeProps) {
  const { say } = useWords()
  const [code, setCode] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [news, setNews] = useState('')
  const [choice, setChoice] = useState<Choice | null>(null)
  const failed = (error: unknown): void => setProblem(say(problemOfSending(error as Refused)))
  const enter = async (client?: string): Promise<void> => {
    if (!/^\d{6}$/.test(code)) return setProblem(say('code.short'))
    setProblem(null)
    const { challenge } = sent
    try {
      const outcome = await wallet.signIn({ challenge, code, ...(client === undefined ? {} : { client }) })
      if (outcome.status === 'signed_in') onSignedIn()
      else setChoice(outcome.clients)
    } catch (error) {
      failed(error)
    }
  }
  const another = async (): Promise<void> => {
    try {
      onSent({ who: sent.who, ...(await wallet.askCode(sent.who)) })
      setCode('')
      setProblem(null)
      setNews(say('code.sentAgain'))
    } catch (error) {
      failed(error)
    }
  }
  if (choice !== null) return <Choose choice={choice} onChosen={(client) => void enter(client)} />
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void enter()
      }}
    >
      <Heading moved>{say('code.title')}</Heading>
      <p>{say('code.sent', { who: sent.who, minutes: sent.minutes })}</p>
      <Field id="code" label={say('code.label')} problem={problem}>
        {(described) => (
          <input
            {...described}
            class="code"
            type="text"
            inputMode="numeric"
            autoComplete="one-time-code"
            value={code}
            // A code that was copied may have spaces around and within it.
            onInput={(event) => setCode(event.currentTarget.value.replace(/\s/g, '').slice(0, 6))}
          />
        )}
      </Field>
      <button type="submit" class="primary">
        {say('code.enter')}
      </button>
      <div class="beside">
        <button type="button" class="quiet" onClick={() => void another()}>
          {say('code.another')}
        </button>
        <button type="button" class="quiet" onClick={onOther}>
          {say('code.other')}
        </button>
      </div>
      <output class="fine">{news}</output>
    </form>
  )
}

function Choose({ choice, onChosen }: Readonly<{ choice: Choice; onChosen: (client: string) => void }>) {
  const { say } = useWords()
  return (
    <>
      <Heading moved>{say('choose.title')}</Heading>
      <p>{say('choose.why')}</p>
      <ul class="plain choices">
        {choice.map(({ client, name }) => (
          <li key={client}>
            <button type="button" class="wide" onClick={() => onChosen(client)}>
              <strong>{name ?? client}</strong> {name !== null && <span class="fine">{client}</span>}
            </button>
          </li>
        ))}
      </ul>
    </>
  )
}
