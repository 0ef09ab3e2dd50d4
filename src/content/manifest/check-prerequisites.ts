import { activitiesOf, type Course, itemsIn, parsePrerequisites } from '../../runtime/index.ts'
import { quoted } from '../finding-codes.ts'
import { type ManifestContext, placeOf } from './manifest-context.ts'
import { attributeOf, descendantsOf, type XmlElement } from './xml-element.ts'

/** Prerequisites may name only items of the course; of others it can never be known whether they are met. */
export function checkPrerequisites(
  context: ManifestContext,
  manifest: XmlElement,
  course: Course,
): void {
  const activities = activitiesOf(course)
  const ids = new Set(activities.map(({ id }) => id))
  for (const { id, prerequisites } of activities) {
    for (const name of namesIn(prerequisites ?? '')) {
      if (ids.has(name)) continue
      const message = `The prerequisites of ${quoted(id)} name ${quoted(name)}, which is no item.`
      const place = placeOf(context, itemOf(manifest, id))
      context.findings.add('prerequisites-unknown-item', message, place)
    }
  }
}

/** The item identifiers in an aicc_script, which was found well-formed before. */
function namesIn(text: string): string[] {
  const parsed = parsePrerequisites(text)
  return parsed.problem === undefined ? itemsIn(parsed.script) : []
}

function itemOf(manifest: XmlElement, id: string): XmlElement {
  for (const element of descendantsOf(manifest)) {
    if (element.name === 'item' && attributeOf(element, 'identifier') === id) return element
  }
  return manifest
}
