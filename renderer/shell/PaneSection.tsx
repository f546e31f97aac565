import { Title } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './split-view.module.css'

/** One part of a pane; "[" and "]" go from one to the next. */
export function PaneSection({ title, children }: Readonly<{ title: string; children: ReactNode }>) {
  return (
    <section className={classes.section} data-pane-section tabIndex={-1} aria-label={title}>
      <Title order={3}>{title}</Title>
      {children}
    </section>
  )
}

export type Fact = Readonly<{ name: string; value: ReactNode }>

export function Facts({ facts }: Readonly<{ facts: readonly Fact[] }>) {
  return (
    <dl className={classes.facts}>
      {facts.map(({ name, value }) => (
        <FactRow key={name} name={name} value={value} />
      ))}
    </dl>
  )
}

function FactRow({ name, value }: Fact) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  )
}
