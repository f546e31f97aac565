/** What the policy of this machine decides: shown with its value, and locked wherever it would be typed. */
import { Text as Words } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { createContext, type ReactNode, useContext } from 'react'
import { type Setting, settingValues } from '../../engine/contract/settings.ts'
import { isMessageId } from '../messages/messages.ts'
import { type Text, useText } from '../messages/use-text.ts'
import classes from './managed.module.css'

/** The managed fields of the setting that a form is of. */
export const ManagedFields = createContext<readonly string[]>([])

export const useManaged = (field: string): boolean => useContext(ManagedFields).includes(field)

type Props = Readonly<{ field: string; children: ReactNode }>

/** The inputs of a field. A fieldset that is disabled takes them all out of the form, whatever they are. */
export function Managed({ field, children }: Props) {
  const text = useText()
  const isManaged = useManaged(field)
  if (!isManaged) return children
  return (
    <fieldset disabled className={classes.managed} data-managed={field}>
      <legend>
        <IconLock size={14} stroke={1.75} aria-hidden />
        {text('rules.managed.field')}
      </legend>
      {children}
    </fieldset>
  )
}

export const isWhollyManaged = ({ name, managed }: Setting): boolean =>
  Object.keys(settingValues[name].shape).every((field) => managed.includes(field))

/** Beside a setting's value: all of it, or which of its fields. */
export function ManagedNote({ setting }: Readonly<{ setting: Setting }>) {
  const text = useText()
  const { managed } = setting
  if (managed.length === 0) return null
  return (
    <Words component="p" className={classes.note}>
      <IconLock size={16} stroke={1.75} aria-hidden />
      {isWhollyManaged(setting)
        ? text('rules.managed.all')
        : text('rules.managed.some', { fields: managed.map((field) => fieldWords(field, text)).join(', ') })}
    </Words>
  )
}

/** As its form calls it. */
function fieldWords(field: string, text: Text): string {
  const id = [`rules.contact.${field}`, `rules.field.${field}`].find(isMessageId)
  return id === undefined ? field : text(id)
}

/** On top of a form of which a part is locked. */
export function ManagedLead() {
  const text = useText()
  const fields = useContext(ManagedFields)
  return fields.length === 0 ? null : <Words c="dimmed">{text('rules.managed.lead')}</Words>
}
