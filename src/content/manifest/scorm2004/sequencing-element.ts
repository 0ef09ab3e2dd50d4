import { attributeOf, type XmlElement } from '../xml-element.ts'

/** The groups inside an imsss:sequencing element by their names; ADL's `objectives` are `adlseq:objectives`. */
export type SequencingGroups = ReadonlyMap<string, XmlElement>

/**
 * The groups that hold for an activity: its own and, for each that it does not have, that of the sequencing it refers to by
 * IDRef [SN 5.1.1]. Of two groups of the same name in one element the first holds.
 * @param sources the element itself first, then what it takes its other groups from
 */
export function groupsOf(sources: readonly XmlElement[]): SequencingGroups {
  const groups = new Map<string, XmlElement>()
  for (const source of sources) {
    const taken = new Set(groups.keys())
    for (const child of source.children) {
      const name = groupName(source, child)
      if (!taken.has(name) && !groups.has(name)) groups.set(name, child)
    }
  }
  return groups
}

/** imsss and adlseq have an element `objectives` each; whatever the prefixes are called, only one of them is ADL's. */
export const groupName = (sequencing: XmlElement, child: XmlElement): string =>
  child.name === 'objectives' && isExtension(sequencing, child) ? extendedObjectives : child.name

export const extendedObjectives = 'adlseq:objectives'

function isExtension(sequencing: XmlElement, child: XmlElement): boolean {
  if (child.children.some(({ name }) => name === 'primaryobjective')) return false
  if (/adlseq/i.test(`${child.prefix} ${attributeOf(child, 'xmlns') ?? ''}`)) return true
  return child.prefix !== sequencing.prefix || hasExtendedMap(child)
}

const hasExtendedMap = (objectives: XmlElement): boolean =>
  objectives.children.some(({ children }) =>
    children.some(({ attributes }) =>
      [...attributes.keys()].some((name) =>
        /^(read|write)(raw|min|max|completion|progress)/.test(name),
      ),
    ),
  )
