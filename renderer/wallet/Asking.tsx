/** @jsxImportSource preact */
/** What the client writes about a transaction, in their own words. */
import { useEffect, useRef, useState } from 'preact/hooks'
import type { WalletRequestKind } from '../../engine/contract/own-wallet.ts'
import { type Refused, wallet } from './call.ts'
import { Field, problemOfSending } from './parts.tsx'
import { useWords } from './words.ts'

type Props = Readonly<{ kind: WalletRequestKind; id: string; onSent: () => void; onCancel: () => void }>

export function Asking({ kind, id, onSent, onCancel }: Props) {
  const { say } = useWords()
  const [words, setWords] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)
  useEffect(() => field.current?.focus(), [])
  const name = kind === 'refund' ? 'refund' : 'doubt'
  const send = async (event: Event): Promise<void> => {
    event.preventDefault()
    if (kind === 'refund' && words.trim() === '') return setProblem(say('refund.empty'))
    setBusy(true)
    setProblem(null)
    try {
      await (kind === 'refund' ? wallet.askRefund(id, words.trim()) : wallet.doubt(id, words.trim()))
      onSent()
    } catch (error) {
      const { code, facts } = error as Refused
      const most = Number(facts.most ?? 0)
      setProblem(code === 'too_many_open' ? say('request.too_many', { most }) : say(problemOfSending(error as Refused)))
      setBusy(false)
    }
  }
  return (
    <form onSubmit={(event) => void send(event)} noValidate>
      <Field id="words" label={say(`${name}.words`)} hint={say(`${name}.hint`)} problem={problem}>
        {(described) => (
          <textarea
            {...described}
            ref={field}
            rows={4}
            maxLength={1_000}
            value={words}
            onInput={(event) => setWords(event.currentTarget.value)}
          />
        )}
      </Field>
      <div class="stack">
        <button type="submit" class="primary" disabled={isBusy}>
          {say(`${name}.send`)}
        </button>
        <button type="button" class="quiet" onClick={onCancel}>
          {say('request.cancel')}
        </button>
      </div>
    </form>
  )
}
