import { type ReactNode, useState } from 'react'
import { ProposedChange } from '../../engine/contract/proposals.ts'
import { type Setting, type SettingName, settingValues } from '../../engine/contract/settings.ts'
import { ProposeDialog } from '../approvals/ProposeDialog.tsx'
import { assertNever } from '../assert-never.ts'
import { useText } from '../messages/use-text.ts'
import { Dialog } from '../notice/Dialog.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { ApprovalsForm } from './ApprovalsForm.tsx'
import { ContactForm } from './ContactForm.tsx'
import { type ContactSetting, typedContact } from './contact-drafts.ts'
import { ExceptionsForm } from './ExceptionsForm.tsx'
import { typedExceptions } from './exception-drafts.ts'
import { GatewaysForm } from './GatewaysForm.tsx'
import { typedGateways, typedNumbers } from './gateway-drafts.ts'
import { LimitsForm } from './LimitsForm.tsx'
import { LocationsForm } from './LocationsForm.tsx'
import { typedLocations } from './location-drafts.ts'
import { MatchingDialog } from './MatchingDialog.tsx'
import { NumbersForm } from './NumbersForm.tsx'
import { OriginsForm } from './OriginsForm.tsx'
import { typedOrigins } from './origin-drafts.ts'
import { HoldsForm, TiersForm } from './PlainForms.tsx'
import { RetentionForm } from './RetentionForm.tsx'
import { typedRetention } from './retention-drafts.ts'
import { SourcesForm } from './SourcesForm.tsx'
import { type DigitsOf, typedApprovals, typedLimits } from './setting-drafts.ts'
import { typedSources } from './source-drafts.ts'

type Props = Readonly<{
  setting: Setting
  /** The others, for what a rule may name. */
  all: readonly Setting[]
  onClose: () => void
}>

/** A value edited as a form, and then proposed. What was typed is kept while its effect is looked at. */
export function SettingDialog({ setting, all, onClose }: Props) {
  const { name, value } = setting
  switch (name) {
    case 'limits':
      return <LimitsDialog value={value} tiers={tiersOf(all)} onClose={onClose} />
    case 'approvals':
      return <ApprovalsDialog value={value} onClose={onClose} />
    case 'tiers':
      return <TiersDialog value={value} onClose={onClose} />
    case 'holds':
      return <HoldsDialog value={value} onClose={onClose} />
    case 'exceptions':
      return <ExceptionsDialog value={value} onClose={onClose} />
    case 'mail':
    case 'contact':
      return <ContactDialog name={name} value={value} onClose={onClose} />
    case 'matching':
      return <MatchingDialog value={value} onClose={onClose} />
    case 'gateways':
      return <GatewaysDialog value={value} onClose={onClose} />
    case 'virtualIbans':
      return <NumbersDialog value={value} onClose={onClose} />
    case 'statements':
      return <SourcesDialog value={value} onClose={onClose} />
    case 'webhooks':
      return <OriginsDialog value={value} onClose={onClose} />
    case 'locations':
      return <LocationsDialog value={value} onClose={onClose} />
    case 'retention':
      return <RetentionDialog value={value} onClose={onClose} />
    default:
      return assertNever(name)
  }
}

type Value = Setting['value']
type ValueProps = Readonly<{ value: Value; onClose: () => void }>

function LimitsDialog({ value, tiers, onClose }: ValueProps & Readonly<{ tiers: readonly string[] }>) {
  const digitsOf = useDigitsOf()
  const [typed, setTyped] = useState(() => typedLimits(settingValues.limits.parse(value), digitsOf))
  return (
    <Steps name="limits" width={900} onClose={onClose}>
      {(onValue) => <LimitsForm typed={typed} onTyped={setTyped} tiers={tiers} digitsOf={digitsOf} onValue={onValue} />}
    </Steps>
  )
}

function ApprovalsDialog({ value, onClose }: ValueProps) {
  const digitsOf = useDigitsOf()
  const [typed, setTyped] = useState(() => {
    const read = settingValues.approvals.parse(value)
    return { rules: typedApprovals(read, digitsOf), expireAfterHours: String(read.expireAfterHours) }
  })
  return (
    <Steps name="approvals" width={900} onClose={onClose}>
      {(onValue) => <ApprovalsForm typed={typed} onTyped={setTyped} digitsOf={digitsOf} onValue={onValue} />}
    </Steps>
  )
}

function TiersDialog({ value, onClose }: ValueProps) {
  const [typed, setTyped] = useState<readonly string[]>(() => settingValues.tiers.parse(value).names)
  return (
    <Steps name="tiers" width={440} onClose={onClose}>
      {(onValue) => <TiersForm typed={typed} onTyped={setTyped} onValue={onValue} />}
    </Steps>
  )
}

