import './marks.css'

export type Tone = 'critical' | 'high' | 'medium' | 'low' | 'ok' | 'progress' | 'reconciled' | 'accent'

/** The shape of a tone. It is decoration: a word always stands beside it. */
export function Mark({ tone }: Readonly<{ tone: Tone }>) {
  return <span className={`ch-mark ch-tone-${tone}`} aria-hidden />
}

/** Shape and word together, as states are shown outside of grids. */
export function State({ tone, word }: Readonly<{ tone: Tone; word: string }>) {
  return (
    <span className={`ch-state ch-tone-${tone}`}>
      <span className="ch-mark" aria-hidden />
      {word}
    </span>
  )
}
