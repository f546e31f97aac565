import { Title } from '@mantine/core'
import { type ReactNode, useId } from 'react'
import classes from './live.module.css'

/** One part of the view under its own heading, with how many there are of what it tells. */
export function Part({ title, aside, children }: Readonly<{ title: string; aside?: ReactNode; children: ReactNode }>) {
  const id = useId()
  return (
    <section className={classes.part} aria-labelledby={id}>
      <div className={classes.partHead}>
        <Title order={2} id={id}>
          {title}
        </Title>
        {aside ? <span className={classes.aside}>{aside}</span> : null}
      </div>
      {children}
    </section>
  )
}
