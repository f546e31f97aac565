/**
 * Goes through an XML document once, text block by text block, and cuts out one element at a time as a small tree, so that
 * a document of any length is read in bounded memory. There is no DTD: a DOCTYPE ends the reading before anything in it
 * can be declared, expanded or fetched.
 */
import type { XmlElement } from './xml-element.ts'
import { resolveText } from './xml-reference.ts'
import { NameMemory, readTag, tagEnd, type XmlTag } from './xml-tag.ts'

export type XmlFault = Readonly<{
  code: 'malformed' | 'too_large' | 'truncated'
  place: number
  field: string
  found: string
}>

/** Who says what becomes of the elements. */
export type XmlTaker = Readonly<{
  /** `pass`: what is in it comes one by one. `keep`: it is cut out whole. */
  opened: (tag: XmlTag, line: number) => 'pass' | 'keep' | 'stop'
  /** One that was passed ends here. */
  closed: () => void
  /** One that was kept. */
  kept: (element: XmlElement) => 'on' | 'stop'
  /** One within a kept one has ended; `take` leaves it out of the tree, which then doesn't grow with it. */
  ended: (element: XmlElement, around: readonly XmlElement[]) => 'leave' | 'take' | 'stop'
}>

export const xmlLimits = {
  depth: 64,
  /** Characters of a tag, which is looked through anew with each block that it goes on in. */
  tag: 65_536,
  /** Characters of one text, comment or instruction. */
  token: 1_048_576,
  /** Of what is cut out at a time: elements left in it, and characters of texts and attributes that went through it. */
  elements: 50_000,
  characters: 33_554_432,
} as const

/** The tree while it is being built; it leaves as an `XmlElement`. */
type Growing = Omit<XmlElement, 'text' | 'children'> & { text: string; children: XmlElement[]; hasChildren: boolean }
type Step = 'on' | 'more' | 'stop'

export class XmlScanner {
  fault: XmlFault | null = null
  readonly #taker: XmlTaker
  readonly #names = new NameMemory()
  #text = ''
  #at = 0
  #line = 1
  /** Up to where line ends have been counted. */
  #counted = 0
  readonly #open: string[] = []
  readonly #growing: Growing[] = []
  #elements = 0
  #characters = 0
  #hadRoot = false
  #isStopped = false

  constructor(taker: XmlTaker) {
    this.#taker = taker
  }

