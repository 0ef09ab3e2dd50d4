import type { Filter } from 'mongodb'
import { pageOf, readCursor } from '../../base/page.ts'
import { fold } from '../../base/text.ts'
import type { Package, PackageFile } from '../../content/package.ts'
import type { PackageOverview, PackageReader, PackageWriter } from '../../content/store.ts'
import { collection } from './collection.ts'
import {
  packageVersions,
  storeVersion,
  versionCollections,
  versionFields,
  versionOf,
  versionOverviewOf,
} from './package-versions.ts'
import { pattern } from './pattern.ts'
import { insideReach } from './reach.ts'
import { type PackageRow, packages } from './rows.ts'
import type { View } from './view.ts'
import type { Transaction } from './write-groups.ts'

interface FileRow {
  /** The version, a space and the path: in one version in the order of the paths. */
  _id: string
  version: string
  folded: string
  sha256: string
  bytes: number
}

const files = collection<FileRow>('packageFiles', [
  { keys: { version: 1, folded: 1, _id: 1 } },
  { keys: { sha256: 1 } },
])

export const contentCollections = [...versionCollections, files]

export const packageReader = (view: View): PackageReader => ({
  ...packageReads(view),
  async packageVersionByNumber(packageId, number) {
    const row = await view.in(packageVersions).findOne({ package: packageId, number })
    return row && versionOf(view, row)
  },
  async packageVersions(packageId) {
    const options = { sort: { number: -1 }, fields: versionFields } as const
    const rows = await view.in(packageVersions).find({ package: packageId }, options)
    return rows.map(versionOverviewOf)
  },
  async listPackages({ titleFolded = '', reach }, { limit, cursor }) {
    const conditions: Filter<PackageRow>[] = [{ versions: { $gt: 0 } }]
    if (titleFolded !== '') conditions.push({ titleFolded: { $regex: pattern(titleFolded) } })
    if (cursor !== undefined) {
      const [at, id] = readCursor(cursor, ['string', 'string']) as [string, string]
      const updatedAt = new Date(at)
      conditions.push({ $or: [{ updatedAt: { $lt: updatedAt } }, { updatedAt, _id: { $lt: id } }] })
    }
    const within = await insideReach<PackageRow>(view, 'package', reach)
    if (within) conditions.push(within)
    const rows = await view
      .in(packages)
      .find({ $and: conditions }, { sort: { updatedAt: -1, _id: -1 }, limit: limit + 1 })
    const page = pageOf(rows, limit, (last) => [last.updatedAt.toISOString(), last._id])
    return { ...page, items: page.items.map(packageOverviewOf) }
  },
  async packageFile(version, path) {
    const row = await view.in(files).findOne({ _id: `${version} ${path}` })
    return row && fileOf(row)
  },
  async packageFilesFolded(version, folded) {
    const rows = await view.in(files).find({ version, folded }, { sort: { _id: 1 } })
    return rows.map(fileOf)
  },
  packageBytes: (packageId) => packageBytes(view, packageId),
  async unreferencedFiles(hashes) {
    const found = await view
      .in(files)
      .aggregate<{ _id: string }>([
        { $match: { sha256: { $in: [...hashes] } } },
        { $group: { _id: '$sha256' } },
      ])
    const referenced = new Set(found.map(({ _id }) => _id))
    return hashes.filter((sha256) => !referenced.has(sha256))
  },
})

const packageReads = (view: View): Pick<PackageReader, 'findPackage' | 'packageVersion'> => {
  const packageVersion: PackageReader['packageVersion'] = async (id) => {
    const row = await view.in(packageVersions).findOne({ _id: id })
    return row && versionOf(view, row)
  }
  return {
    packageVersion,
    async findPackage(id) {
      const row = await view.in(packages).findOne({ _id: id })
      const currentVersion = row?.current && (await packageVersion(row.current.id))
      return currentVersion && packageOf(row, currentVersion)
    },
  }
}

export const packageWriter = ({ view }: Transaction): PackageWriter => ({
  ...packageReads(view),
  async packageBytes(packageId) {
    // Whoever asks is about to add to it. One package is written then anyway; all of them have no document in common.
    if (packageId === undefined) await view.guard('bytes of all packages')
    return packageBytes(view, packageId)
  },
  async insertPackage({ id, createdAt }) {
    const nothing = { title: '', titleFolded: '', uploadedBy: '', versions: 0, contentBytes: 0 }
    await view.in(packages).insert({ _id: id, ...nothing, createdAt, updatedAt: createdAt })
  },
  async insertPackageVersion(version, folded) {
    const warnings = await storeVersion(view, version)
    const { id, package: packageId, title, createdAt, createdBy, contentBytes } = version
    const { number, standard, edition, verdict } = version
    const current = { id, number, standard, edition, verdict, warnings, contentBytes }
    const shown = { title, titleFolded: fold(title), updatedAt: createdAt, current }
    await view.in(packages).update(
      { _id: packageId },
      {
        $set: { ...shown, ...(number === 1 && { uploadedBy: createdBy }) },
        $inc: { versions: 1, contentBytes },
      },
    )
    const rows = folded.map(({ path, ...file }) => ({
      _id: `${id} ${path}`,
      version: id,
      folded: file.folded,
      sha256: file.sha256,
      bytes: file.bytes,
    }))
    await view.in(files).insert(...rows)
  },
})

async function packageBytes(view: View, packageId: string | undefined): Promise<number> {
  const [sum] = await view
    .in(packages)
    .aggregate<{ bytes: number }>([
      { $match: packageId === undefined ? {} : { _id: packageId } },
      { $group: { _id: null, bytes: { $sum: '$contentBytes' } } },
    ])
  return sum?.bytes ?? 0
}

const packageOf = (
  { _id, title, createdAt, versions }: PackageRow,
  currentVersion: Package['currentVersion'],
): Package => ({ id: _id, title, createdAt, currentVersion, versions })

function packageOverviewOf(row: PackageRow): PackageOverview {
  const { id: _, number: version, ...current } = row.current!
  const { _id: id, title, createdAt, updatedAt } = row
  return { id, title, ...current, version, createdAt, updatedAt }
}

const fileOf = ({ _id, version, sha256, bytes }: FileRow): PackageFile => ({
  path: _id.slice(version.length + 1),
  sha256,
  bytes,
})
