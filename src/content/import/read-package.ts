import { activitiesOf, type Course, type Standard } from '../../runtime/index.ts'
import { Findings, quoted, Refusal } from '../finding-codes.ts'
import { decodeXml } from '../manifest/decode-xml.ts'
import type { ManifestContext } from '../manifest/manifest-context.ts'
import { editionName, hrefsOf, standardOf } from '../manifest/manifest-standard.ts'
import { readCourse } from '../manifest/read-course.ts'
import { metadataPaths } from '../manifest/read-metadata.ts'
import { readXml } from '../manifest/read-xml.ts'
import { requireCourseSize } from '../manifest/require-course-size.ts'
import { checkManifest } from '../manifest/scorm2004/check-manifest.ts'
import type { XmlElement } from '../manifest/xml-element.ts'
import type { ImportFinding } from '../package.ts'
import { pathLookup } from '../path-lookup.ts'
import { ApiMentions, withoutApi } from './api-mentions.ts'
import { ExternalHosts } from './external-hosts.ts'
import type { ImportLimits } from './limits.ts'
import { namedEntries } from './named-entries.ts'
import { folderOf } from './package-layout.ts'
import { inflateManifest, type UnpackedFile, unpack } from './unpack.ts'
import { damaged, readDirectory, type ZipDirectory } from './zip-directory.ts'

/** What a zip turned out to be. Plain values: it crosses from the thread that reads it. */
export type Inspection =
  | {
      readonly isRefused: false
      readonly standard: Standard
      readonly edition: string
      readonly course: Course
      /** How many activities can be launched. */
      readonly launchable: number
      readonly findings: readonly ImportFinding[]
      readonly files: readonly UnpackedFile[]
    }
  | { readonly isRefused: true; readonly findings: readonly ImportFinding[] }

export interface ReadingOptions {
  readonly limits: ImportLimits
  /** Where the files are unpacked to; undefined reads them all but keeps none. */
  readonly folder: string | undefined
  /** Called when a part begins that has a time limit of its own. */
  readonly onPhase: (phase: ReadingPhase) => void
}

export type ReadingPhase = 'zip' | 'manifest'

/** Reads a package from a zip on disk: names first, then the manifest, then every file. */
export async function readPackage(path: string, options: ReadingOptions): Promise<Inspection> {
  const findings = new Findings()
  try {
    const directory = await readDirectory(path, options.limits)
    try {
      return await readFrom(directory, findings, options)
    } finally {
      directory.zip.close()
    }
  } catch (error) {
    const refusal = damaged(error)
    if (!(refusal instanceof Refusal)) throw refusal
    return { isRefused: true, findings: [refusal.finding, ...findings.list()] }
  }
}

async function readFrom(
  directory: ZipDirectory,
  findings: Findings,
  options: ReadingOptions,
): Promise<Inspection> {
  const { limits } = options
  const names = namedEntries(directory.entries, limits)
  const manifestFile = requireManifest(names.layout, findings)
  const bytes = await inflateManifest(directory.zip, names.entryOf(manifestFile), limits)
  options.onPhase('manifest')
  const { text, mistake } = decodeXml(bytes)
  const document = readXml(text, manifestFile, limits)
  const { manifest, files: entries } = names.settle(hrefsOf(document), findings)
  const place = {
    file: manifest,
    folder: folderOf(manifest),
    lookup: pathLookup(entries.map((entry) => entry.path)),
    findings,
  }
  if (mistake !== undefined) {
    findings.add('encoding-declared-wrong', mistake, { file: manifest, line: 1, column: 1 })
  }
  if (document.hasDoctype) {
    findings.add('doctype-ignored', 'The DOCTYPE of the manifest is not read.', { file: manifest })
  }
  const found = standardOf(place, document)
  const own = { ...place, standard: found.standard }
  const context = await withMetadata(own, document.root, async (path) => {
    const { entry } = entries.find((each) => each.path === path)!
    const { text } = decodeXml(await inflateManifest(directory.zip, entry, limits))
    return readXml(text, path, limits).root
  })
  if (found.standard === 'scorm2004') checkManifest(context, document.root, document.prefixes)
  const { course, named, launchable } = readCourse(context, document.root, found)
  requireCourseSize(course, limits.courseBytesMax, { file: manifest })
  options.onPhase('zip')
  const mentions = new ApiMentions(found.standard)
  const hosts = new ExternalHosts()
  const watch = (path: string, chunk: Buffer) => {
    mentions.watch(path, chunk)
    hosts.watch(path, chunk)
  }
  const files = await unpack(directory.zip, entries, { ...options, watch })
  reportHosts(hosts, findings)
  reportUnlisted(files, named, context)
  const isSilent = !mentions.isPossible
  if (isSilent) reportSilence(course, context)
  return {
    isRefused: false,
    standard: found.standard,
    edition: editionName(found),
    course: isSilent ? withoutApi(course) : course,
    launchable,
    findings: findings.list(),
    files,
  }
}