  /** Takes the next block of text. False when nothing more is wanted: the taker said so, or there is a fault. */
  push(more: string): boolean {
    this.#countLines(this.#at)
    this.#text = this.#text.slice(this.#at) + more
    this.#at = 0
    this.#counted = 0
    let step: Step = 'on'
    while (step === 'on') step = this.#step()
    if (step === 'more' && this.#text.length - this.#at > xmlLimits.token) this.#fail('too_large', 'token', '')
    this.#isStopped = step === 'stop' || this.fault !== null
    return !this.#isStopped
  }

  /** Says that the text is over. */
  end(): void {
    if (this.#isStopped) return
    const rest = this.#text.slice(this.#at)
    if (this.#open.length > 0 || !this.#hadRoot || rest.startsWith('<')) this.#fail('truncated', 'document', '')
    else if (rest.trim() !== '') this.#fail('malformed', 'text', rest)
  }

  #fail(code: XmlFault['code'], field: string, found: string): 'stop' {
    this.#countLines(this.#at)
    this.fault ??= { code, place: this.#line, field, found: found.slice(0, 80) }
    return 'stop'
  }

  #countLines(to: number): void {
    let at = this.#text.indexOf('\n', this.#counted)
    while (at >= 0 && at < to) {
      this.#line += 1
      at = this.#text.indexOf('\n', at + 1)
    }
    this.#counted = Math.max(this.#counted, to)
  }

  #step(): Step {
    const less = this.#text.indexOf('<', this.#at)
    if (less < 0) return 'more'
    if (less > this.#at && this.#takeText(this.#text.slice(this.#at, less), true) === 'stop') return 'stop'
    this.#at = less
    switch (this.#text.charCodeAt(less + 1)) {
      case 0x2f:
        return this.#closeTag()
      case 0x3f:
        return this.#pass('?>', 2)
      case 0x21:
        return this.#declaration()
      default:
        return this.#openTag()
    }
  }

  /** Passes what ends with a mark. */
  #pass(mark: string, length: number): Step {
    const end = this.#text.indexOf(mark, this.#at + length)
    if (end < 0) return 'more'
    this.#at = end + mark.length
    return 'on'
  }

  #declaration(): Step {
    const cdata = '<![CDATA['
    const head = this.#text.slice(this.#at, this.#at + cdata.length)
    if (head.startsWith('<!--')) return this.#pass('-->', 4)
    if (head === cdata && this.#open.length > 0) {
      const end = this.#text.indexOf(']]>', this.#at + cdata.length)
      if (end < 0) return 'more'
      if (this.#takeText(this.#text.slice(this.#at + cdata.length, end), false) === 'stop') return 'stop'
      this.#at = end + 3
      return 'on'
    }
    const isCut = head.length < cdata.length && (cdata.startsWith(head) || '<!--'.startsWith(head))
    if (isCut) return 'more'
    return this.#fail('malformed', 'declaration', head)
  }

  #takeText(text: string, hasReferences: boolean): Step {
    if (text.length > xmlLimits.token) return this.#fail('too_large', 'text', '')
    if (this.#open.length === 0) return text.trim() === '' ? 'on' : this.#fail('malformed', 'text', text)
    const element = this.#growing.at(-1)
    // Between the fields of a document there are blanks; what else stands there belongs to no field.
    if (element === undefined || element.hasChildren) return 'on'
    const resolved = hasReferences ? resolveText(text) : text.replace(/\r\n?/g, '\n')
    if (resolved === null) return this.#fail('malformed', element.name, text)
    element.text += resolved
    this.#characters += resolved.length
    return this.#characters > xmlLimits.characters ? this.#fail('too_large', element.name, '') : 'on'
  }

  #closeTag(): Step {
    const end = this.#text.indexOf('>', this.#at)
    if (end < 0) return 'more'
    const fullName = this.#text.slice(this.#at + 2, end).trimEnd()
    if (this.#open.pop() !== fullName) return this.#fail('malformed', 'closing', fullName)
    this.#at = end + 1
    return this.#close()
  }

  #openTag(): Step {
    const end = tagEnd(this.#text, this.#at + 1)
    const length = (end < 0 ? this.#text.length : end) - this.#at
    if (length > xmlLimits.tag) return this.#fail('too_large', 'tag', '')
    if (end < 0) return 'more'
    const inside = this.#text.slice(this.#at + 1, end)
    const tag = readTag(inside, this.#names)
    if (tag === null || (this.#open.length === 0 && this.#hadRoot)) return this.#fail('malformed', 'tag', inside)
    if (this.#open.length === xmlLimits.depth) return this.#fail('too_large', 'depth', tag.name)
    this.#hadRoot = true
    this.#countLines(this.#at)
    if (this.#begin(tag) === 'stop') return 'stop'
    this.#at = end + 1
    if (tag.isEmpty) return this.#close()
    this.#open.push(tag.fullName)
    return 'on'
  }

  #begin(tag: XmlTag): Step {
    const { name, attributes } = tag
    const around = this.#growing.at(-1)
    if (around === undefined) {
      const wish = this.#taker.opened(tag, this.#line)
      if (wish === 'stop') return 'stop'
      // An empty one that is passed ends at once, and `#close` must see that nothing was kept of it.
      if (wish === 'pass') return 'on'
      this.#elements = 0
      this.#characters = 0
    } else {
      around.hasChildren = true
      around.text = ''
    }
    this.#elements += 1
    for (const [key, value] of attributes ?? []) this.#characters += key.length + value.length
    const isTooLarge = this.#elements > xmlLimits.elements || this.#characters > xmlLimits.characters
    if (isTooLarge) return this.#fail('too_large', this.#growing[0]?.name ?? name, '')
    this.#growing.push({ name, line: this.#line, text: '', attributes, children: [], hasChildren: false })
    return 'on'
  }

  #close(): Step {
    const element = this.#growing.pop()
    if (element === undefined) {
      this.#taker.closed()
      return 'on'
    }
    const around = this.#growing.at(-1)
    if (around === undefined) return this.#taker.kept(element)
    const wish = this.#taker.ended(element, this.#growing)
    if (wish === 'take') this.#elements -= sizeOf(element)
    else around.children.push(element)
    return wish === 'stop' ? 'stop' : 'on'
  }
}

/** Elements in a tree, itself too. Its depth is bounded, so may be walked by calls. */
function sizeOf(element: XmlElement): number {
  let size = 1
  for (const child of element.children) size += sizeOf(child)
  return size
}
