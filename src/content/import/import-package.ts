import { randomUUID } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { noteChange } from '../../audit/index.ts'
import type { Clock } from '../../base/clock.ts'
import { newUuid } from '../../base/ids.ts'
import { Problem } from '../../base/problem.ts'
import type { Transactor } from '../../base/transactor.ts'
import type { Course, Profile } from '../../runtime/index.ts'
import { foldedPath } from '../find-file.ts'
import type { PackageVersion } from '../package.ts'
import { packageById } from '../package-version.ts'
import { diskProblem, receiveUpload, type Upload, type UploadLimits } from '../receive-upload.ts'
import type { FileStore, PackageReader, PackageWriter, TempFile } from '../store.ts'
import type { InspectZip } from './inspect-zip.ts'
import type { Inspection } from './read-package.ts'
import { type PackageQuota, requireQuota } from './require-quota.ts'

export interface ImportParts {
  readonly store: PackageReader & Transactor<PackageWriter>
  readonly files: FileStore
  readonly inspect: InspectZip
  readonly clock: Clock
  readonly upload: UploadLimits
  readonly quota?: PackageQuota
}

export interface ImportRequest {
  /** Name of the uploaded file, as the sender gave it. */
  readonly fileName: string
  /** The package that gets a new version; without it a new package is made. */
  readonly package?: string | undefined
  /** How exactly the course's calls are judged; tolerant unless given. */
  readonly profile?: Profile | undefined
  /** Account id or credential key of who uploads. */
  readonly by: string
}

/**
 * Receives a zip, reads it, stores its files and then, in one transaction, the version they make. Whatever goes wrong, nothing
 * of it is left. The zip that a package's current version was made of, with the same profile, answers that version again, so that
 * an upload can be repeated when its answer was lost.
 * @throws Problem `package-refused` with the report, `package-too-large`, `quota-exceeded`, `upload-incomplete`,
 * `package-not-found`, `storage-unavailable`
 */
export const importPackage =
  (parts: ImportParts) =>
  async (source: Readable, request: ImportRequest): Promise<PackageVersion> => {
    if (request.package !== undefined) await packageById(parts.store)(request.package)
    const requireRoom = requireQuota(parts.store, parts.quota)
    await requireRoom(request.package, 0)
    const upload = await receiveUpload(parts.files.tempFolder, parts.upload)(source)
    const folder = join(parts.files.tempFolder, `import-${randomUUID()}`)
    try {
      await mkdir(folder)
      const inspection = await parts.inspect({ ...upload, folder })
      if (inspection.isRefused) throw refusedProblem(inspection)
      await requireRoom(request.package, bytesOf(inspection.files))
      await parts.files.adopt(inspection.files.flatMap(tempFileOf))
      const course = withProfile(inspection.course, request.profile)
      return await storeVersion(parts, request, { upload, ...inspection, course })
    } catch (error) {
      throw diskProblem(error)
    } finally {
      await rm(folder, { recursive: true, force: true })
      await rm(upload.path, { force: true })
    }
  }

const withProfile = (course: Course, profile: Profile | undefined): Course =>
  profile === 'conformant' ? { ...course, profile } : course

type Accepted = Extract<Inspection, { isRefused: false }>

function refusedProblem({ findings }: Inspection): Problem {
  const [first] = findings
  return new Problem('package-refused', `The package cannot be used: ${first?.message ?? ''}`, {
    ...(first?.file !== undefined && { pointer: pointerOf(first) }),
    facts: { verdict: 'refused', findings },
  })
}

const pointerOf = (place: { file?: string; line?: number; column?: number }): string =>
  [place.file, place.line, place.column].filter((part) => part !== undefined).join(':')

const bytesOf = (files: Accepted['files']): number =>
  files.reduce((sum, { bytes }) => sum + bytes, 0)

/** Files of the same content are stored once; what is left over goes with the folder. */
const tempFileOf = ({ temp, sha256 }: Accepted['files'][number]): TempFile[] =>
  temp === undefined ? [] : [{ path: temp, sha256 }]

async function storeVersion(
  { store, clock, quota }: ImportParts,
  request: ImportRequest,
  read: Accepted & { readonly upload: Upload },
): Promise<PackageVersion> {
  const { upload, files, course, findings } = read
  const [newPackageId, id, createdAt] = [newUuid(), newUuid(), clock()]
  const folded = files.map(({ path, sha256, bytes }) => ({
    path,
    sha256,
    bytes,
    folded: foldedPath(path),
  }))
  return store.transact(async (tx) => {
    const existing =
      request.package === undefined ? undefined : await packageById(tx)(request.package)
    const current = existing?.currentVersion
    if (current?.sha256 === upload.sha256 && current.course.profile === course.profile)
      return current
    // Again, since others may have come in between; what was adopted meanwhile is swept.
    await requireQuota(tx, quota)(existing?.id, bytesOf(files))
    const packageId = existing?.id ?? newPackageId
    if (!existing) await tx.insertPackage({ id: packageId, createdAt })
    const version: PackageVersion = {
      id,
      package: packageId,
      number: (current?.number ?? 0) + 1,
      standard: read.standard,
      edition: read.edition,
      title: course.title,
      course,
      verdict: verdictOf(findings),
      findings,
      fileName: request.fileName,
      sha256: upload.sha256,
      zipBytes: upload.bytes,
      contentBytes: bytesOf(files),
      files: files.length,
      createdAt,
      createdBy: request.by,
    }
    await tx.insertPackageVersion(version, folded)
    noteChange({
      about: [packageId, id],
      ...(current && { before: shownOf(current) }),
      after: shownOf(version),
    })
    return version
  })
}

/** What the audit log says of a version; `sha256` is that of the zip as it was uploaded. */
const shownOf = (version: PackageVersion) => ({
  version: version.number,
  title: version.title,
  fileName: version.fileName,
  sha256: version.sha256,
  standard: version.standard,
  edition: version.edition,
  profile: version.course.profile ?? 'tolerant',
  verdict: version.verdict,
})

/** Whether the report of a package that can be used has anything to warn of. */
export const verdictOf = (findings: Accepted['findings']): 'ok' | 'warnings' =>
  findings.some(({ severity }) => severity === 'warning') ? 'warnings' : 'ok'
