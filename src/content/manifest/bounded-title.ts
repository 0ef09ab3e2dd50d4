import { quoted } from '../finding-codes.ts'
import { type ManifestContext, placeOf } from './manifest-context.ts'
import type { XmlElement } from './xml-element.ts'

/** Characters of a title that are kept. Lists, statements and the audit log have it as it is. */
export const titleCharactersMax = 1_000

/** The title, cut where nobody reads on. */
export function boundedTitle(context: ManifestContext, element: XmlElement, title: string): string {
  if (title.length <= titleCharactersMax) return title
  const message = `The title ${quoted(title)} has ${title.length} characters; the first ${titleCharactersMax} are kept.`
  context.findings.add('title-shortened', message, placeOf(context, element))
  return `${title.slice(0, titleCharactersMax - 1).toWellFormed()}…`
}
