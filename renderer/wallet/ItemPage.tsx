/** @jsxImportSource preact */
/** One transaction: all that there is to say of it, and what may be asked about it. */
import { useCallback, useRef, useState } from 'preact/hooks'
import { Asking } from './Asking.tsx'
import { type Out, wallet } from './call.ts'
import { dayText, figureText, moneyText } from './figures.ts'
import { Heading, Loading, Problem, Status } from './parts.tsx'
import { addressOf, isPosted } from './place.ts'
import { RequestCard } from './RequestCard.tsx'
import { SavePaper } from './SavePaper.tsx'
import { useLoaded } from './use-loaded.ts'
import { useSaving } from './use-saving.ts'
import { useWords } from './words.ts'

type Transaction = Out['transaction']
type Props = Readonly<{ id: string; zone: string; moved: boolean }>

export function ItemPage({ id, zone, moved }: Props) {
  const { say } = useWords()
  const { value, refused, reload } = useLoaded(useCallback(() => wallet.transaction(id), [id]))
  return (
    <>
      <a class="back" href={addressOf.wallet}>
        {say('back')}
      </a>
      {value === null && refused === null && <Loading />}
      {refused !== null && <Problem refused={refused} onAgain={refused.code === 'not_found' ? undefined : reload} />}
      {value !== null && <Facts of={value} moved={moved} />}
      {value !== null && isPosted(value.id) && <Receipt id={value.id} />}
      {value !== null && <Questions of={value} onAsked={reload} />}
      {value?.cases.map((request) => (
        <RequestCard key={request.id} request={request} zone={zone} withLink={false} />
      ))}
    </>
  )
}

function Facts({ of, moved }: Readonly<{ of: Transaction; moved: boolean }>) {
  const { say, language } = useWords()
  const { amount, currency, kind, producer, place, reference, status, balance, day, time } = of
  const facts = [
    [
      say('item.when'),
      [dayText(day, language), time].filter((each) => each !== null).join(language === 'en' ? ', ' : ' '),
    ],
    [say('item.kind'), say(`kind.${kind}`)],
    [say('item.producer'), producer],
    [say('item.place'), place],
    [say('item.reference'), reference],
    [say('item.balance'), balance === null ? null : moneyText(balance, { currency, language })],
  ] as const
  return (
    <section class="card">
      <Heading moved={moved}>{producer ?? say(`kind.${kind}`)}</Heading>
      <p class={amount > 0 ? 'large in' : 'large'}>
        {currency} {figureText(amount, { currency, language })}
      </p>
      <p class="final">
        <Status status={status} /> <span class="fine">{say(`status.${status}.what`)}</span>
      </p>
      <dl class="facts">
        {facts.map(([name, value]) =>
          value === null ? null : (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
      </dl>
    </section>
  )
}

/** Of what is posted. What is held or under way has moved nothing yet. */
function Receipt({ id }: Readonly<{ id: string }>) {
  const { say, language } = useWords()
  const saving = useSaving()
  return (
    <SavePaper
      label={say('receipt.save')}
      of={saving}
      onSave={() => void saving.save(() => wallet.receipt(id, language))}
    />
  )
}

type Open = 'refund' | 'not_recognised' | null

/** What was asked before is shown below and not asked again. */
function Questions({ of, onAsked }: Readonly<{ of: Transaction; onAsked: () => void }>) {
  const { say } = useWords()
  const [open, setOpen] = useState<Open>(null)
  const [isSent, setSent] = useState(false)
  // The form that had the focus goes away.
  const title = useRef<HTMLHeadingElement>(null)
  const isOpen = (kind: Exclude<Open, null>): boolean => !of.cases.some((each) => each.kind === kind)
  const mayRefund = of.refundBar !== 'not_a_payment' && isOpen('refund')
  const mayDoubt = isOpen('not_recognised')
  const close = (): void => {
    setOpen(null)
    title.current?.focus()
  }
  const sent = (): void => {
    close()
    setSent(true)
    onAsked()
  }
  return (
    <section aria-labelledby="help-title" class="card">
      <h2 id="help-title" ref={title} tabIndex={-1}>
        {say('item.help')}
      </h2>
      <output class={isSent ? 'note' : 'hidden'}>{isSent ? say('request.sent') : ''}</output>
      {open !== null && <Asking kind={open} id={of.id} onSent={sent} onCancel={close} />}
      {open === null && (
        <div class="stack">
          {mayRefund && of.refundBar === null && (
            <button type="button" class="wide" onClick={() => setOpen('refund')}>
              {say('refund.open')}
            </button>
          )}
          {mayRefund && of.refundBar !== null && of.refundBar !== 'not_a_payment' && (
            <p class="fine">{say(`refund.bar.${of.refundBar}`)}</p>
          )}
          {mayDoubt && (
            <button type="button" class="wide" onClick={() => setOpen('not_recognised')}>
              {say('doubt.open')}
            </button>
          )}
        </div>
      )}
    </section>
  )
}
