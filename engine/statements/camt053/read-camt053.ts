/**
 * Reads a bank's statement in the form of ISO 20022 camt.053, versions 1 and up as far as they are alike: they differ in
 * where a name, a status or a charge stands, which is looked for in each place. The message may stand in an envelope.
 */
import { assertNever } from '../../invariant.ts'
import type { Reading, StatementFault, StatementPiece } from '../statement.ts'
import { childOf, type XmlElement } from '../xml/xml-element.ts'
import { XmlScanner, type XmlTaker } from '../xml/xml-scanner.ts'
import type { XmlTag } from '../xml/xml-tag.ts'
import { readXmlText } from '../xml/xml-text.ts'
import { Fields } from './fields.ts'
import { StatementParts } from './statement-parts.ts'

export async function* readCamt053(
  bytes: AsyncIterable<Uint8Array>,
  reading: Reading,
): AsyncGenerator<readonly StatementPiece[]> {
  const message = new CamtMessage(new Fields(reading))
  const scanner = new XmlScanner(message)
  const text = readXmlText(bytes)
  let isXml = false
  try {
    for (;;) {
      const { value, done } = await text.next()
      if (done === true) {
        // What begins with bytes of no text is a picture or an archive.
        if (value === 'control_character' && !isXml) return yield [notThisFormat('')]
        if (value !== null) message.fields.fail('malformed', message.lastPlace, value)
        break
      }
      // An MT940 or a table is another format, and no broken one of this.
      const begun = value.trimStart()
      if (!isXml && begun !== '' && !begun.startsWith('<')) return yield [notThisFormat(begun)]
      isXml ||= begun !== ''
      const goesOn = scanner.push(value)
      const pieces = message.takePieces()
      if (pieces.length > 0) yield pieces
      if (!goesOn) break
    }
  } finally {
    await text.return(null)
  }
  if (!isXml && message.fields.fault === null) return yield [notThisFormat('')]
  if (message.fields.fault === null) scanner.end()
  const fault = scanner.fault ?? message.fields.fault ?? message.faultAtEnd()
  if (fault !== null) yield [{ is: 'fault', fault }]
}

const notThisFormat = (found: string): StatementPiece => ({
  is: 'fault',
  fault: { code: 'not_this_format', place: 1, field: 'document', found: found.slice(0, 80) },
})

/** Elements that may stand before the message in its envelope. */
const envelopeMax = 500

type Stage = 'envelope' | 'document' | 'message' | 'statement'

/** The message while it goes by: what of it is passed, what is cut out, and the pieces that come of it. */
class CamtMessage implements XmlTaker {
  readonly fields: Fields
  lastPlace = 1
  #stage: Stage = 'envelope'
  #envelope = 0
  #hadMessage = false
  #hadStatement = false
  #page: XmlElement | null = null
  #statement: StatementParts | null = null
  #pieces: StatementPiece[] = []

  constructor(fields: Fields) {
    this.fields = fields
  }

  takePieces(): readonly StatementPiece[] {
    const pieces = this.#pieces
    this.#pieces = []
    return pieces
  }

  faultAtEnd(): StatementFault | null {
    if (!this.#hadMessage) this.#isNotThis(1, '')
    if (!this.#hadStatement) this.fields.fail('field_missing', 1, 'Stmt')
    return this.fields.fault
  }

  readonly opened = (tag: XmlTag, line: number): 'pass' | 'keep' | 'stop' => {
    this.lastPlace = line
    switch (this.#stage) {
      case 'envelope':
        return this.#openInEnvelope(tag, line)
      case 'document':
        if (!/^BkToCstmrStmt(V01)?$/.test(tag.name)) return this.#isNotThis(line, tag.name)
        this.#stage = 'message'
        this.#hadMessage = true
        this.#page = null
        return 'pass'
      case 'message':
        if (tag.name !== 'Stmt') return 'keep'
        this.#stage = 'statement'
        this.#hadStatement = true
        this.#statement = new StatementParts(line, this.fields, this.#page)
        return 'pass'
      case 'statement':
        // The head is told before the first entry's payments are read by it.
        return tag.name === 'Ntry' && !this.#isOpen() ? 'stop' : 'keep'
      default:
        return assertNever(this.#stage)
    }
  }

  #openInEnvelope(tag: XmlTag, line: number): 'pass' | 'stop' {
    if (!this.#hadMessage) this.#envelope += 1
    if (tag.name === 'Document') {
      const colon = tag.fullName.indexOf(':')
      const declaration = colon < 0 ? 'xmlns' : `xmlns:${tag.fullName.slice(0, colon)}`
      const space = tag.attributes?.get(declaration) ?? ''
      // Some banks give it a namespace of their own; one that names another message says what it is.
      const message = /\b[a-z]{4}\.\d{3}\.\d{3}(\.\d{2})?\b/.exec(space)?.[0] ?? null
      if (message !== null && !message.startsWith('camt.053.001')) return this.#isNotThis(line, space)
      this.#stage = 'document'
      return 'pass'
    }
    return this.#envelope > envelopeMax ? this.#isNotThis(line, tag.name) : 'pass'
  }

  #isNotThis(line: number, found: string): 'stop' {
    this.fields.fail('not_this_format', line, 'document', found)
    return 'stop'
  }

  readonly closed = (): void => {
    switch (this.#stage) {
      case 'statement':
        this.#endStatement()
        this.#stage = 'message'
        return
      case 'message':
        this.#stage = 'document'
        return
      case 'document':
        this.#stage = 'envelope'
        return
      case 'envelope':
        return
      default:
        assertNever(this.#stage)
    }
  }

  #endStatement(): void {
    const statement = this.#statement
    if (statement === null || this.fields.fault !== null || !this.#isOpen()) return
    const tail = statement.close()
    if (tail !== null) this.#pieces.push({ is: 'closed', tail })
    this.#statement = null
  }

  #isOpen(): boolean {
    const statement = this.#statement
    if (statement === null || statement.head !== null) return statement !== null
    const head = statement.open()
    if (head !== null) this.#pieces.push({ is: 'opened', head })
    return head !== null
  }

  readonly kept = (element: XmlElement): 'on' | 'stop' => {
    if (this.#stage === 'message' && element.name === 'GrpHdr') this.#page = childOf(element, 'MsgPgntn')
    const statement = this.#stage === 'statement' ? this.#statement : null
    if (statement !== null && element.name === 'Ntry') {
      const line = statement.addEntry(element)
      if (line !== null) this.#pieces.push({ is: 'line', line })
    } else statement?.take(element)
    return this.fields.fault === null ? 'on' : 'stop'
  }

  readonly ended = (element: XmlElement, around: readonly XmlElement[]): 'leave' | 'take' | 'stop' => {
    const entry = around[0]
    if (element.name !== 'TxDtls' || entry?.name !== 'Ntry' || this.#stage !== 'statement') return 'leave'
    this.#statement?.addDetail(element, entry)
    return this.fields.fault === null ? 'take' : 'stop'
  }
}
