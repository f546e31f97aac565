import { Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import { ClientId } from '../../engine/contract/client-id.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { settingValues } from '../../engine/contract/settings.ts'
import type { Wallet } from '../../engine/contract/wallets.ts'
import { useRead } from '../engine/use-read.ts'
import { useText } from '../messages/use-text.ts'
import { useToast } from '../notice/use-toast.ts'
import { useMay } from '../session/session-context.ts'
import { useCurrencies, useFormats } from '../workspace/workspace-context.ts'
import { OperationDialog } from './OperationDialog.tsx'
import { useOperationForm } from './use-operation-form.ts'

type Content = Readonly<{ client: string; currency: string; tier?: string }>

const openWallet = (client: EngineClient, content: Content) => client.wallets.open(content)

type Props = Readonly<{
  /** The client who gets a further wallet; nobody, for a new client. */
  client?: string
  /** Currencies that the client has a wallet in. */
  taken?: readonly string[]
  onClose: () => void
  onOpened: (wallet: Wallet) => void
}>

export function OpenWalletDialog({ client, taken = [], onClose, onOpened }: Props) {
  const text = useText()
  const { say } = useToast()
  const { currency: home } = useFormats()
  const free = useCurrencies().filter(({ code }) => !taken.includes(code))
  const [typed, setTyped] = useState(client ?? '')
  const [chosen, setChosen] = useState<string>()
  const [tier, setTier] = useState<string>()
  const currency = chosen ?? (free.some(({ code }) => code === home) ? home : free[0]?.code) ?? ''
  const form = useOperationForm(currency)
  const number = ClientId.safeParse(typed.trim())
  const content =
    number.success && currency !== ''
      ? { client: number.data, currency, ...(tier === undefined ? {} : { tier }) }
      : null
  return (
    <OperationDialog
      title={client === undefined ? text('wallet.open') : text('wallet.open.further', { client })}
      {...(free.length === 0 ? { lead: text('wallet.open.none_free') } : {})}
      action={text('wallet.open')}
      form={form}
      content={content}
      carryOut={openWallet}
      onDone={(wallet) => {
        say(text('wallet.opened', { client: wallet.client, currency: wallet.currency }))
        onOpened(wallet)
      }}
      onClose={onClose}
    >
      {client === undefined ? (
        <TextInput
          label={text('clients.search')}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          error={form.tried && !number.success ? text('wallet.open.client_missing') : null}
          maxLength={128}
          autoComplete="off"
          spellCheck={false}
          data-autofocus
        />
      ) : null}
      <Select
        label={text('client.currency')}
        data={free.map(({ code }) => code)}
        value={currency === '' ? null : currency}
        onChange={(code) => setChosen(code ?? undefined)}
        allowDeselect={false}
      />
      <TierField value={tier} onChange={setTier} />
    </OperationDialog>
  )
}

const readTiers = async (client: EngineClient): Promise<readonly string[]> => {
  const { items } = await client.settings.list()
  const value = settingValues.tiers.safeParse(items.find(({ name }) => name === 'tiers')?.value)
  return value.success ? value.data.names : []
}

/** Which limits count for it. Nothing is asked where there is nothing to choose. */
function TierField({
  value,
  onChange,
}: Readonly<{ value: string | undefined; onChange: (tier: string | undefined) => void }>) {
  const text = useText()
  const mayRead = useMay('settings.read')
  const tiers = useRead(mayRead ? readTiers : null).data ?? []
  if (tiers.length < 2) return null
  return (
    <Select
      label={text('client.tier')}
      data={[...tiers]}
      value={value ?? tiers[0] ?? null}
      onChange={(chosen) => onChange(chosen ?? undefined)}
      allowDeselect={false}
    />
  )
}
