import { createContext, useContext, useMemo } from 'react'
import { useIntl } from 'react-intl'
import type { Outputs } from '../../engine/contract/contract.ts'
import { formatMoney, formatSignedMoney, usualDigits } from '../money/format.ts'
import { formatInstant, machineZone } from '../time/format.ts'

export type Workspace = Outputs['workspace']['get']

/** Null until the engine has said it. */
export const WorkspaceContext = createContext<Workspace | null>(null)
export const useWorkspace = (): Workspace | null => useContext(WorkspaceContext)

export type Formats = Readonly<{
  locale: string
  zone: string
  currency: string
  instant: (at: string) => string
  money: (minor: number, currency: string) => string
  signedMoney: (minor: number, currency: string) => string
}>

/** How this workspace writes times and money, in the person's language. */
export function useFormats(): Formats {
  const workspace = useWorkspace()
  const { locale } = useIntl()
  return useMemo(() => formatsOf(workspace, locale), [workspace, locale])
}

export function formatsOf(workspace: Workspace | null, locale: string): Formats {
  const zone = workspace?.zone ?? machineZone()
  const digits = (currency: string): number =>
    workspace?.currency === currency ? workspace.currencyDigits : usualDigits(currency)
  return {
    locale,
    zone,
    currency: workspace?.currency ?? '',
    instant: (at) => formatInstant(at, zone),
    money: (minor, currency) => formatMoney(minor, { digits: digits(currency), locale }),
    signedMoney: (minor, currency) => formatSignedMoney(minor, { digits: digits(currency), locale }),
  }
}