/**
 * The context with the files in which the metadata stands. SCORM 1.2 packages are shown by their manifest alone.
 * @param read throws Refusal for a file that cannot be read; it is left out
 */
async function withMetadata(
  context: ManifestContext,
  root: XmlElement,
  read: (path: string) => Promise<XmlElement>,
): Promise<ManifestContext> {
  if (context.standard === 'scorm12') return context
  const metadata = new Map<string, XmlElement>()
  for (const path of metadataPaths(context, root)) {
    try {
      metadata.set(path, await read(path))
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const message = `The metadata file ${quoted(path)} cannot be read; the course is shown without it.`
      context.findings.add('metadata-malformed', message, error.finding)
    }
  }
  return { ...context, metadata }
}

type Layout = ReturnType<typeof namedEntries>['layout']

/** @throws Refusal `manifest-missing`, or `standard-not-supported` if another standard's file is there instead. */
function requireManifest(layout: Layout, findings: Findings): string {
  const { manifest, otherStandards, otherManifests, folder } = layout
  if (manifest === undefined) {
    const [other] = otherStandards
    if (other === undefined) {
      throw new Refusal('manifest-missing', 'The zip has no imsmanifest.xml.')
    }
    throw new Refusal(
      'standard-not-supported',
      `This is a package for ${otherStandard(other)}; SCORM 1.2 and SCORM 2004 are what this version of hocba plays.`,
      { file: other },
    )
  }
  if (layout.stripped !== '') {
    const message = `Everything is in the folder ${quoted(layout.stripped)}, which is left out.`
    findings.add('parent-folder-stripped', message)
  }
  if (folder !== '') {
    const message = `The manifest is in the folder ${quoted(folder)}, not at the root of the zip.`
    findings.add('manifest-not-at-root', message, { file: manifest })
  }
  for (const file of otherManifests) {
    findings.add('two-manifests', 'There is another manifest; the one nearest the root counts.', {
      file,
    })
  }
  for (const file of otherStandards) {
    const message = `The zip is also a package for ${otherStandard(file)}; it was read as SCORM.`
    findings.add('other-standard-present', message, { file })
  }
  return manifest
}

const otherStandard = (file: string): string =>
  /cmi5\.xml$/i.test(file) ? 'cmi5' : /tincan\.xml$/i.test(file) ? 'xAPI (TinCan)' : 'AICC'

/** A package whose items cannot report anything; one without SCOs does not mean to. */
function reportSilence(course: Course, { file, findings }: ManifestContext): void {
  if (!activitiesOf(course).some(({ kind }) => kind === 'sco')) return
  findings.add(
    'api-never-called',
    'No file of the package calls the SCORM API: its items cannot report status, score or answers. Each counts as completed once it is opened.',
    { file },
  )
}

/** A line for each host, so that an operator can copy it. */
function reportHosts(hosts: ExternalHosts, findings: Findings): void {
  for (const { host, file } of hosts.list()) {
    findings.add(
      'external-host',
      `The package loads from ${host}, which browsers refuse unless the operator names it in HOCBA_CONTENT_HOSTS.`,
      { file },
    )
  }
}

const namesShownMax = 5

/** One line for all of them: many authoring tools list only the first page. */
function reportUnlisted(
  files: readonly UnpackedFile[],
  named: ReadonlySet<string>,
  { file: manifest, findings }: ManifestContext,
): void {
  const unlisted = files
    .map(({ path }) => path)
    .filter((path) => path !== manifest && !named.has(path) && !/\.(xsd|dtd)$/i.test(path))
  if (unlisted.length === 0) return
  const shown = unlisted.slice(0, namesShownMax).map(quoted).join(', ')
  const more = unlisted.length > namesShownMax ? ' and more' : ''
  const count = unlisted.length === 1 ? '1 file is' : `${unlisted.length} files are`
  findings.add(
    'file-unlisted',
    `${count} in the zip but not in the manifest: ${shown}${more}. They are kept.`,
    { file: manifest },
  )
}
