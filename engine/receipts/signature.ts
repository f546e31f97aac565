/**
 * How a receipt is signed. Between what a PDF file ends with and what it is, there is room for remarks, which readers pass
 * over: there stand the facts, the key, and a signature over the hash of the whole file with noughts in the signature's own
 * place. So one byte that is changed anywhere, put in or taken away shows, and the file opens in every reader.
 */
import { createHash, type KeyObject, sign, verify } from 'node:crypto'
import { ReceiptFacts } from '../contract/receipts.ts'
import { invariant } from '../invariant.ts'
import { publicBytesOf, publicKeyOf } from '../keys/derive.ts'

const marker = '%countinghouse-receipt 1\n'
const blank = '0'.repeat(128)
/** Lines of a PDF file are kept short of 255 characters. */
const lineMax = 200

/** Remarks in the order in which they stand, up to the file's last byte. */
const remarks =
  /^%countinghouse-receipt 1\n((?:%facts [A-Za-z0-9_-]{1,200}\n){1,200})%key ([0-9a-f]{64})\n%signature ([0-9a-f]{128})\nstartxref\n[0-9]{1,10}\n%%EOF\n$/

export function signReceipt(pdf: Buffer, facts: ReceiptFacts, key: KeyObject): Buffer {
  const text = pdf.toString('latin1')
  const end = /startxref\n[0-9]+\n%%EOF\n?$/.exec(text)
  invariant(end !== null, 'a PDF file does not end as one does')
  const lines =
    Buffer.from(factsText(facts))
      .toString('base64url')
      .match(new RegExp(`.{1,${lineMax}}`, 'g')) ?? []
  const before = [
    text.slice(0, end.index),
    marker,
    ...lines.map((line) => `%facts ${line}\n`),
    `%key ${publicBytesOf(key).toString('hex')}\n`,
    '%signature ',
  ].join('')
  const behind = `\n${end[0].trimEnd()}\n`
  const signature = sign(null, saidOf(Buffer.from(before + blank + behind, 'latin1')), key)
  return Buffer.from(before + signature.toString('hex') + behind, 'latin1')
}

export type ReadReceipt =
  | Readonly<{ status: 'signed'; facts: ReceiptFacts; publicKey: Buffer }>
  /** It says that it is a receipt, and whose, as far as that can be read; and it is not what was signed. */
  | Readonly<{ status: 'changed'; publicKey: Buffer | null }>
  | Readonly<{ status: 'no_receipt' }>

/** Needs nothing but the file. Whose key it is, is for others to say. */
export function readReceipt(file: Uint8Array): ReadReceipt {
  const text = Buffer.from(file).toString('latin1')
  const at = text.lastIndexOf(marker)
  if (at < 0) return { status: 'no_receipt' }
  const tail = text.slice(at)
  const [, lines = '', key = '', signature = ''] = remarks.exec(tail) ?? []
  const named = /\n%key ([0-9a-f]{64})\n/.exec(tail)?.[1]
  const publicKey = named === undefined ? null : Buffer.from(named, 'hex')
  if (publicKey === null || key !== named) return { status: 'changed', publicKey }
  const place = at + tail.indexOf('%signature ') + '%signature '.length
  const unsigned = Buffer.from(text.slice(0, place) + blank + text.slice(place + blank.length), 'latin1')
  const isSigned = verify(null, saidOf(unsigned), publicKeyOf('ed25519', publicKey), Buffer.from(signature, 'hex'))
  const facts = isSigned ? factsOf(lines) : null
  return facts === null ? { status: 'changed', publicKey } : { status: 'signed', facts, publicKey }
}

const saidOf = (unsigned: Buffer): Buffer =>
  Buffer.from(`countinghouse:receipt:v1\n${createHash('sha256').update(unsigned).digest('hex')}`)

/** In the order of its form, so that the same is always written the same. */
const factsText = (facts: ReceiptFacts): string => JSON.stringify(ReceiptFacts.parse(facts))

function factsOf(lines: string): ReceiptFacts | null {
  const written = Buffer.from(lines.replaceAll('%facts ', '').replaceAll('\n', ''), 'base64url').toString()
  const read = ReceiptFacts.safeParse(parsed(written))
  return read.success && factsText(read.data) === written ? read.data : null
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // It was signed, so somebody who has the key signed what is no receipt of this form.
    return null
  }
}
