import { type Activity, type Course, launchablesOf } from '../../runtime/index.ts'
import { quoted, Refusal } from '../finding-codes.ts'
import { boundedTitle } from './bounded-title.ts'
import { checkPrerequisites } from './check-prerequisites.ts'
import { type ManifestContext, placeOf } from './manifest-context.ts'
import type { ManifestStandard } from './manifest-standard.ts'
import { ItemReading, type ItemRules } from './read-items.ts'
import { readMetadata } from './read-metadata.ts'
import { type Resources, readResources } from './read-resources.ts'
import { readSettings } from './read-settings.ts'
import { checkSequencing } from './scorm2004/check-sequencing.ts'
import { Scorm2004Reading } from './scorm2004/read-item.ts'
import {
  attributeOf,
  childOf,
  childrenOf,
  descendantAt,
  descendantsOf,
  textOf,
  type XmlElement,
} from './xml-element.ts'

export interface ReadCourse {
  readonly course: Course
  /** Paths of the files that the manifest names. */
  readonly named: ReadonlySet<string>
  /** How many activities can be launched. */
  readonly launchable: number
}

/**
 * Makes the course that a manifest describes [SCORM 1.2 CAM 2.3; SCORM 2004 CAM 3.4]. Whatever can be understood is; what was not
 * right becomes a finding in the context.
 * @throws Refusal `nothing-launchable`
 */
export function readCourse(
  context: ManifestContext,
  manifest: XmlElement,
  found: ManifestStandard,
): ReadCourse {
  const scorm2004 =
    found.standard === 'scorm2004'
      ? new Scorm2004Reading(context, manifest, found.edition)
      : undefined
  const resources = readResources(context, manifest)
  const organization = organizationOf(context, manifest)
  const items = new ItemReading(context, {
    resources,
    inside: organizationsInside(manifest),
    untyped: untypedKind(resources, organization),
    rules: itemRules(context, scorm2004),
  })
  const ofItems = organization ? items.activitiesOf(organization) : []
  const activities =
    ofItems.length > 0 ? ofItems : activitiesOfResources(context, manifest, { items, resources })
  const id = (organization ?? manifest).attributes.get('identifier')?.trim() || 'course'
  const { title, ...about } = scorm2004
    ? readMetadata(context, { manifest, organization }, context.metadata ?? new Map())
    : { title: lomTitle(manifest) }
  const course: Course = {
    standard: found.standard,
    id: scorm2004 ? items.idForRoot(id) : id,
    title: boundedTitle(
      context,
      organization ?? manifest,
      titleOf(context, organization) ??
        title ??
        activities[0]?.title ??
        attributeOf(manifest, 'identifier') ??
        '?',
    ),
    activities,
    ...(scorm2004 && { scorm2004: scorm2004.organizationSettings(organization) }),
    ...(Object.keys(about).length > 0 && { about }),
  }
  const launchable = launchablesOf(course).length
  if (launchable === 0) {
    throw new Refusal(
      'nothing-launchable',
      'No item of the manifest leads to a file of the package.',
      placeOf(context, organization ?? manifest),
    )
  }
  if (scorm2004) {
    const root = organization ?? manifest
    checkSequencing(context, course, (activity) => items.elementOf(activity) ?? root)
  } else checkPrerequisites(context, manifest, course)
  return { course, named: resources.named, launchable }
}

const itemRules = (context: ManifestContext, scorm2004: Scorm2004Reading | undefined): ItemRules =>
  scorm2004
    ? { settingsOf: (item, inside) => scorm2004.settingsOf(item, inside), keepsId: 'cluster' }
    : { settingsOf: (item) => readSettings(context, item), keepsId: 'launch' }

/** The default organization, else the first one that has items. */
function organizationOf(context: ManifestContext, manifest: XmlElement): XmlElement | undefined {
  const parent = childOf(manifest, 'organizations')
  const organizations = parent ? childrenOf(parent, 'organization') : []
  const wanted = parent && attributeOf(parent, 'default')
  const byDefault = organizations.find((each) => attributeOf(each, 'identifier') === wanted)
  const chosen =
    byDefault ?? organizations.find((each) => childOf(each, 'item')) ?? organizations[0]
  if (parent && wanted !== undefined && !byDefault && chosen) {
    const message = `No organization is called ${quoted(wanted)}; the first one is used.`
    context.findings.add('organization-default-unknown', message, placeOf(context, parent))
  }
  for (const other of organizations) {
    if (other === chosen) continue
    const name = textOf(other, 'title') ?? attributeOf(other, 'identifier') ?? ''
    const message = `The organization ${quoted(name)} is not the default one and is not shown.`
    context.findings.add('organization-ignored', message, placeOf(context, other))
  }
  return chosen
}

/** The default organizations of manifests inside this one, by the manifest's identifier. */
function organizationsInside(manifest: XmlElement): Map<string, XmlElement> {
  const inside = new Map<string, XmlElement>()
  for (const element of descendantsOf(manifest)) {
    const id = attributeOf(element, 'identifier')
    if (element === manifest || element.name !== 'manifest' || id === undefined) continue
    const parent = childOf(element, 'organizations')
    const all = parent ? childrenOf(parent, 'organization') : []
    const wanted = parent && attributeOf(parent, 'default')
    const organization = all.find((each) => attributeOf(each, 'identifier') === wanted) ?? all[0]
    if (organization && !inside.has(id)) inside.set(id, organization)
  }
  return inside
}

/** A resource without a type is a SCO if it is the only thing to launch, since then it is what reports; else an asset. */
function untypedKind(resources: Resources, organization: XmlElement | undefined): 'sco' | 'asset' {
  const referred = new Set<string>()
  for (const element of organization ? descendantsOf(organization) : []) {
    const reference = element.name === 'item' && attributeOf(element, 'identifierref')
    if (reference && resources.byId.get(reference)?.target?.kind === 'file') referred.add(reference)
  }
  return referred.size <= 1 ? 'sco' : 'asset'
}

/** Without items the resources are what there is: the SCOs, else the first one that can be launched. */
function activitiesOfResources(
  context: ManifestContext,
  manifest: XmlElement,
  { items, resources }: { readonly items: ItemReading; readonly resources: Resources },
): Activity[] {
  const launchable = resources.list.filter(({ target }) => target?.kind === 'file')
  const scos = launchable.filter(({ type }) => type === 'sco')
  const chosen = scos.length > 0 ? scos : launchable.slice(0, 1)
  if (chosen.length > 0) {
    const message = 'The manifest has no items; its resources are shown instead.'
    context.findings.add('organization-missing', message, placeOf(context, manifest))
  }
  return chosen.map((resource) => items.activityOf(resource))
}

function titleOf(
  context: ManifestContext,
  organization: XmlElement | undefined,
): string | undefined {
  const title = organization && textOf(organization, 'title')
  if (title !== undefined) return title.replace(/\s+/gu, ' ')
  if (organization) {
    const message = 'The organization has no title.'
    context.findings.add('title-missing', message, placeOf(context, organization))
  }
  return undefined
}

/** `metadata/lom/general/title/langstring`, or `string` in later editions. */
function lomTitle(manifest: XmlElement): string | undefined {
  const title = descendantAt(manifest, ['metadata', 'lom', 'general', 'title'])
  return title && (textOf(title, 'langstring') ?? textOf(title, 'string'))
}
