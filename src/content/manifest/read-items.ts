import type { Activity } from '../../runtime/index.ts'
import { type FindingCode, quoted } from '../finding-codes.ts'
import { boundedTitle } from './bounded-title.ts'
import { type ManifestContext, placeOf } from './manifest-context.ts'
import type { Resource, Resources } from './read-resources.ts'
import { withParameters } from './resolve-href.ts'
import { attributeOf, childrenOf, textOf, type XmlElement } from './xml-element.ts'

/** What an item launches, if it can. */
type Launch = Pick<Activity, 'kind' | 'href'>

const nothing: Launch = { kind: 'cluster' }

/** What the standards differ in. */
export interface ItemRules {
  /** What the standard lets an item declare. @param inside the organization of a manifest that the item stands for */
  readonly settingsOf: (item: XmlElement, inside: XmlElement | undefined) => ItemSettings
  /** Which part of an item that launches and contains keeps its identifier. */
  readonly keepsId: 'launch' | 'cluster'
}

type ItemSettings = Partial<
  Omit<Activity, 'id' | 'title' | 'kind' | 'href' | 'isVisible' | 'children'>
>

export interface ItemReadingParts {
  readonly resources: Resources
  /** Organizations of manifests inside the manifest, by the manifest's identifier. */
  readonly inside: ReadonlyMap<string, XmlElement>
  /** What a resource is that does not say its type. */
  readonly untyped: 'sco' | 'asset'
  readonly rules: ItemRules
}

/** Reads the items of an organization as activities. Ids come out unique, titles never empty. */
export class ItemReading {
  readonly #context: ManifestContext
  readonly #resources: Resources
  /** Organizations of manifests inside the manifest, by the manifest's identifier. */
  readonly #inside: ReadonlyMap<string, XmlElement>
  readonly #untyped: 'sco' | 'asset'
  readonly #rules: ItemRules
  readonly #ids = new Set<string>()
  /** The number that the next activity of this name gets: thousands may have the same. */
  readonly #nextNumbers = new Map<string, number>()
  /** What each activity was read from. */
  readonly #elements = new Map<string, XmlElement>()
  readonly #reported = new Set<string>()

  constructor(context: ManifestContext, given: ItemReadingParts) {
    this.#context = context
    this.#resources = given.resources
    this.#inside = given.inside
    this.#untyped = given.untyped
    this.#rules = given.rules
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
    this.#elements.set(id, item)
    const { launch, inside } = this.#reference(item)
    const ofInside = inside ? this.activitiesOf(inside) : []
    const children = [...this.activitiesOf(item), ...ofInside]
    const activity: Activity = {
      id,
      title: boundedTitle(this.#context, item, this.#titleOf(item, id, launch)),
      ...launch,
      isVisible: !/^(false|0)$/i.test(attributeOf(item, 'isvisible') ?? 'true'),
      children: [],
      ...this.#rules.settingsOf(item, inside),
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
    if (this.#rules.keepsId === 'cluster') return this.#splitSequenced(activity, children)
    return {
      id: this.#uniqueId(`${activity.id}-group`),
      title: activity.title,
      kind: 'cluster',
      isVisible: activity.isVisible,
      children: [activity, ...children],
    }
  }

  /** Sequencing, roll-up and requests name the cluster; what only a running SCO has goes with what is launched. */
  #splitSequenced(activity: Activity, children: readonly Activity[]): Activity {
    const {
      href: _,
      kind: __,
      timeLimitAction,
      dataFromLms,
      hideLmsUi,
      data,
      ...cluster
    } = activity
    const launched: Activity = {
      id: this.#uniqueId(`${activity.id}-page`),
      title: activity.title,
      kind: activity.kind,
      href: activity.href!,
      isVisible: activity.isVisible,
      children: [],
      ...(timeLimitAction !== undefined && { timeLimitAction }),
      ...(dataFromLms !== undefined && { dataFromLms }),
      ...(hideLmsUi && { hideLmsUi }),
      ...(data && { data }),
    }
    return { ...cluster, kind: 'cluster', children: [launched, ...children] }
  }

  /** What the item's identifierref leads to: a resource, or the organization of a manifest inside this one. */
  #reference(item: XmlElement): { launch: Launch; inside?: XmlElement } {
    const reference = attributeOf(item, 'identifierref')
    if (reference === undefined) return { launch: nothing }
    const resource = this.#resources.byId.get(reference)
    if (resource) {
      const parameters = attributeOf(item, 'parameters')
      return { launch: this.#launchOf(resource, item, parameters) }
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
      return { launch: nothing, inside: organization }
    }
    this.#warn('reference-dangling', item, `No resource is called ${quoted(reference)}.`)
    return { launch: nothing }
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

  /** The item that an activity was read from; undefined for one that no item stands for. */
  elementOf(activity: string): XmlElement | undefined {
    return this.#elements.get(activity)
  }

  /** The wanted id, or one like it that no activity has. */
  idForRoot(wanted: string): string {
    return this.#uniqueId(wanted)
  }

  #uniqueId(wanted: string): string {
    let id = wanted
    let number = this.#nextNumbers.get(wanted) ?? 2
    for (; this.#ids.has(id); number += 1) id = `${wanted}-${number}`
    this.#nextNumbers.set(wanted, number)
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
