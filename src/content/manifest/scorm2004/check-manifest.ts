import { type FindingCode, quoted } from '../../finding-codes.ts'
import { type ManifestContext, placeOf } from '../manifest-context.ts'
import { attributeOf, type XmlElement } from '../xml-element.ts'
import {
  type ChildRule,
  type ElementRule,
  extendedObjectivesRule,
  manifestRule,
  nestedRules,
} from './element-rules.ts'
import { extendedObjectives, groupName } from './sequencing-element.ts'
import { fraction } from './vocabulary.ts'

/**
 * Compares a SCORM 2004 manifest with what the schemas of its vocabularies allow, as far as element-rules.ts has them. The reader
 * copes with all of it; here it is told, each thing once and where it stands.
 * @param prefixes what each prefix stands for, to leave alone what belongs to other vocabularies
 */
export function checkManifest(
  context: ManifestContext,
  manifest: XmlElement,
  prefixes: ReadonlyMap<string, string>,
): void {
  new ManifestCheck(context, prefixes).check(manifest, { name: 'manifest', rule: manifestRule })
}

const byDefault = 'The default holds.'

const sentences = (first: string, second: string | undefined): string =>
  second === undefined ? first : `${first} ${second}`

const scorm12Elements = new Set(['prerequisites', 'masteryscore', 'maxtimeallowed'])

const ownNameSpace = /imscp|adlcp|adlseq|adlnav|imsss/i

/** Attributes that may stand on any element. */
const anywhere = /^(xmlns(:.*)?|xml:base|schemalocation|nonamespaceschemalocation|lang|space)$/

class ManifestCheck {
  readonly #context: ManifestContext
  readonly #prefixes: ReadonlyMap<string, string>

  constructor(context: ManifestContext, prefixes: ReadonlyMap<string, string>) {
    this.#context = context
    this.#prefixes = prefixes
  }

  check(element: XmlElement, { name, rule = nestedRules[name] }: ChildRule): void {
    if (!rule) return
    this.#attributes(element, name, rule)
    this.#text(element, name, rule)
    if (rule.children) this.#children(element, name, rule)
  }

  #attributes(element: XmlElement, name: string, rule: ElementRule): void {
    const required = rule.required ?? []
    for (const attribute of required) {
      if (attributeOf(element, attribute.toLowerCase()) !== undefined) continue
      const message = sentences(`${name} has no ${attribute}.`, rule.consequence)
      this.#warn('attribute-missing', element, message)
    }
    const known = new Set<string>()
    for (const [attribute, type] of Object.entries(rule.attributes ?? {})) {
      known.add(attribute.toLowerCase())
      const written = attributeOf(element, attribute.toLowerCase())
      if (written === undefined || type.parse(written) !== undefined) continue
      const message = sentences(
        `The ${attribute} of ${name} is ${quoted(written)}; it must be ${type.says}.`,
        required.includes(attribute) ? rule.consequence : byDefault,
      )
      this.#warn('value-invalid', element, message)
    }
    if (!rule.isClosed) return
    for (const attribute of element.attributes.keys()) {
      if (known.has(attribute) || anywhere.test(attribute)) continue
      const message = `${name} has an attribute ${quoted(attribute)}, which is not known there. It is ignored.`
      this.#warn('attribute-unknown', element, message)
    }
  }

  #text(element: XmlElement, name: string, rule: ElementRule): void {
    const text = element.text.trim()
    // The 4th Edition's threshold has attributes, and any text; the earlier ones' is its text.
    const type = name === 'completionThreshold' && !hasValues(element, rule) ? fraction : rule.text
    if (!type || text === '' || type.parse(text) !== undefined) return
    const message = sentences(
      `${name} is ${quoted(text)}; it must be ${type.says}.`,
      rule.consequence ?? byDefault,
    )
    this.#warn('value-invalid', element, message)
  }

  #children(parent: XmlElement, name: string, rule: ElementRule): void {
    const ordered = rule.children ?? []
    const counts = new Map<string, number>()
    let last = 0
    for (const child of parent.children) {
      const at = ordered.findIndex(
        (each) => each.name.toLowerCase() === this.#nameIn(parent, name, child),
      )
      const known = ordered[at] ?? this.#knownAnywhere(parent, name, rule, child)
      if (!known) {
        this.#unknown(child, name)
        continue
      }
      const position = at < 0 ? ordered.length : at
      if (position < last) this.#outOfOrder(child, known, ordered[last], name)
      else last = position
      const count = (counts.get(known.name) ?? 0) + 1
      counts.set(known.name, count)
      if (known.max !== undefined && count === known.max + 1) this.#repeated(child, known, name)
      this.check(child, known)
    }
    for (const { name: wanted, min } of ordered) {
      if (min === undefined || counts.has(wanted)) continue
      const message = sentences(`${name} has no ${wanted}.`, rule.consequence)
      this.#warn('element-missing', parent, message)
    }
  }

  #nameIn(parent: XmlElement, parentName: string, child: XmlElement): string {
    return parentName === 'sequencing' ? groupName(parent, child) : child.name
  }

  #knownAnywhere(
    parent: XmlElement,
    parentName: string,
    rule: ElementRule,
    child: XmlElement,
  ): ChildRule | undefined {
    if (this.#nameIn(parent, parentName, child) === extendedObjectives) {
      return { name: extendedObjectives, max: 1, rule: extendedObjectivesRule }
    }
    return rule.inAnyOrder?.find((each) => each.name.toLowerCase() === child.name)
  }

  #outOfOrder(
    child: XmlElement,
    { name }: ChildRule,
    behind: ChildRule | undefined,
    parent: string,
  ): void {
    const before = behind ? behind.name : 'what extends it'
    const message = `In ${parent}, ${name} must stand before ${before}. It is read all the same.`
    this.#warn('element-order', child, message)
  }

  #repeated(child: XmlElement, { name }: ChildRule, parent: string): void {
    const message = `${parent} has more than one ${name}. The first counts.`
    this.#warn('element-repeated', child, message)
  }

  #unknown(child: XmlElement, parent: string): void {
    if (scorm12Elements.has(child.name)) {
      const message = `${child.name} is an element of SCORM 1.2, which SCORM 2004 does not have. It is ignored.`
      this.#warn('scorm12-element-ignored', child, message)
    } else if (this.#isOfOwnVocabulary(child)) {
      const message = `${quoted(child.name)} is not known in ${parent}. It is ignored.`
      this.#warn('element-unknown', child, message)
    }
  }

  /** Elements of other name spaces may stand wherever something may be added. */
  #isOfOwnVocabulary({ attributes, prefix }: XmlElement): boolean {
    const nameSpace = attributes.get('xmlns') ?? this.#prefixes.get(prefix)
    return ownNameSpace.test(nameSpace ?? prefix) || (nameSpace === undefined && prefix === '')
  }

  #warn(code: FindingCode, element: XmlElement, message: string): void {
    this.#context.findings.add(code, message, placeOf(this.#context, element))
  }
}

const hasValues = (element: XmlElement, { attributes }: ElementRule): boolean =>
  Object.keys(attributes ?? {}).some((name) => element.attributes.has(name.toLowerCase()))
