import { Fragment } from 'react'
import classes from './case.module.css'
import type { Piece } from './differences.ts'

/** A value with what differs in it marked: boxed and underlined, since a colour alone tells not everybody. */
export function Marked({ pieces }: Readonly<{ pieces: readonly Piece[] }>) {
  return pieces.map(({ text, differs }, place) => {
    const key = `${place} ${text}`
    return differs ? (
      <mark key={key} className={classes.differs}>
        {text}
      </mark>
    ) : (
      <Fragment key={key}>{text}</Fragment>
    )
  })
}
