import { Problem } from '../../base/problem.ts'
import { type PackageReader, type PackageVersion, packageVersion } from '../../content/index.ts'
import { launchableIds, matchActivities, matchingIds } from './match-activities.ts'
import type { VersionMoveReader } from './store.ts'
import type { MovePreview } from './wire.ts'

/** The version with this number in a URL. @throws Problem `package-not-found` */
export async function versionNumbered(
  store: Pick<PackageReader, 'packageVersionByNumber'>,
  packageId: string,
  number: string,
): Promise<PackageVersion> {
  const isNumber = /^[1-9]\d{0,8}$/.test(number)
  const version = isNumber && (await store.packageVersionByNumber(packageId, Number(number)))
  if (version) return version
  throw new Problem('package-not-found', 'There is no such package, or no such version.')
}

/**
 * Who is affected by a version, and how: for each other version that registrations are on, what became of its activities, and
 * how the registrations stand. Nothing is changed.
 * @throws Problem `package-not-found`
 */
export const previewMove =
  (
    store: Pick<PackageReader, 'packageVersion' | 'packageVersionByNumber'> &
      Pick<VersionMoveReader, 'pinnedVersions' | 'forecastMove'>,
  ) =>
  async (packageId: string, number: string): Promise<MovePreview> => {
    const to = await versionNumbered(store, packageId, number)
    const pinned = await store.pinnedVersions(packageId)
    const others = await Promise.all(
      [...pinned.keys()].filter((id) => id !== to.id).map((id) => packageVersion(store)(id)),
    )
    const from = await Promise.all(
      others
        .toSorted((a, b) => b.number - a.number)
        .map(async (version) => ({
          version: version.number,
          isSameStandard: version.standard === to.standard,
          activities: matchActivities(version.course, to.course),
          registrations: await store.forecastMove({
            package: packageId,
            from: version.id,
            to: to.id,
            launchable: launchableIds(version.course),
            kept: [...matchingIds(version.course, to.course)],
          }),
        })),
    )
    return { package: packageId, version: to.number, already: pinned.get(to.id) ?? 0, from }
  }
