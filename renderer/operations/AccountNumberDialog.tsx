import { TextInput } from '@mantine/core'
import { useState } from 'react'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { Wallet } from '../../engine/contract/wallets.ts'
import { useText } from '../messages/use-text.ts'
import { useToast } from '../notice/use-toast.ts'
import { mainBank, OutsideField } from './choices.tsx'
import { OperationDialog } from './OperationDialog.tsx'
import { readAccountNumber } from './typed.ts'
import { useOperationForm } from './use-operation-form.ts'

type Content = Readonly<{ client: string; currency: string; number: string; omnibus: string }>

const openNumber = (client: EngineClient, content: Content) => client.wallets.openVirtualAccount(content)

/** An account number of the client's own at our bank: what is paid in under it is theirs. */
export function AccountNumberDialog({ wallet, onClose }: Readonly<{ wallet: Wallet; onClose: () => void }>) {
  const text = useText()
  const { say } = useToast()
  const { client, currency } = wallet
  const form = useOperationForm(currency)
  const [typed, setTyped] = useState('')
  const [omnibus, setOmnibus] = useState(mainBank)
  const number = readAccountNumber(typed)
  return (
    <OperationDialog
      title={text('account_number.title', { client })}
      lead={text('account_number.lead')}
      action={text('account_number.add')}
      form={form}
      content={number === null ? null : { client, currency, number, omnibus }}
      carryOut={openNumber}
      onDone={() => say(text('account_number.added', { client, number: number ?? '' }))}
      onClose={onClose}
    >
      <TextInput
        label={text('account_number.number')}
        description={text('account_number.number.hint')}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        error={form.tried && number === null ? text('account_number.number.wrong') : null}
        maxLength={60}
        autoComplete="off"
        spellCheck={false}
        data-autofocus
      />
      <OutsideField
        label={text('account_number.bank')}
        currency={currency}
        kinds={['omnibus']}
        value={omnibus}
        onChange={setOmnibus}
      />
    </OperationDialog>
  )
}
