/** An element of a manifest. Names are without prefix and in lower case, since packages get both wrong. */
export interface XmlElement {
  readonly name: string
  /** As written, empty without; see `XmlDocument.prefixes`. */
  readonly prefix: string
  /** By local name in lower case; one without prefix wins over one with. `xml:base` keeps its prefix, and so does `xmlns:x`. */
  readonly attributes: ReadonlyMap<string, string>
  readonly children: readonly XmlElement[]
  /** All character data directly in the element. */
  readonly text: string
  readonly line: number
  readonly column: number
}

export const childrenOf = (element: XmlElement, name: string): XmlElement[] =>
  element.children.filter((child) => child.name === name)

export const childOf = (element: XmlElement, name: string): XmlElement | undefined =>
  element.children.find((child) => child.name === name)

/** The element that a path of names leads to, by the first child of each name. */
export const descendantAt = (
  element: XmlElement,
  path: readonly string[],
): XmlElement | undefined =>
  path.reduce<XmlElement | undefined>((above, name) => above && childOf(above, name), element)

/** The attribute without white space around it; undefined if it is absent or blank. */
export function attributeOf(element: XmlElement, name: string): string | undefined {
  const value = element.attributes.get(name)?.trim()
  return value === '' ? undefined : value
}

/** The text of a child element, trimmed; undefined if it is absent or blank. */
export function textOf(element: XmlElement, name: string): string | undefined {
  const text = childOf(element, name)?.text.trim()
  return text === '' ? undefined : text
}

/** The element and everything below it, in document order. */
export function* descendantsOf(element: XmlElement): Generator<XmlElement> {
  yield element
  for (const child of element.children) yield* descendantsOf(child)
}
