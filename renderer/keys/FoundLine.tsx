import { Fragment } from 'react'
import classes from './keys.module.css'
import { markQuery } from './mark-query.ts'

type Props = Readonly<{ label: string; about?: string; query: string }>

/** What was found, with what was looked for marked in it. */
export function FoundLine({ label, about = '', query }: Props) {
  return (
    <span className={classes.found}>
      <span className={classes.foundLabel}>
        <Marked text={label} query={query} />
      </span>
      {about === '' ? null : (
        <span className={classes.foundAbout}>
          <Marked text={about} query={query} />
        </span>
      )}
    </span>
  )
}

function Marked({ text, query }: Readonly<{ text: string; query: string }>) {
  return markQuery(text, query).map(({ text: piece, isMatch, at }) =>
    isMatch ? (
      <mark key={at} className={classes.match}>
        {piece}
      </mark>
    ) : (
      <Fragment key={at}>{piece}</Fragment>
    ),
  )
}
