import { Button, Select, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useLocation } from 'wouter'
import { useText } from '../messages/use-text.ts'
import { useFormats } from '../workspace/workspace-context.ts'
import classes from './clients.module.css'
import { type FindBy, findAddress, findBy } from './search.ts'

/** For whoever has a bank's number, a reference or an amount, and no client: the ledger's postings are searched. */
export function FindPosting() {
  const text = useText()
  const { currency, digits } = useFormats()
  const [, navigate] = useLocation()
  const [by, setBy] = useState<FindBy>('reference')
  const [typed, setTyped] = useState('')
  const [wrong, setWrong] = useState(false)
  const find = (event: FormEvent): void => {
    event.preventDefault()
    const address = typed.trim() === '' ? null : findAddress(by, typed, digits(currency))
    setWrong(address === null && typed.trim() !== '')
    if (address !== null) navigate(address)
  }
  return (
    <form className={classes.find} onSubmit={find}>
      <Select
        aria-label={text('clients.find.by')}
        data={findBy.map((value) => ({ value, label: text(`clients.find.${value}`) }))}
        value={by}
        onChange={(value) => setBy(findBy.find((known) => known === value) ?? by)}
        allowDeselect={false}
        w={148}
      />
      <TextInput
        aria-label={text('clients.find')}
        placeholder={text('clients.find')}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value)
          setWrong(false)
        }}
        error={wrong ? text(`clients.find.${by === 'amount' ? 'amount' : 'transaction'}.wrong`) : null}
        maxLength={140}
        autoComplete="off"
        w={200}
      />
      <Button type="submit" variant="default">
        {text('clients.find.go')}
      </Button>
    </form>
  )
}
