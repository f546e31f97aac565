import { Button, Select } from '@mantine/core'
import type { EngineClient } from '../../engine/contract/contract.ts'
import { useRead } from '../engine/use-read.ts'
import { textOfCode, useText } from '../messages/use-text.ts'
import { SearchField } from '../route/SearchField.tsx'
import type { AuditSearch } from './search.ts'

type Props = Readonly<{
  search: AuditSearch
  onChange: (changed: Partial<AuditSearch>, options?: { replace?: boolean }) => void
}>

const readValues = (client: EngineClient) => client.audit.actions()

export function AuditFilters({ search, onChange }: Props) {
  const text = useText()
  const values = useRead(readValues).data
  const any = Boolean(search.actor || search.action || search.subject)
  return (
    <>
      <Select
        aria-label={text('audit.actor')}
        placeholder={text('filter.any_actor')}
        data={withCurrent(values?.actors ?? [], search.actor)}
        value={search.actor ?? null}
        onChange={(actor) => onChange({ actor: actor ?? undefined })}
        clearable
        searchable
        clearButtonProps={{ 'aria-label': text('filter.clear_one', { what: text('audit.actor') }) }}
        w={160}
      />
      <Select
        aria-label={text('audit.action')}
        placeholder={text('filter.any_action')}
        data={withCurrent(values?.actions ?? [], search.action).map((value) => ({
          value,
          label: textOfCode(text, 'action', value),
        }))}
        value={search.action ?? null}
        onChange={(action) => onChange({ action: action ?? undefined })}
        clearable
        searchable
        clearButtonProps={{ 'aria-label': text('filter.clear_one', { what: text('audit.action') }) }}
        w={220}
      />
      <SearchField
        label={text('filter.subject')}
        value={search.subject ?? ''}
        onChange={(subject) => onChange({ subject: subject || undefined }, { replace: true })}
      />
      {any ? (
        <Button variant="subtle" onClick={() => onChange({ actor: undefined, action: undefined, subject: undefined })}>
          {text('filter.clear')}
        </Button>
      ) : null}
    </>
  )
}

/** A value that came by a link stays in the list even when the engine has not named it (yet). */
function withCurrent(values: readonly string[], current: string | undefined): readonly string[] {
  return current === undefined || values.includes(current) ? values : [current, ...values]
}
