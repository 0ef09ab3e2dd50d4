import { quoted } from '../finding-codes.ts'
import { type ManifestContext, placeOf } from './manifest-context.ts'
import { resolveHref, type Target } from './resolve-href.ts'
import { attributeOf, childOf, childrenOf, type XmlElement } from './xml-element.ts'

/** A resource of the manifest, its href resolved. */
export interface Resource {
  readonly id: string
  readonly element: XmlElement
  /** Undefined if it has neither an href nor a page among its files. */
  readonly target: Target | undefined
  /** As `scormtype` says; undefined if it says nothing that SCORM knows. */
  readonly type: 'sco' | 'asset' | undefined
}

export interface Resources {
  readonly byId: ReadonlyMap<string, Resource>
  /** In the order of the manifest. */
  readonly list: readonly Resource[]
  /** Paths of the files that the manifest names. */
  readonly named: ReadonlySet<string>
}

type Bases = readonly (string | undefined)[]

/** Reads the resources of a manifest and of the manifests inside it, and checks that what they name is there. */
export function readResources(context: ManifestContext, manifest: XmlElement): Resources {
  const reading = new ResourceReading(context)
  reading.readManifest(manifest, [])
  reading.checkDependencies()
  return reading
}

class ResourceReading implements Resources {
  readonly byId = new Map<string, Resource>()
  readonly list: Resource[] = []
  readonly named = new Set<string>()
  readonly #context: ManifestContext
  readonly #missing = new Set<string>()

  constructor(context: ManifestContext) {
    this.#context = context
  }

  readManifest(manifest: XmlElement, outer: Bases): void {
    const bases = [...outer, attributeOf(manifest, 'xml:base')]
    this.#metadata(manifest, bases)
    for (const organizations of childrenOf(manifest, 'organizations')) {
      for (const element of childrenOf(organizations, 'organization')) {
        this.#metadata(element, bases)
        this.#itemMetadata(element, bases)
      }
    }
    for (const resources of childrenOf(manifest, 'resources')) {
      const inner = [...bases, attributeOf(resources, 'xml:base')]
      for (const element of childrenOf(resources, 'resource')) this.#resource(element, inner)
    }
    for (const inside of childrenOf(manifest, 'manifest')) this.readManifest(inside, bases)
  }

  checkDependencies(): void {
    for (const { element } of this.list) {
      for (const dependency of childrenOf(element, 'dependency')) {
        const id = attributeOf(dependency, 'identifierref')
        if (id !== undefined && this.byId.has(id)) continue
        this.#warn('reference-dangling', dependency, `No resource is called ${quoted(id ?? '')}.`)
      }
    }
  }

  #resource(element: XmlElement, outer: Bases): void {
    const bases = [...outer, attributeOf(element, 'xml:base')]
    const files = childrenOf(element, 'file')
    const targets = files.map((file) => this.#file(file, bases))
    this.#metadata(element, bases)
    const id = attributeOf(element, 'identifier')
    const resource: Resource = {
      id: id ?? `resource-${this.list.length + 1}`,
      element,
      target: this.#launchTarget(element, bases, targets),
      type: scormType(element),
    }
    this.list.push(resource)
    if (id === undefined) {
      this.#warn('identifier-missing', element, 'The resource has no identifier.')
    } else if (this.byId.has(id)) {
      this.#warn('duplicate-identifier', element, `Another resource is called ${quoted(id)} too.`)
    }
    if (!this.byId.has(resource.id)) this.byId.set(resource.id, resource)
  }

  /** The href's target; without an href the first page among the resource's files. */
  #launchTarget(
    element: XmlElement,
    bases: Bases,
    files: readonly (Target | undefined)[],
  ): Target | undefined {
    const href = attributeOf(element, 'href')
    if (href === undefined) {
      return files.find((file) => file?.kind === 'file' && /\.x?html?$/i.test(file.path))
    }
    const target = resolveHref(this.#context, bases, href)
    this.#checkSpelling(element, href, target)
    return target
  }

  #file(element: XmlElement, bases: Bases): Target | undefined {
    const href = attributeOf(element, 'href')
    this.#metadata(element, bases)
    if (href === undefined) return undefined
    const target = resolveHref(this.#context, bases, href)
    this.#checkSpelling(element, href, target)
    if (target.kind === 'missing' && !this.#missing.has(target.path)) {
      this.#missing.add(target.path)
      this.#warn('file-missing', element, `The file ${quoted(href)} is not in the zip.`)
    }
    if (target.kind === 'outside') {
      this.#warn('href-outside-package', element, `${quoted(href)} leads out of the package.`)
    }
    return target
  }

  #checkSpelling(element: XmlElement, href: string, target: Target): void {
    if (target.kind !== 'file') return
    const isFirst = !this.named.has(target.path)
    this.named.add(target.path)
    if (target.isWithoutBase && isFirst) {
      const message = `With its xml:base ${quoted(href)} leads nowhere; without it there is ${quoted(target.path)}, which is used.`
      this.#warn('base-ignored', element, message)
    }
    if (!target.isRespelt || !isFirst) return
    this.#warn(
      'href-case-mismatch',
      element,
      `The manifest writes ${quoted(href)}, the zip ${quoted(target.path)}.`,
    )
  }

  #itemMetadata(parent: XmlElement, bases: Bases): void {
    for (const item of childrenOf(parent, 'item')) {
      this.#metadata(item, bases)
      this.#itemMetadata(item, bases)
    }
  }

  /** Metadata may stand in a file of its own: `<adlcp:location>`. Only whether it is there matters here. */
  #metadata(parent: XmlElement, bases: Bases): void {
    const metadata = childOf(parent, 'metadata')
    for (const location of metadata ? childrenOf(metadata, 'location') : []) {
      const target = resolveHref(this.#context, bases, location.text)
      if (target.kind === 'file') this.named.add(target.path)
      else if (target.kind !== 'external') {
        const message = `The metadata file ${quoted(location.text.trim())} is not in the zip.`
        this.#warn('metadata-missing', location, message)
      }
    }
  }

  #warn(
    code: Parameters<ManifestContext['findings']['add']>[0],
    element: XmlElement,
    message: string,
  ): void {
    this.#context.findings.add(code, message, placeOf(this.#context, element))
  }
}

function scormType(element: XmlElement): Resource['type'] {
  const type = attributeOf(element, 'scormtype')?.toLowerCase()
  return type === 'sco' || type === 'asset' ? type : undefined
}
