/** What each rule may be agreed to do. Only where there is a choice: what can't be read can't be posted. */
import { BatchEffect, Effects, RowEffect } from '../../engine/contract/agreements.ts'
import type { Text } from '../messages/use-text.ts'

export type ChosenRule = keyof Effects
/** Empty where the rule is left to what the producer's places say. */
export type ChosenEffect = NonNullable<Effects[ChosenRule]> | ''

const row: readonly ChosenEffect[] = RowEffect.options
const batch: readonly ChosenEffect[] = BatchEffect.options

export const rowRuleChoices = {
  AMOUNT_OVER_LIMIT: row,
  DATE_IN_FUTURE: row,
  DATE_TOO_OLD: row,
  LOCATION_UNKNOWN: ['', ...row],
  CLIENT_UNKNOWN: ['open', 'fault', 'hold'],
} as const satisfies Partial<Record<ChosenRule, readonly ChosenEffect[]>>

export const batchRuleChoices = {
  CONTROL_MISMATCH: batch,
  BATCH_DOUBLED: batch,
  BATCH_ALIKE: batch,
  TOO_FEW_CLIENTS: batch,
  TOO_MANY_FAULTS: batch,
  OUT_OF_SCHEDULE: batch,
} as const satisfies Partial<Record<ChosenRule, readonly ChosenEffect[]>>

const known = ['open', 'fault', 'hold', 'warn', 'reject'] as const

export function effectWords(effect: string | undefined, text: Text): string {
  if (effect === undefined || effect === '') return text('producer.effect.places')
  const found = known.find((one) => one === effect)
  return found === undefined ? effect : text(`producer.effect.${found}`)
}

export const withEffect = (effects: Effects, rule: ChosenRule, chosen: string): Effects => {
  const { [rule]: _, ...others } = effects
  return Effects.parse(chosen === '' ? others : { ...others, [rule]: chosen })
}
