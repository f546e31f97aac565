import { Button, Group } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './rules.module.css'

type Props = Readonly<{ legend: string; removeWord: string; onRemove: () => void; children: ReactNode }>

/** One of a list that a setting is: its fields, and the way to take it off the list. */
export function ListedRule({ legend, removeWord, onRemove, children }: Props) {
  return (
    <fieldset className={classes.rule}>
      <legend>{legend}</legend>
      {children}
      <Group>
        <Button variant="default" onClick={onRemove}>
          {removeWord}
        </Button>
      </Group>
    </fieldset>
  )
}
