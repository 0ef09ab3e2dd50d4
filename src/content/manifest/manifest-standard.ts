import { Refusal } from '../finding-codes.ts'
import { type ManifestContext, placeOf } from './manifest-context.ts'
import type { XmlDocument } from './read-xml.ts'
import { attributeOf, childOf, descendantsOf, textOf } from './xml-element.ts'

const scorm12NameSpace = /adlcp_rootv1p2/i
const scorm2004NameSpaces = /adlcp_v1p3|adlseq_v1p3|adlnav_v1p3|imsss/i
const scorm2004Version = /^(cam 1\.3|1\.3|2004\b.*)/i

/**
 * The edition of a SCORM 1.2 package, as `schemaversion` says. What says nothing, or something that nobody knows, is read as
 * SCORM 1.2 with a warning, unless its name spaces are those of SCORM 2004.
 * @throws Refusal `standard-not-supported`
 */
export function editionOf(context: ManifestContext, document: XmlDocument): string {
  const metadata = childOf(document.root, 'metadata')
  const version = metadata && textOf(metadata, 'schemaversion')
  const is12 = hasNameSpace(document, scorm12NameSpace)
  const is2004 = hasNameSpace(document, scorm2004NameSpaces)
  const place = placeOf(context, metadata ?? document.root)
  if (version === '1.2' && (is12 || !is2004)) return version
  if (!is12 && (is2004 || (version !== undefined && scorm2004Version.test(version)))) {
    const edition = version === undefined ? '' : ` (${version})`
    throw new Refusal(
      'standard-not-supported',
      `This is a SCORM 2004 package${edition}; SCORM 1.2 is what this version of hocba plays.`,
      place,
    )
  }
  if (version === undefined && is12) return '1.2'
  context.findings.add('schemaversion-unknown', unknownVersion(version), place)
  return version ?? '1.2'
}

const unknownVersion = (version: string | undefined): string =>
  version === undefined
    ? 'The manifest does not say which standard it follows; it was read as SCORM 1.2.'
    : `The schemaversion ${JSON.stringify(version)} is not one of SCORM 1.2; it was read as SCORM 1.2.`

const hasNameSpace = (document: XmlDocument, pattern: RegExp): boolean =>
  [...document.nameSpaces].some((nameSpace) => pattern.test(nameSpace))

/** Every href of the manifest: what the names in the zip are recognised by. */
export function hrefsOf(document: XmlDocument): string[] {
  const hrefs: string[] = []
  for (const element of descendantsOf(document.root)) {
    const href = attributeOf(element, 'href')
    if (href !== undefined) hrefs.push(href)
  }
  return hrefs
}
