import { createContext, useContext, useMemo } from 'react'
import { useIntl } from 'react-intl'
import type { Outputs } from '../../engine/contract/contract.ts'
import type { Currency } from '../../engine/contract/settings.ts'
import { formatMoney, formatSignedMoney, usualDigits } from '../money/format.ts'
import { formatInstant, machineZone } from '../time/format.ts'

export type Workspace = Outputs['workspace']['get']

/** Null until the engine has said it. */
export const WorkspaceContext = createContext<Workspace | null>(null)
export const useWorkspace = (): Workspace | null => useContext(WorkspaceContext)

/** Whether the engine has said it, or why it can't. */
export const WorkspaceAnsweredContext = createContext(false)
export const useWorkspaceAnswered = (): boolean => useContext(WorkspaceAnsweredContext)

/** The currencies that the books are kept in; none until the engine has said them. */
export const CurrenciesContext = createContext<readonly Currency[]>([])
export const useCurrencies = (): readonly Currency[] => useContext(CurrenciesContext)

export type Formats = Readonly<{
  locale: string
  zone: string
  currency: string
  /** How many digits a currency has behind the point. */
  digits: (currency: string) => number
  instant: (at: string) => string
  /** Sums may pass what a number holds, and then are a bigint. */
  money: (minor: number | bigint, currency: string) => string
  signedMoney: (minor: number, currency: string) => string
}>

/** How this workspace writes times and money, in the person's language. */
export function useFormats(): Formats {
  const workspace = useWorkspace()
  const currencies = useCurrencies()
  const { locale } = useIntl()
  return useMemo(() => formatsOf(workspace, locale, currencies), [workspace, locale, currencies])
}

export function formatsOf(workspace: Workspace | null, locale: string, currencies: readonly Currency[] = []): Formats {
  const zone = workspace?.zone ?? machineZone()
  const digits = (currency: string): number =>
    workspace?.currency === currency
      ? workspace.currencyDigits
      : (currencies.find(({ code }) => code === currency)?.digits ?? usualDigits(currency))
  return {
    locale,
    zone,
    currency: workspace?.currency ?? '',
    digits,
    instant: (at) => formatInstant(at, zone),
    money: (minor, currency) => formatMoney(minor, { digits: digits(currency), locale }),
    signedMoney: (minor, currency) => formatSignedMoney(minor, { digits: digits(currency), locale }),
  }
}
