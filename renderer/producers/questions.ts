/** Which of the guess's questions the draft has answered since. Pure. */
import type { FilePreview } from '../../engine/contract/previews.ts'
import { assertNever } from '../assert-never.ts'
import { sourceOf, type TypedMapping } from './typed-agreement.ts'

type Question = FilePreview['guess']['questions'][number]

export function isAnswered({ code, field, found }: Question, mapping: TypedMapping, guessed: TypedMapping): boolean {
  switch (code) {
    case 'no_records':
      return false
    case 'column_missing':
    case 'column_unsure':
    case 'producer_differs':
      return field !== null && sourceOf(mapping, field) !== sourceOf(guessed, field)
    case 'date_order':
      return mapping.dates.join() !== guessed.dates.join()
    case 'amount_units':
      return mapping.units !== guessed.units || mapping.decimalMark !== guessed.decimalMark
    case 'sign_meaning':
      return mapping.sign !== '' || mapping.constants.TxType !== ''
    case 'type_word':
      return mapping.words.some(({ word }) => word.trim().toLowerCase() === found?.toLowerCase())
    default:
      return assertNever(code)
  }
}
