/** An element that was cut out of a document whole: names without their prefix, texts with their references resolved. */
export type XmlElement = Readonly<{
  name: string
  /** The line of the text that it begins on, from 1 on. */
  line: number
  /** Empty for an element that has others in it: a document of fields has no text between them. */
  text: string
  attributes: ReadonlyMap<string, string> | null
  children: readonly XmlElement[]
}>

export function childOf(element: XmlElement, name: string): XmlElement | null {
  for (const child of element.children) if (child.name === name) return child
  return null
}

export const childrenOf = (element: XmlElement, name: string): readonly XmlElement[] =>
  element.children.filter((child) => child.name === name)

/** The first element down a path of names. */
export function elementAt(element: XmlElement, ...path: readonly string[]): XmlElement | null {
  let at: XmlElement | null = element
  for (const name of path) {
    if (at === null) return null
    at = childOf(at, name)
  }
  return at
}

/** What an element says, without the blanks around it; null where it says nothing. */
export function textAt(element: XmlElement, ...path: readonly string[]): string | null {
  const text = elementAt(element, ...path)?.text.trim() ?? ''
  return text === '' ? null : text
}
