/** Values of settings as tables: what is in force, at a glance. */
import type { ReactNode } from 'react'
import type { Currency, SettingName, SettingValue } from '../../engine/contract/settings.ts'
import { settingValues } from '../../engine/contract/settings.ts'
import table from '../approvals/effect.module.css'
import { useText } from '../messages/use-text.ts'
import { Facts } from '../shell/PaneSection.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import { MatchingRules } from './MatchingRules.tsx'
import classes from './rules.module.css'
import { limitScope, settingLines } from './setting-lines.ts'

type Props = Readonly<{ name: SettingName; value: unknown }>

export function SettingTable({ name, value }: Props) {
  const text = useText()
  const formats = useFormats()
  const limits = name === 'limits' ? settingValues.limits.safeParse(value) : null
  if (limits?.success) return <LimitTable rules={limits.data.rules} />
  const approvals = name === 'approvals' ? settingValues.approvals.safeParse(value) : null
  if (approvals?.success) return <ApprovalTable value={approvals.data} />
  const matching = name === 'matching' ? settingValues.matching.safeParse(value) : null
  if (matching?.success) return <MatchingRules value={matching.data} />
  const locations = name === 'locations' ? settingValues.locations.safeParse(value) : null
  if (locations?.success) return <LocationTable locations={locations.data.locations} />
  const lines = settingLines(name, value, { text, formats })
  return <Facts facts={lines.map(({ what, says }) => ({ name: what, value: says }))} />
}

function LimitTable({ rules }: Readonly<{ rules: SettingValue<'limits'>['rules'] }>) {
  const text = useText()
  const formats = useFormats()
  if (rules.length === 0) return <p>{text('rules.limits.none')}</p>
  return (
    <Table
      label={text('setting.limits')}
      columns={[text('rules.limits.name'), text('rules.limits.scope')]}
      figures={[text('rules.perTransaction'), text('rules.perDay'), text('rules.perMonth')]}
      rows={rules.map((rule) => {
        const bound = (minor: number | undefined): string => boundWords(minor ?? null, rule.currency, formats)
        return {
          key: rule.name,
          cells: [rule.name, limitScope(rule, { text, formats })],
          figures: [bound(rule.perTransaction), bound(rule.perDay), bound(rule.perMonth)],
        }
      })}
    />
  )
}

function ApprovalTable({ value }: Readonly<{ value: SettingValue<'approvals'> }>) {
  const text = useText()
  const formats = useFormats()
  const bound = (minor: number | null, currency: string | undefined): string =>
    minor === null ? text('setting.no_bound') : boundWords(minor, currency, formats)
  return (
    <>
      <Table
        label={text('setting.approvals')}
        columns={[text('rules.role'), text('rules.currency')]}
        figures={[text('rules.aloneUpTo'), text('rules.approveUpTo')]}
        rows={value.rules.map(({ role, currency, aloneUpTo, approveUpTo }, place) => ({
          key: `${place} ${role}`,
          cells: [text(`role.${role}`), currency ?? text('rules.currency.every')],
          figures: [bound(aloneUpTo, currency), bound(approveUpTo, currency)],
        }))}
      />
      <Facts
        facts={[
          { name: text('setting.approvals.expire'), value: text('setting.hours', { hours: value.expireAfterHours }) },
        ]}
      />
    </>
  )
}

/** Of a long list the beginning; all of it is in the form, where one is found by a word. */
const locationsShown = 50

function LocationTable({ locations }: SettingValue<'locations'>) {
  const text = useText()
  if (locations.length === 0) return <p>{text('setting.locations.none')}</p>
  const more = locations.length - locationsShown
  return (
    <>
      <Table
        label={text('setting.locations')}
        columns={(['name', 'code', 'zone', 'country', 'address'] as const).map((field) =>
          text(`rules.locations.${field}`),
        )}
        figures={[]}
        rows={locations.slice(0, locationsShown).map(({ code, name, zone, country, address }) => ({
          key: code,
          cells: [name, code, zone, country ?? '', address ?? ''],
          figures: [],
        }))}
      />
      {more > 0 ? <p>{text('producer.locations.more', { count: more })}</p> : null}
    </>
  )
}

export function CurrencyTable({ currencies }: Readonly<{ currencies: readonly Currency[] }>) {
  const text = useText()
  return (
    <Table
      label={text('rules.currencies')}
      columns={[text('rules.currency')]}
      figures={[text('effect.field.digits')]}
      rows={currencies.map(({ code, digits, home }) => ({
        key: code,
        cells: [home ? text('rules.currency.home', { code }) : code],
        figures: [String(digits)],
      }))}
    />
  )
}

type Formatting = Pick<ReturnType<typeof useFormats>, 'money' | 'currency'>

/** A rule that names no currency counts the minor units of each; it is written as the workspace's own would be. */
const boundWords = (
  minor: number | null,
  currency: string | undefined,
  { money, currency: own }: Formatting,
): string => (minor === null ? '' : money(minor, currency ?? own))

// What scrolls sideways takes the focus itself: there is nothing in it to tab to.
export const scrolledByKeys = (label: string) => ({ role: 'group', tabIndex: 0, 'aria-label': label }) as const

type TableProps = Readonly<{
  label: string
  columns: readonly string[]
  figures: readonly string[]
  rows: readonly Readonly<{ key: string; cells: readonly string[]; figures: readonly string[] }>[]
}>

function Table({ label, columns, figures, rows }: TableProps): ReactNode {
  return (
    <div className={classes.scroll} {...scrolledByKeys(label)}>
      <table className={table.table}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
            {figures.map((column) => (
              <th key={column} scope="col" className={table.amount}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells, figures: amounts }) => (
            <tr key={key}>
              {cells.map((cell, place) => (
                <td key={columns[place]}>{cell}</td>
              ))}
              {amounts.map((amount, place) => (
                <td key={figures[place]} className={table.amount}>
                  {amount}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
