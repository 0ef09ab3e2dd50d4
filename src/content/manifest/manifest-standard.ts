import { quoted, Refusal } from '../finding-codes.ts'
import { type ManifestContext, placeOf } from './manifest-context.ts'
import type { XmlDocument } from './read-xml.ts'
import { attributeOf, childOf, descendantsOf, textOf } from './xml-element.ts'

const scorm12NameSpace = /adlcp_rootv1p2/i
const scorm2004NameSpaces = /adlcp_v1p3|adlseq_v1p3|adlnav_v1p3|imsss/i
const scorm2004Version = /^(cam 1\.3|1\.3|2004\b.*)/i

/**
 * Makes sure that the manifest is one of SCORM 1.2: by its `schemaversion`, or by its name spaces where that says nothing that
 * anybody knows. What says neither is read as SCORM 1.2 with a warning.
 * @returns the edition
 * @throws Refusal `standard-not-supported`
 */
export function editionOf(context: ManifestContext, document: XmlDocument): string {
  const metadata = childOf(document.root, 'metadata')
  const version = metadata && textOf(metadata, 'schemaversion')
  const is12 = hasNameSpace(document, scorm12NameSpace)
  const is2004 = hasNameSpace(document, scorm2004NameSpaces) && !is12
  const says12 = version === '1.2'
  const says2004 = version !== undefined && scorm2004Version.test(version) && !is12
  const place = placeOf(context, metadata ?? document.root)
  if (says2004 || (is2004 && !says12)) {
    const edition = version === undefined ? '' : ` (${version})`
    throw new Refusal(
      'standard-not-supported',
      `This is a SCORM 2004 package${edition}; SCORM 1.2 is what this version of hocba plays.`,
      place,
    )
  }
  const isClear = says12 ? !is2004 : version === undefined && is12
  if (!isClear) context.findings.add('schemaversion-unknown', unclear(version), place)
  return '1.2'
}

const unclear = (version: string | undefined): string =>
  version === undefined
    ? 'The manifest does not say which standard it follows; it was read as SCORM 1.2.'
    : `The schemaversion is ${quoted(version)}, which does not fit the manifest's name spaces or is unknown; it was read as SCORM 1.2.`

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
