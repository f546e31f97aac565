import { Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useCallback, useEffect, useMemo, useState } from 'react'
import type { CaseDeed, OriginalRow } from '../../engine/contract/cases.ts'
import type { EngineClient } from '../../engine/contract/contract.ts'
import type { RowFields } from '../../engine/contract/row-fields.ts'
import { useRead } from '../engine/use-read.ts'
import { FaultNotice } from '../faults/FaultNotice.tsx'
import { useText } from '../messages/use-text.ts'
import { Dialog } from '../notice/Dialog.tsx'
import { Waiting } from '../notice/Waiting.tsx'
import { useFormats } from '../workspace/workspace-context.ts'
import type { CaseDialogProps } from './CaseDialog.tsx'
import { ConfirmForm } from './ConfirmForm.tsx'
import { CorrectRows } from './CorrectRows.tsx'
import { isChanged, readTyped, refusalOf, type TypedRow, typedOf, type Ways } from './corrected.ts'
import { EffectBody } from './EffectSection.tsx'
import { ReasonField } from './ReasonField.tsx'
import { quickReasons } from './reasons.ts'
import { caseName } from './standing.ts'
import { useEffectOf } from './use-effect-of.ts'
import { useGoOn } from './use-go-on.ts'

/** Without a choice the first of them, as many as are listed: more are no table to be typed into. */
const linesMax = 20
const typingPauseMs = 300

/** The row as it stood beside the row as it should be; what is wrong with it is said while it is typed. */
export function CorrectDialog({ each, kept, picked, onClose }: CaseDialogProps) {
  const text = useText()
  const { id } = each
  const keptRows = kept?.deed.action === 'correct' ? kept.deed.rows : null
  const [lines] = useState(() => keptRows?.map(({ line }) => line) ?? linesOf(each, picked))
  const { data, fault, again } = useRead(
    useCallback(
      (client: EngineClient) => Promise.all(lines.map((line) => client.exceptions.original({ id, line }))),
      [id, lines],
    ),
  )
  return (
    <Dialog
      opened
      onClose={onClose}
      title={text('case.correct.title', { name: caseName(id), rows: lines.length })}
      width={lines.length > 1 ? 1120 : 760}
    >
      {fault && !data ? <FaultNotice fault={fault} what={text('case.correct.unread')} onRetry={again} /> : null}
      {data || fault ? null : <Waiting lines={7} />}
      {data ? <Form each={each} kept={kept} originals={data} onClose={onClose} /> : null}
    </Dialog>
  )
}

const linesOf = ({ firstRows, line }: CaseDialogProps['each'], picked: ReadonlySet<number>): readonly number[] => {
  if (picked.size > 0) return [...picked].toSorted((a, b) => a - b)
  const undecided = firstRows.filter(({ decided }) => decided === null).map((row) => row.line)
  return undecided.length > 0 ? undecided.slice(0, linesMax) : line === null ? [] : [line]
}

type FormProps = Omit<CaseDialogProps, 'picked'> & Readonly<{ originals: readonly OriginalRow[] }>

function Form({ each, kept, originals, onClose }: FormProps) {
  const text = useText()
  const ways = useWays(each.currency)
  const [typed, setTyped] = useState(() => originals.map((original) => startOf(original, kept?.deed, ways)))
  const quick = quickReasons('correct', each.code)
  const [reason, setReason] = useState(() =>
    kept !== null && 'reason' in kept.deed ? kept.deed.reason : text(quick[0] ?? 'case.reason.typing_error'),
  )
  const [wanted, setWanted] = useState(false)
  const read = originals.map((original, place) => readTyped(typed[place] ?? typedOf(original, ways), original, ways))
  const deed = deedOf(
    originals,
    read.map(({ row }) => row),
    reason.trim(),
  )
  const changed = originals.some((original, place) =>
    isChanged(typed[place] ?? typedOf(original, ways), original, ways),
  )
  const [asked] = useDebouncedValue(deed, typingPauseMs)
  const effect = useEffectOf(each.id, asked)
  const goOn = useGoOn(each, onClose)
  const settled = sameRows(asked, deed)
  const send = wanted && deed !== null && settled && effect.data !== undefined && effect.fault === undefined
  useEffect(() => {
    if (send && deed !== null) goOn(deed)
    // Once it is on its way this dialog is gone.
  }, [send, goOn, deed])

  const refused = settled && effect.fault !== undefined ? refusalOf(effect.fault) : null
  return (
    <ConfirmForm
      action={text('case.confirm.correct', {
        rows: originals.length,
        approval: effect.data?.needsApproval === false ? 'no' : 'yes',
      })}
      reason={reasonNot({ unread: deed === null, changed, faulty: settled && effect.fault !== undefined }, text)}
      busy={wanted && deed !== null && effect.fault === undefined}
      onConfirm={() => setWanted(true)}
      onClose={onClose}
    >
      <CorrectRows
        originals={originals}
        typed={typed}
        problems={read.map(({ problems }) => problems)}
        refused={refused}
        tried={wanted}
        currency={each.currency}
        onType={(place, row) => {
          setWanted(false)
          setTyped((before) => before.map((was, at) => (at === place ? row : was)))
        }}
      />
      {deed === null ? <Text c="dimmed">{text('case.correct.unfinished')}</Text> : null}
      {asked !== null && deed !== null ? <EffectBody deed={asked} effect={effect} /> : null}
      <ReasonField value={reason} onChange={setReason} quick={quick} tried={wanted} focused={false} />
    </ConfirmForm>
  )
}

type State = Readonly<{ unread: boolean; changed: boolean; faulty: boolean }>

function reasonNot({ unread, changed, faulty }: State, text: ReturnType<typeof useText>): string | null {
  if (unread) return text('case.correct.unfinished')
  if (!changed) return text('case.correct.unchanged')
  return faulty ? text('case.effect.not_possible') : null
}

/** What was refused before is there as it was typed, the rest as it stood in the file. */
function startOf(original: OriginalRow, kept: CaseDeed | undefined, ways: Ways): TypedRow {
  const row = kept?.action === 'correct' ? kept.rows.find(({ line }) => line === original.line)?.row : undefined
  return typedOf(row === undefined ? original : { ...original, row }, ways)
}

function useWays(currency: string | null): Ways {
  const { zone, digits, currency: own } = useFormats()
  return useMemo(() => ({ digits: digits(currency ?? own), zone }), [digits, currency, own, zone])
}

function deedOf(
  originals: readonly OriginalRow[],
  rows: readonly (RowFields | null)[],
  reason: string,
): CaseDeed | null {
  const corrected = originals.map(({ line }, place) => ({ line, row: rows[place] ?? null }))
  const whole = corrected.filter((each): each is { line: number; row: RowFields } => each.row !== null)
  if (whole.length < originals.length || reason === '') return null
  return { action: 'correct', rows: whole, reason }
}

/** The effect was asked about the rows as they stood a moment ago; only about the same ones is it an answer. */
const sameRows = (one: CaseDeed | null, other: CaseDeed | null): boolean => {
  const rowsOf = (deed: CaseDeed | null): string => JSON.stringify(deed?.action === 'correct' ? deed.rows : null)
  return rowsOf(one) === rowsOf(other)
}
