import './marks.css'

export type Tone = 'critical' | 'high' | 'medium' | 'low' | 'ok' | 'progress' | 'reconciled' | 'accent' | SeverityTone

/** How bad something is has shapes of its own: a cross, a pause and a clock say how something stands. */
export type SeverityTone = 'severity-critical' | 'severity-high' | 'severity-medium' | 'severity-low'

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
