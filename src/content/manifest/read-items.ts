import type { Activity } from '../../runtime/index.ts'
import { type FindingCode, quoted } from '../finding-codes.ts'
import { type ManifestContext, placeOf } from './manifest-context.ts'
import type { Resource, Resources } from './read-resources.ts'
import { readSettings } from './read-settings.ts'
import { withParameters } from './resolve-href.ts'
import { attributeOf, childrenOf, textOf, type XmlElement } from './xml-element.ts'

/** What an item launches, if it can. */
type Launch = Pick<Activity, 'kind' | 'href'>

const nothing: Launch = { kind: 'cluster' }

/** Reads the items of an organization as activities. Ids come out unique, titles never empty. */
export class ItemReading {
  readonly #context: ManifestContext
  readonly #resources: Resources
  /** Organizations of manifests inside the manifest, by the manifest's identifier. */
  readonly #inside: ReadonlyMap<string, XmlElement>
  readonly #untyped: 'sco' | 'asset'
  readonly #ids = new Set<string>()
  readonly #reported = new Set<string>()

  /** @param untyped what a resource is that does not say its type */
  constructor(
    context: ManifestContext,
    resources: Resources,
    inside: ReadonlyMap<string, XmlElement>,
    untyped: 'sco' | 'asset',
  ) {
    this.#context = context
    this.#resources = resources
    this.#inside = inside
    this.#untyped = untyped
  }

  activitiesOf(parent: XmlElement): Activity[] {
    return childrenOf(parent, 'item').map((item) => this.#activity(item))
  }

  /** An activity for a resource that no item refers to. */
  activityOf(resource: Resource): Activity {
    const launch = this.#launchOf(resource, resource.element, undefined)
    const title = launch.href === undefined ? resource.id : titleFromHref(launch.href)
    return { id: this.#uniqueId(resource.id), title, ...launch, isVisible: true, children: [] }
  }

  #activity(item: XmlElement): Activity {
    const given = attributeOf(item, 'identifier')
    const id = this.#uniqueId(given ?? 'item')
    if (given === undefined) this.#warn('identifier-missing', item, 'The item has no identifier.')
    else if (id !== given) {
      const message = `Another item is called ${quoted(given)} too; this one is now ${quoted(id)}.`
      this.#warn('duplicate-identifier', item, message)
    }
    const { launch, inside } = this.#reference(item)
    const children = [...this.activitiesOf(item), ...inside]
    const activity: Activity = {
      id,
      title: this.#titleOf(item, id, launch),
      ...launch,
      isVisible: !/^(false|0)$/i.test(attributeOf(item, 'isvisible') ?? 'true'),
      children: [],
      ...readSettings(this.#context, item),
    }
    if (children.length === 0) return activity
    return launch.href === undefined
      ? { ...activity, children }
      : this.#split(item, activity, children)
  }

  /** An item that launches something and has items in it becomes a cluster whose first child launches it. */
  #split(item: XmlElement, activity: Activity, children: readonly Activity[]): Activity {
    const message =
      'The item launches something and has items in it; it became a group that begins with it.'
    this.#warn('item-launches-and-contains', item, message)
    return {
      id: this.#uniqueId(`${activity.id}-group`),
      title: activity.title,
      kind: 'cluster',
      isVisible: activity.isVisible,
      children: [activity, ...children],
    }
  }

  /** What the item's identifierref leads to: a resource, or the items of a manifest inside this one. */
  #reference(item: XmlElement): { launch: Launch; inside: Activity[] } {
    const reference = attributeOf(item, 'identifierref')
    if (reference === undefined) return { launch: nothing, inside: [] }
    const resource = this.#resources.byId.get(reference)
    if (resource) {
      const parameters = attributeOf(item, 'parameters')
      return { launch: this.#launchOf(resource, item, parameters), inside: [] }
    }
    const organization = this.#inside.get(reference)
    // Items of a manifest inside can only refer further inwards, or to themselves: once is enough.
    if (organization && !this.#reported.has(reference)) {
      this.#reported.add(reference)
      this.#warn(
        'submanifest-used',
        item,
        `The items of the manifest ${quoted(reference)} stand here.`,
      )
      return { launch: nothing, inside: this.activitiesOf(organization) }
    }
    this.#warn('reference-dangling', item, `No resource is called ${quoted(reference)}.`)
    return { launch: nothing, inside: [] }
  }

  #launchOf(resource: Resource, from: XmlElement, parameters: string | undefined): Launch {
    const { target } = resource
    const isNew = !this.#reported.has(resource.id)
    this.#reported.add(resource.id)
    const warnOnce = (code: FindingCode, message: string) => {
      if (isNew) this.#warn(code, resource.element, message)
    }
    if (!attributeOf(resource.element, 'href')) {
      warnOnce('resource-without-href', `The resource ${quoted(resource.id)} has no href.`)
    }
    if (!target) return nothing
    if (target.kind === 'file') {
      if (resource.type === undefined) {
        const message = `The resource ${quoted(resource.id)} has no scormtype; it is treated as ${this.#untyped}.`
        warnOnce('scormtype-missing', message)
      }
      return { kind: resource.type ?? this.#untyped, href: withParameters(target, parameters) }
    }
    const [code, reason] = unlaunchable[target.kind]
    this.#warn(code, from, `${quoted(target.path)} cannot be opened: ${reason}.`)
    return nothing
  }

  #titleOf(item: XmlElement, id: string, launch: Launch): string {
    const title = textOf(item, 'title')?.replace(/\s+/gu, ' ')
    if (title !== undefined) return title
    this.#warn('title-missing', item, `The item ${quoted(id)} has no title.`)
    return launch.href === undefined ? id : titleFromHref(launch.href)
  }

  #uniqueId(wanted: string): string {
    let id = wanted
    for (let count = 2; this.#ids.has(id); count += 1) id = `${wanted}-${count}`
    this.#ids.add(id)
    return id
  }

  #warn(code: FindingCode, element: XmlElement, message: string): void {
    this.#context.findings.add(code, message, placeOf(this.#context, element))
  }
}

const unlaunchable = {
  missing: ['launch-file-missing', 'the file is not in the zip'],
  outside: ['href-outside-package', 'the path leads out of the package'],
  external: ['external-url', 'it is on another server, where a course can record nothing'],
} as const

/** `pages/b%C3%A0i%201.html?x` -> `bài 1`. */
export function titleFromHref(href: string): string {
  const name = href.replace(/[?#].*$/, '').replace(/^.*\//, '')
  return decodeURIComponent(name).replace(/\.[^.]+$/, '')
}
