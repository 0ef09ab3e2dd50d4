import type { Scorm2004Edition } from '../../runtime/index.ts'
import { quoted } from '../finding-codes.ts'
import { type ManifestContext, placeOf } from './manifest-context.ts'
import type { XmlDocument } from './read-xml.ts'
import { attributeOf, childOf, descendantsOf, textOf, type XmlElement } from './xml-element.ts'

export type ManifestStandard =
  | { readonly standard: 'scorm12' }
  | { readonly standard: 'scorm2004'; readonly edition: Scorm2004Edition }

/** The edition as people say it after the standard's name: `1.2`, `4th Edition`. */
export const editionName = (found: ManifestStandard): string =>
  found.standard === 'scorm12' ? '1.2' : `${found.edition} Edition`

const scorm12NameSpace = /adlcp_rootv1p2/i
const scorm2004NameSpaces = /adlcp_v1p3|adlseq_v1p3|adlnav_v1p3|imsss/i
const scorm2004Version = /^(adl )?(scorm )?(cam 1\.3|1\.3|2004\b)/i

/**
 * Finds out what a manifest is: by its `schemaversion`, then by its name spaces, then by the elements it uses. What says nothing
 * clear is read as SCORM 1.2, with a warning.
 */
export function standardOf(
  context: Omit<ManifestContext, 'standard'>,
  document: XmlDocument,
): ManifestStandard {
  const metadata = childOf(document.root, 'metadata')
  const version = metadata && textOf(metadata, 'schemaversion')
  const has12 = hasNameSpace(document, scorm12NameSpace)
  const has2004 = hasNameSpace(document, scorm2004NameSpaces)
  const says12 = version === '1.2'
  const says2004 = version !== undefined && scorm2004Version.test(version)
  const place = placeOf(context, metadata ?? document.root)
  if (says2004 && (has2004 || !has12)) return scorm2004(context, document, version)
  if (!says12 && !has12 && (has2004 || isSequenced(document.root))) {
    return scorm2004(context, document, version)
  }
  const isClear = says12 ? has12 || !has2004 : version === undefined && has12
  if (!isClear) context.findings.add('schemaversion-unknown', unclear(version), place)
  return { standard: 'scorm12' }
}

const unclear = (version: string | undefined): string =>
  version === undefined
    ? 'The manifest does not say which standard it follows; it was read as SCORM 1.2.'
    : `The schemaversion is ${quoted(version)}, which does not fit the manifest's name spaces or is unknown; it was read as SCORM 1.2.`

const hasNameSpace = (document: XmlDocument, pattern: RegExp): boolean =>
  [...document.nameSpaces].some((nameSpace) => pattern.test(nameSpace))

/** Only SCORM 2004 has these elements. */
function isSequenced(root: XmlElement): boolean {
  for (const { name } of descendantsOf(root)) {
    if (/^(sequencing|controlmode|hidelmsui|completionthreshold)$/.test(name)) return true
  }
  return false
}

function scorm2004(
  context: Omit<ManifestContext, 'standard'>,
  document: XmlDocument,
  version: string | undefined,
): ManifestStandard {
  const said = version === undefined ? undefined : editionSaid(version)
  if (said) return { standard: 'scorm2004', edition: said }
  const edition = usesFourthEdition(document.root) ? '4th' : '3rd'
  const reason =
    version === undefined ? 'has no schemaversion' : `has the schemaversion ${quoted(version)}`
  context.findings.add(
    'edition-guessed',
    `The manifest ${reason}; by what is in it, it was read as SCORM 2004 ${edition} Edition.`,
    placeOf(context, childOf(document.root, 'metadata') ?? document.root),
  )
  return { standard: 'scorm2004', edition }
}

/** `CAM 1.3` is what the 2nd Edition prescribes, and the 1st Edition's packages are played like the 2nd's. */
function editionSaid(version: string): Scorm2004Edition | undefined {
  if (/cam 1\.3|^1\.3$/i.test(version)) return '2nd'
  const digit = /2004\s*([1-4])\s*(st|nd|rd|th)/i.exec(version)?.[1]
  return editionOfDigit.get(digit)
}

const editionOfDigit: ReadonlyMap<string | undefined, Scorm2004Edition> = new Map([
  ['1', '2nd'],
  ['2', '2nd'],
  ['3', '3rd'],
  ['4', '4th'],
])

/** Whether anything is used that the 4th Edition added. */
function usesFourthEdition(root: XmlElement): boolean {
  const added = new Set([
    'completedbymeasure',
    'minprogressmeasure',
    'progressweight',
    'shareddataglobaltosystem',
    'readshareddata',
    'writeshareddata',
    'readcompletionstatus',
    'writecompletionstatus',
    'readprogressmeasure',
    'writeprogressmeasure',
    'readrawscore',
    'writerawscore',
  ])
  for (const { attributes } of descendantsOf(root)) {
    for (const name of attributes.keys()) if (added.has(name)) return true
  }
  return false
}

/** Every href of the manifest: what the names in the zip are recognised by. */
export function hrefsOf(document: XmlDocument): string[] {
  const hrefs: string[] = []
  for (const element of descendantsOf(document.root)) {
    const href = attributeOf(element, 'href')
    if (href !== undefined) hrefs.push(href)
  }
  return hrefs
}