function HoldsDialog({ value, onClose }: ValueProps) {
  const [typed, setTyped] = useState(() => String(settingValues.holds.parse(value).expireAfterHours))
  return (
    <Steps name="holds" width={440} onClose={onClose}>
      {(onValue) => <HoldsForm typed={typed} onTyped={setTyped} onValue={onValue} />}
    </Steps>
  )
}

function ExceptionsDialog({ value, onClose }: ValueProps) {
  const digits = useDigitsOf()(null)
  const [typed, setTyped] = useState(() => typedExceptions(settingValues.exceptions.parse(value), digits))
  return (
    <Steps name="exceptions" width={900} onClose={onClose}>
      {(onValue) => <ExceptionsForm typed={typed} onTyped={setTyped} digits={digits} onValue={onValue} />}
    </Steps>
  )
}

function ContactDialog({ name, value, onClose }: ValueProps & Readonly<{ name: ContactSetting }>) {
  const [typed, setTyped] = useState(() => typedContact(name, value))
  return (
    <Steps name={name} width={760} onClose={onClose}>
      {(onValue) => <ContactForm name={name} typed={typed} onTyped={setTyped} onValue={onValue} />}
    </Steps>
  )
}

function GatewaysDialog({ value, onClose }: ValueProps) {
  const digitsOf = useDigitsOf()
  const [typed, setTyped] = useState(() => typedGateways(settingValues.gateways.parse(value), digitsOf))
  return (
    <Steps name="gateways" width={760} onClose={onClose}>
      {(onValue) => <GatewaysForm typed={typed} onTyped={setTyped} digitsOf={digitsOf} onValue={onValue} />}
    </Steps>
  )
}

function NumbersDialog({ value, onClose }: ValueProps) {
  const [typed, setTyped] = useState(() => typedNumbers(settingValues.virtualIbans.parse(value)))
  return (
    <Steps name="virtualIbans" width={640} onClose={onClose}>
      {(onValue) => <NumbersForm typed={typed} onTyped={setTyped} onValue={onValue} />}
    </Steps>
  )
}

function SourcesDialog({ value, onClose }: ValueProps) {
  const [typed, setTyped] = useState(() => typedSources(settingValues.statements.parse(value)))
  return (
    <Steps name="statements" width={900} onClose={onClose}>
      {(onValue) => <SourcesForm typed={typed} onTyped={setTyped} onValue={onValue} />}
    </Steps>
  )
}

function OriginsDialog({ value, onClose }: ValueProps) {
  const [typed, setTyped] = useState(() => typedOrigins(settingValues.webhooks.parse(value)))
  return (
    <Steps name="webhooks" width={760} onClose={onClose}>
      {(onValue) => <OriginsForm typed={typed} onTyped={setTyped} onValue={onValue} />}
    </Steps>
  )
}

function LocationsDialog({ value, onClose }: ValueProps) {
  const [typed, setTyped] = useState(() => typedLocations(settingValues.locations.parse(value)))
  return (
    <Steps name="locations" width={900} onClose={onClose}>
      {(onValue) => <LocationsForm typed={typed} onTyped={setTyped} onValue={onValue} />}
    </Steps>
  )
}

function RetentionDialog({ value, onClose }: ValueProps) {
  const [typed, setTyped] = useState(() => typedRetention(settingValues.retention.parse(value)))
  return (
    <Steps name="retention" width={640} onClose={onClose}>
      {(onValue) => <RetentionForm typed={typed} onTyped={setTyped} onValue={onValue} />}
    </Steps>
  )
}

type StepsProps = Readonly<{
  name: SettingName
  width: number
  onClose: () => void
  children: (onValue: (value: unknown) => void) => ReactNode
}>

/** First the form; then what it would change, and why. */
function Steps({ name, width, onClose, children }: StepsProps) {
  const text = useText()
  const [change, setChange] = useState<ProposedChange | null>(null)
  const title = text('rules.change.title', { name: text(`setting.${name}`) })
  if (change !== null)
    return <ProposeDialog title={title} change={change} onClose={() => setChange(null)} onProposed={onClose} />
  return (
    <Dialog opened onClose={onClose} title={title} width={width}>
      {children((value) => setChange(ProposedChange.parse({ kind: 'setting', name, value })))}
    </Dialog>
  )
}

function useDigitsOf(): DigitsOf {
  const { digits, currency } = useFormats()
  return (of) => digits(of ?? currency)
}

function tiersOf(all: readonly Setting[]): readonly string[] {
  const read = settingValues.tiers.safeParse(all.find(({ name }) => name === 'tiers')?.value)
  return read.success ? read.data.names : []
}
