import { SaxesParser } from 'saxes'
import { Refusal } from '../finding-codes.ts'
import type { ImportLimits } from '../import/limits.ts'
import type { XmlElement } from './xml-element.ts'

export interface XmlDocument {
  readonly root: XmlElement
  /** Name spaces that are declared anywhere in the document. */
  readonly nameSpaces: ReadonlySet<string>
  /** What each prefix stands for, the empty one included, where it is declared first. */
  readonly prefixes: ReadonlyMap<string, string>
  readonly hasDoctype: boolean
}

type Limits = Pick<ImportLimits, 'xmlDepthMax' | 'xmlAttributesMax' | 'xmlElementsMax'>

interface Building extends XmlElement {
  attributes: Map<string, string>
  readonly children: Building[]
  text: string
}

/**
 * Parses a manifest. Entities are never expanded, nothing outside the file is read, and name spaces are not resolved: that is
 * what makes saxes slow on hostile input, and packages that use a prefix without declaring it are common
 * (docs/decisions/0006-xml-parser.md).
 * @param file for the place of a refusal
 * @throws Refusal `manifest-malformed`, `manifest-excessive`, `doctype-refused`
 */
export function readXml(text: string, file: string, limits: Limits): XmlDocument {
  const parser = new SaxesParser({ xmlns: false })
  const tree = new TreeBuilder(parser, file, limits)
  parser.on('error', (error) => {
    throw tree.refusal('manifest-malformed', reasonOf(error))
  })
  parser.write(text).close()
  return tree.document()
}

/** saxes puts `line:column: ` before its sentence. */
const reasonOf = (error: Error): string =>
  `The manifest is not well-formed XML: ${error.message.replace(/^(\d+:)+\s*/, '').replace(/\.?$/, '.')}`

/** Of every element that has none: most do, and a map of its own would be most of its memory. */
const noAttributes: Map<string, string> = new Map()

class TreeBuilder {
  readonly #parser: SaxesParser
  readonly #file: string
  readonly #limits: Limits
  readonly #open: Building[] = []
  readonly #nameSpaces = new Set<string>()
  readonly #prefixes = new Map<string, string>()
  #root: Building | undefined
  #hasDoctype = false
  #elements = 0
  #attributes = 0

  constructor(parser: SaxesParser, file: string, limits: Limits) {
    this.#parser = parser
    this.#file = file
    this.#limits = limits
    parser.on('doctype', (text) => this.#doctype(text))
    parser.on('opentagstart', ({ name }) => this.#start(name))
    parser.on('attribute', ({ name, value }) => this.#attribute(name, value))
    parser.on('text', (text) => this.#text(text))
    parser.on('cdata', (text) => this.#text(text))
    parser.on('closetag', () => {
      this.#open.pop()
    })
  }

  refusal(code: 'manifest-malformed' | 'manifest-excessive' | 'doctype-refused', message: string) {
    const { line, column } = this.#parser
    return new Refusal(code, message, { file: this.#file, line, column: column + 1 })
  }

  document(): XmlDocument {
    return {
      root: this.#root!,
      nameSpaces: this.#nameSpaces,
      prefixes: this.#prefixes,
      hasDoctype: this.#hasDoctype,
    }
  }

  #doctype(text: string): void {
    this.#hasDoctype = true
    if (!text.includes('[')) return
    throw this.refusal('doctype-refused', 'The manifest has a DOCTYPE with declarations in it.')
  }

  #start(qualifiedName: string): void {
    this.#elements += 1
    this.#attributes = 0
    this.#require('xmlElementsMax', this.#elements, 'elements')
    this.#require('xmlDepthMax', this.#open.length + 1, 'elements inside each other')
    const { line, column } = this.#parser
    const element: Building = {
      name: localName(qualifiedName),
      prefix: qualifiedName.slice(0, Math.max(0, qualifiedName.indexOf(':'))),
      attributes: noAttributes,
      children: [],
      text: '',
      line,
      // The parser stands behind the name and the character after it.
      column: Math.max(1, column - qualifiedName.length - 1),
    }
    const parent = this.#open.at(-1)
    if (parent) parent.children.push(element)
    else this.#root = element
    this.#open.push(element)
  }

  #attribute(qualifiedName: string, value: string): void {
    this.#attributes += 1
    this.#require('xmlAttributesMax', this.#attributes, 'attributes on one element')
    const isNameSpace = /^xmlns(:|$)/.test(qualifiedName)
    if (isNameSpace) this.#declare(qualifiedName.slice('xmlns:'.length), value.trim())
    const element = this.#open.at(-1)!
    if (element.attributes === noAttributes) element.attributes = new Map()
    const { attributes } = element
    const isPrefixed = qualifiedName.includes(':')
    const isKept = isNameSpace || qualifiedName === 'xml:base'
    const name = isKept ? qualifiedName : localName(qualifiedName)
    if (!isPrefixed || !attributes.has(name)) attributes.set(name, value)
  }

  #declare(prefix: string, nameSpace: string): void {
    this.#nameSpaces.add(nameSpace)
    if (!this.#prefixes.has(prefix)) this.#prefixes.set(prefix, nameSpace)
  }

  #text(text: string): void {
    const parent = this.#open.at(-1)
    if (parent) parent.text += text
  }

  #require(limit: keyof Limits, count: number, what: string): void {
    if (count <= this.#limits[limit]) return
    throw this.refusal(
      'manifest-excessive',
      `The manifest has more than ${this.#limits[limit]} ${what}.`,
    )
  }
}

const localName = (qualifiedName: string): string =>
  qualifiedName.slice(qualifiedName.indexOf(':') + 1).toLowerCase()
