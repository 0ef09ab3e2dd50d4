import type { PackageVersion } from '../../content/package.ts'
import type { VersionOverview } from '../../content/store.ts'
import { collection } from './collection.ts'
import { type Kept, keep, pieceCollection, readKept } from './pieces.ts'
import type { View } from './view.ts'

/** What an upload became. It is inserted and never changed. */
interface PackageVersionRow extends Omit<VersionOverview, 'id'> {
  _id: string
  warnings: number
  /** JSON: names in it are those of the package's author. */
  course: Kept
  /** JSON. */
  findings: Kept
}

export const packageVersions = collection<PackageVersionRow>('packageVersions', [
  { keys: { package: 1, number: -1 }, isUnique: true },
])
const pieces = pieceCollection('packageVersionPieces')

export const versionCollections = [packageVersions, pieces]

/** All that is short. */
export const versionFields = { course: 0, findings: 0 } as const

/** Two of them have to fit into one document. */
const wholeMax = 4 * 1024 * 1024

/** @returns how many findings are warnings. */
export async function storeVersion(
  view: View,
  { id, course, findings, ...version }: PackageVersion,
): Promise<number> {
  const kept = (what: string, value: unknown) =>
    keep(view, pieces, { of: `${id} ${what}`, bytes: Buffer.from(JSON.stringify(value)), wholeMax })
  const warnings = findings.filter(({ severity }) => severity === 'warning').length
  await view.in(packageVersions).insert({
    _id: id,
    ...version,
    warnings,
    course: await kept('course', course),
    findings: await kept('findings', findings),
  })
  return warnings
}

export async function versionOf(view: View, row: PackageVersionRow): Promise<PackageVersion> {
  const read = async (what: 'course' | 'findings') =>
    JSON.parse(
      (await readKept(view, pieces, { of: `${row._id} ${what}`, kept: row[what] })).toString(),
    )
  return {
    ...versionOverviewOf(row),
    course: await read('course'),
    findings: await read('findings'),
  }
}

export const versionOverviewOf = ({
  _id,
  warnings: _warnings,
  course: _course,
  findings: _findings,
  ...version
}: PackageVersionRow): VersionOverview => ({ id: _id, ...version })
