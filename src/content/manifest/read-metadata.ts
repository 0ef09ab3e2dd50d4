import type { CourseDescription } from '../../runtime/index.ts'
import type { ManifestContext } from './manifest-context.ts'
import { resolveHref } from './resolve-href.ts'
import {
  attributeOf,
  childOf,
  childrenOf,
  descendantAt,
  textOf,
  type XmlElement,
} from './xml-element.ts'

/** What people see of a course's metadata [LOM 1.2, 1.3, 1.4, 5.9]. */
export interface Metadata extends CourseDescription {
  readonly title?: string
}

/** Files of metadata that one import reads. */
const filesMax = 4

/** Paths of the files in which the metadata of the manifest and of its organizations stand [CAM 3.4.1 adlcp:location]. */
export function metadataPaths(context: ManifestContext, manifest: XmlElement): string[] {
  const organizations = childrenOf(manifest, 'organizations').flatMap((each) =>
    childrenOf(each, 'organization'),
  )
  const paths = [manifest, ...organizations].flatMap((owner) => pathsOf(context, manifest, owner))
  return [...new Set(paths)].slice(0, filesMax)
}

function pathsOf(context: ManifestContext, manifest: XmlElement, owner: XmlElement): string[] {
  const metadata = childOf(owner, 'metadata')
  const base = attributeOf(manifest, 'xml:base')
  return (metadata ? childrenOf(metadata, 'location') : []).flatMap(({ text }) => {
    const target = resolveHref(context, [base], text)
    return target.kind === 'file' ? [target.path] : []
  })
}

/**
 * What the metadata says, each fact from the first that has it: the organization's in the manifest and in a file of its own, then
 * the manifest's.
 * @param files the metadata files that could be read, by path
 */
export function readMetadata(
  context: ManifestContext,
  { manifest, organization }: { manifest: XmlElement; organization: XmlElement | undefined },
  files: ReadonlyMap<string, XmlElement>,
): Metadata {
  const owners = organization ? [organization, manifest] : [manifest]
  const facts = owners.flatMap((owner) => {
    const inline = childrenOf(childOf(owner, 'metadata') ?? owner, 'lom')
    const outside = pathsOf(context, manifest, owner).flatMap((path) => files.get(path) ?? [])
    return [...inline, ...outside].map(factsOf)
  })
  return Object.assign({}, ...facts.reverse())
}

function factsOf(lom: XmlElement): Metadata {
  const general = childOf(lom, 'general')
  const time = descendantAt(lom, ['educational', 'typicallearningtime'])
  const title = wordsOf(general, 'title')
  const description = wordsOf(general, 'description')
  const language = general && textOf(general, 'language')
  const typicalDuration = time && textOf(time, 'duration')
  return {
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    ...(language !== undefined && language !== 'none' && { language }),
    ...(typicalDuration !== undefined && /^P(?=.)/.test(typicalDuration) && { typicalDuration }),
  }
}

/** A text in several languages: the first. `langstring` in LOM before its standard, `string` since. */
function wordsOf(general: XmlElement | undefined, name: string): string | undefined {
  const element = general && childOf(general, name)
  const text = element && (textOf(element, 'string') ?? textOf(element, 'langstring'))
  return text?.replace(/\s+/gu, ' ')
}
