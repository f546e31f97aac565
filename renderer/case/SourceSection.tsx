import { Anchor, Group } from '@mantine/core'
import { useCallback, useRef } from 'react'
import { Link, useLocation } from 'wouter'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { ExceptionRow } from '../../engine/contract/exceptions.ts'
import { FileView, type WrongRow } from '../batches/FileView.tsx'
import { useRead } from '../engine/use-read.ts'
import { KeyHint } from '../keys/KeyHint.tsx'
import { useKeyCommand } from '../keys/keys-context.ts'
import { batchAddress, clientAddress, producerAddress, transactionAddress } from '../ledger/address.ts'
import { type Text, useText } from '../messages/use-text.ts'
import { PaneSection } from '../shell/PaneSection.tsx'
import type { CaseProps } from './CasePane.tsx'
import classes from './case.module.css'
import { placeOf } from './place.ts'
import { heldFieldOf } from './why.ts'

/** File, line, and the line as it stood with those around it; and the way from there into the books. */
export function SourceSection({ each }: CaseProps) {
  const text = useText()
  const [, navigate] = useLocation()
  const place = useRef<HTMLDivElement>(null)
  const row = each.firstRows.find(({ line }) => line === each.line) ?? each.firstRows[0]
  const line = row?.line ?? each.line
  const chips = originOf(each, line ?? null, text)
  const file = fileAddress(each, line ?? null)

  useKeyCommand(
    'batch.file',
    () => {
      const shown = place.current?.querySelector<HTMLElement>('[data-file-view]')
      if (shown && document.activeElement !== shown) shown.focus()
      else if (file !== null) navigate(file)
    },
    file !== null,
  )
  return (
    <PaneSection title={text('case.section.source')}>
      <div ref={place} className={classes.source}>
        {each.batch !== null && each.file !== null && line !== null && line !== undefined ? (
          <Line each={each} batch={{ id: each.batch, file: each.file }} line={line} row={row ?? null} />
        ) : null}
      </div>
      <nav aria-label={text('case.source.links')} className={classes.trace}>
        {chips.map(({ words, address }) => (
          <Anchor key={address} component={Link} href={address} inherit>
            {words}
          </Anchor>
        ))}
      </nav>
      {chips.length === 0 ? text('case.source.none') : null}
      <Group gap={16} className={classes.hints ?? ''}>
        {file === null ? null : (
          <span>
            {text('key.batch.file')} <KeyHint command="batch.file" />
          </span>
        )}
      </Group>
    </PaneSection>
  )
}

type LineProps = CaseProps &
  Readonly<{ batch: Readonly<{ id: number; file: string }>; line: number; row: ExceptionRow | null }>

/** Of a held row the rule says which field it looked at, and the file what stood there. */
function Line({ each, batch, line, row }: LineProps) {
  const field = row?.field ?? heldFieldOf(each.code)
  const asks = row !== null && row.found === null && field !== null
  const question = useCallback(
    (client: EngineClient) => client.exceptions.original({ id: each.id, line }),
    [each.id, line],
  )
  const cells = useRead(asks ? question : null).data?.cells
  const wrong: WrongRow | null =
    row === null
      ? null
      : { raw: row.raw, field, found: row.found ?? (field === null ? null : (cells?.[field] ?? null)) }
  return <FileView batch={batch} line={line} row={wrong} reveal={false} />
}

type Chip = Readonly<{ words: string; address: string }>

/** Whoever sent it, and whom it is about. */
function originOf(each: CaseProps['each'], line: number | null, text: Text): readonly Chip[] {
  const { producer, producerName, batch, client, transaction } = each
  const place = placeOf(each.code, each.detail)
  return [
    ...(place === null
      ? []
      : [{ words: text(`case.place.${place.what}`, { name: place.name }), address: place.address }]),
    ...(producer === null ? [] : [{ words: producerName ?? String(producer), address: producerAddress(producer) }]),
    ...(batch === null ? [] : [{ words: text('batch.title', { id: String(batch) }), address: batchAddress(batch) }]),
    ...(batch === null || line === null
      ? []
      : [{ words: text('batch.row.line', { line }), address: `${batchAddress(batch)}&line=${line}` }]),
    ...(client === null ? [] : [{ words: client, address: clientAddress(client) }]),
    ...(transaction === null
      ? []
      : [
          {
            words: text('transaction.title', { transaction: String(transaction) }),
            address: transactionAddress(transaction),
          },
        ]),
  ]
}

const fileAddress = ({ batch }: CaseProps['each'], line: number | null): string | null =>
  batch === null ? null : line === null ? batchAddress(batch) : `${batchAddress(batch)}&line=${line}`
