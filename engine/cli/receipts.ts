/** `receipts`: a signed PDF of one transaction, and its check, for which nothing but the file is needed. */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { fingerprintOf } from '../close-pack/manifest.ts'
import { plainKey } from '../close-pack/verify/verify-pack.ts'
import { receiptBytesMax } from '../contract/receipts.ts'
import { type Language, languages } from '../contract/settings.ts'
import { readReceipt } from '../receipts/signature.ts'
import { type Answer, argumentOf, type Call, type Command, flagOf, optionOf } from './command.ts'
import { signedIn } from './connection.ts'
import { reasonOf } from './json-file.ts'
import { numberOf, oneOf } from './parse.ts'
import { type FileVerdict, receiptSaid } from './receipt-words.ts'
import { Refusal, UsageError } from './refusal.ts'
import { writeNew } from './write-new.ts'

export const receiptCommands: readonly Command[] = [
  {
    name: 'receipts make',
    form: 'TRANSACTION [--client C] [--out FILE] [--language L]',
    summary: 'write the receipt of a transaction: a signed PDF for the client',
    details: `--client says whose it is, where several clients have a part in the transaction. L is ${languages.join(' or ')}.
Without --out it goes into the current folder under its own name. That somebody took it is in the audit chain.`,
    positionals: { min: 1, max: 1 },
    options: {
      client: { kind: 'text', value: 'C' },
      out: { kind: 'text', value: 'FILE' },
      language: { kind: 'text', value: 'L' },
    },
    run: make,
  },
  {
    name: 'receipts verify',
    form: 'FILE [--key FINGERPRINT | --books]',
    summary: 'prove a receipt with nothing but its file; exit 1 when it is not genuine',
    details: `Needs no workspace, no passphrase and no network. Whose signature it is says --key, with what "close-pack key" shows.
--books asks the workspace instead: whether it is from there, and how its transaction stands now.`,
    positionals: { min: 1, max: 1 },
    options: { key: { kind: 'text', value: 'FINGERPRINT' }, books: { kind: 'flag' } },
    run: verify,
  },
]

function make(call: Call): Promise<Answer> {
  const transaction = numberOf(argumentOf(call, 0), 'transaction')
  const client = optionOf(call, 'client')
  const input = { transaction, language: languageOf(call), ...(client === undefined ? {} : { client }) }
  const out = optionOf(call, 'out')
  return signedIn(call, async (engine) => {
    const receipt = await engine.receipts.make(input)
    const file = path.resolve(out ?? receipt.name)
    await writeNew(file, receipt)
    return { document: { file, name: receipt.name, bytes: receipt.size }, text: receiptSaid.written(file) }
  })
}

export function languageOf(call: Call): Language {
  const given = optionOf(call, 'language')
  return given === undefined ? 'en' : oneOf(given, languages, 'language')
}

async function verify(call: Call): Promise<Answer> {
  const key = optionOf(call, 'key')
  if (key !== undefined && flagOf(call, 'books'))
    throw new UsageError({ is: 'options_clash', option: '--key', other: '--books' })
  const file = path.resolve(argumentOf(call, 0))
  const bytes = await read(file)
  if (!flagOf(call, 'books')) {
    const document = verdictOf(bytes, key)
    const text = receiptSaid.ofFile(file, document, key !== undefined)
    return { document, text, exit: document.verdict === 'signed' ? 0 : 1 }
  }
  return signedIn(call, async (engine) => {
    const document = await engine.receipts.verify({ base64: bytes.toString('base64') })
    return { document, text: receiptSaid.ofBooks(file, document), exit: document.verdict === 'genuine' ? 0 : 1 }
  })
}

function verdictOf(bytes: Buffer, expected: string | undefined): FileVerdict {
  const found = readReceipt(bytes)
  if (found.status !== 'signed') return { verdict: found.status }
  const fingerprint = fingerprintOf(found.publicKey)
  if (expected !== undefined && plainKey(expected) !== plainKey(fingerprint))
    return { verdict: 'other_key', fingerprint, expected }
  return { verdict: 'signed', facts: found.facts, fingerprint }
}

async function read(file: string): Promise<Buffer> {
  try {
    const bytes = await readFile(file)
    // None of ours is as large, and nobody need look at one that is.
    return bytes.length > receiptBytesMax ? Buffer.alloc(0) : bytes
  } catch (error) {
    throw new Refusal('file_unreadable', { file, reason: reasonOf(error) }, error)
  }
}
