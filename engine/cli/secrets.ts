/**
 * Passphrases and recovery keys: from the environment, else typed without an echo. Never an argument, because every
 * program of the machine may read those.
 */
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { NewPassphrase } from '../contract/session.ts'
import type { Call } from './command.ts'
import { Refusal, type Secret, UsageError } from './refusal.ts'
import { promptWords } from './words.ts'

export const passphraseOf = (call: Call): Promise<string> => secretOf(call, 'passphrase', 'COUNTINGHOUSE_PASSPHRASE')

export const recoveryKeyOf = (call: Call): Promise<string> =>
  secretOf(call, 'recovery_key', 'COUNTINGHOUSE_RECOVERY_KEY')

/** What a gateway signs with: ours only to pass on. */
export function gatewaySecretOf(call: Call, gateway: string): Promise<string> {
  const variable = 'COUNTINGHOUSE_GATEWAY_SECRET'
  const given = call.environment[variable]
  if (given !== undefined && given !== '') return Promise.resolve(given)
  return typed(call, { what: 'gateway_secret', variable, question: promptWords.gatewaySecret(gateway) })
}

/** A passphrase that is to be: typed twice, and long enough before anything else happens. */
export async function newPassphraseOf(call: Call, variable = 'COUNTINGHOUSE_NEW_PASSPHRASE'): Promise<string> {
  const given = call.environment[variable]
  const passphrase = given === undefined || given === '' ? await typedTwice(call, variable) : given
  const { success } = NewPassphrase.safeParse(passphrase)
  const { minLength, maxLength } = NewPassphrase
  if (success) return passphrase
  if (passphrase.length < (minLength ?? 0)) throw new Refusal('new_passphrase_too_short', { atLeast: minLength ?? 0 })
  throw new Refusal('new_passphrase_too_long', { atMost: maxLength ?? 0 })
}

async function typedTwice(call: Call, variable: string): Promise<string> {
  const first = await typed(call, { what: 'new_passphrase', variable, question: promptWords.newPassphrase })
  const second = await typed(call, { what: 'new_passphrase', variable, question: promptWords.again })
  if (first !== second) throw new Refusal('new_passphrases_differ')
  return first
}

function secretOf(
  call: Call,
  what: Exclude<Secret, 'new_passphrase' | 'gateway_secret'>,
  variable: string,
): Promise<string> {
  const given = call.environment[variable]
  if (given !== undefined && given !== '') return Promise.resolve(given)
  const question = what === 'passphrase' ? promptWords.passphrase(call.user) : promptWords.recoveryKey
  return typed(call, { what, variable, question })
}

type Question = Readonly<{ what: Secret; variable: string; question: string }>

async function typed({ signal }: Call, { what, variable, question }: Question): Promise<string> {
  // Where nobody sits, a question would wait for ever.
  if (!process.stdin.isTTY) throw new UsageError({ is: 'not_given', what, variable })
  process.stderr.write(question)
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const reader = createInterface({ input: process.stdin, output: silent, terminal: true })
  try {
    return await new Promise<string>((resolve, reject) => {
      // Ctrl-C and Ctrl-D; the terminal is in raw mode, so the first comes as a key and not as a signal.
      reader.on('SIGINT', () => reject(new Refusal('interrupted')))
      reader.on('close', () => reject(new Refusal('interrupted')))
      signal.addEventListener('abort', () => reject(new Refusal('interrupted')))
      reader.on('line', resolve)
    })
  } finally {
    reader.close()
    process.stderr.write('\n')
  }
}
