/** What the command line itself refuses: calls that are written wrongly, and what it can't do on this machine. */

/** Written wrongly: the sentence says what, and the usage follows it. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
  readonly problem: UsageProblem

  constructor(problem: UsageProblem) {
    super(problem.is)
    this.problem = problem
  }
}

export type UsageProblem =
  | Readonly<{ is: 'no_command' }>
  | Readonly<{ is: 'unknown_command'; given: string }>
  | Readonly<{ is: 'unknown_option'; option: string }>
  | Readonly<{ is: 'option_needs_value'; option: string }>
  | Readonly<{ is: 'option_takes_no_value'; option: string }>
  | Readonly<{ is: 'option_missing'; option: string }>
  | Readonly<{ is: 'options_clash'; option: string; other: string }>
  | Readonly<{ is: 'argument_missing' }>
  | Readonly<{ is: 'argument_too_many'; given: string }>
  | Readonly<{ is: 'not_a_number'; what: string; given: string }>
  | Readonly<{ is: 'not_whole'; option: string; given: string }>
  | Readonly<{ is: 'not_an_amount'; option: string; given: string }>
  | Readonly<{ is: 'not_an_instant'; given: string }>
  | Readonly<{ is: 'not_a_day'; option: string; given: string }>
  | Readonly<{ is: 'not_lines'; given: string }>
  | Readonly<{ is: 'not_one_of'; what: string; given: string; known: readonly string[] }>
  | Readonly<{ is: 'not_given'; what: Secret; variable: string }>

export type Secret = 'passphrase' | 'new_passphrase' | 'recovery_key' | 'gateway_secret'

export const refusalCodes = [
  'file_unreadable',
  'file_unwritable',
  'file_not_json',
  'file_not_anchor',
  'new_passphrase_too_short',
  'new_passphrase_too_long',
  'new_passphrases_differ',
  'user_name_unusable',
  'key_file_in_workspace',
  'interrupted',
] as const
export type RefusalCode = (typeof refusalCodes)[number]

export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly code: RefusalCode
  readonly facts: Readonly<Record<string, string | number>>

  constructor(code: RefusalCode, facts: Readonly<Record<string, string | number>> = {}, cause?: unknown) {
    super(code, cause === undefined ? {} : { cause })
    this.code = code
    this.facts = facts
  }
}
