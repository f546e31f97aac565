import { Button, Checkbox, Group, Select, Stack, Text } from '@mantine/core'
import type { ExportFormat } from '../../engine/contract/export-sources.ts'
import { exportFormats, journalFormats } from '../../engine/contract/export-sources.ts'
import type { Exportable } from '../../engine/contract/exports.ts'
import { useText } from '../messages/use-text.ts'
import classes from './exports.module.css'
import { columnTitle } from './narrowed.ts'

export type FileWish = Readonly<{
  format: ExportFormat
  /** Null: as the format has them by itself. */
  columns: readonly string[] | null
}>

type Props = Readonly<{ of: Exportable | undefined; wish: FileWish; onChange: (wish: FileWish) => void }>

/** The format, and which columns: all of them, but on paper, where only some fit. */
export function FileFields({ of, wish, onChange }: Props) {
  const text = useText()
  const formats = of?.formats ?? exportFormats.filter((format) => !journalFormats.has(format))
  return (
    <Stack gap={12}>
      <Select
        label={text('export.format')}
        description={text(`export.format.${wish.format}.hint`)}
        data={formats.map((value) => ({ value, label: text(`export.format.${value}`) }))}
        value={wish.format}
        onChange={(value) => {
          const format = formats.find((each) => each === value)
          // What fits on paper is not what a table program takes: a new format begins with its own.
          if (format !== undefined) onChange({ format, columns: null })
        }}
        allowDeselect={false}
        data-autofocus
      />
      {of === undefined || journalFormats.has(wish.format) ? null : <Columns of={of} wish={wish} onChange={onChange} />}
    </Stack>
  )
}

function Columns({ of, wish, onChange }: Props & Readonly<{ of: Exportable }>) {
  const text = useText()
  const usual = usualColumns(of, wish.format)
  const chosen = wish.columns ?? usual
  const choose = (next: readonly string[]): void => {
    const inOrder = of.columns.map(({ id }) => id).filter((id) => next.includes(id))
    const isUsual = inOrder.length === usual.length && inOrder.every((id) => usual.includes(id))
    onChange({ ...wish, columns: isUsual ? null : inOrder })
  }
  return (
    <details className={classes.columns}>
      <summary>{text('export.columns', { chosen: chosen.length, of: of.columns.length })}</summary>
      <fieldset className={classes.choice} aria-label={text('grid.columns')}>
        {of.columns.map(({ id }) => (
          <Checkbox
            key={id}
            size="xs"
            label={columnTitle(of.source, id, text)}
            checked={chosen.includes(id)}
            // A file without a column would be none.
            disabled={chosen.length === 1 && chosen[0] === id}
            onChange={({ currentTarget: { checked } }) =>
              choose(checked ? [...chosen, id] : chosen.filter((each) => each !== id))
            }
          />
        ))}
      </fieldset>
      <Group gap={8}>
        <Button variant="default" size="compact-sm" onClick={() => onChange({ ...wish, columns: null })}>
          {text('export.columns.usual')}
        </Button>
        {wish.format === 'pdf' ? <Text c="dimmed">{text('export.columns.paper')}</Text> : null}
      </Group>
    </details>
  )
}

const usualColumns = (of: Exportable, format: ExportFormat): readonly string[] =>
  of.columns.filter(({ printed }) => format !== 'pdf' || printed).map(({ id }) => id)
