import { Problem } from '../../base/problem.ts'
import type { PackageReader } from '../store.ts'

/** How many bytes packages may have, as their files are together; absent for no limit. */
export interface PackageQuota {
  /** All versions of all packages. */
  readonly allPackagesBytesMax?: number | undefined
  /** All versions of one package. */
  readonly packageVersionsBytesMax?: number | undefined
}

/**
 * @param added bytes of the version that is to come; 0 asks whether there is any room
 * @throws Problem `quota-exceeded`
 */
export const requireQuota =
  (store: Pick<PackageReader, 'packageBytes'>, quota: PackageQuota = {}) =>
  async (packageId: string | undefined, added: number): Promise<void> => {
    const check = async (limit: number | undefined, id: string | undefined, what: string) => {
      if (limit === undefined) return
      const used = await store.packageBytes(id)
      if (added === 0 ? used < limit : used + added <= limit) return
      const message = `${what} have ${used} bytes; with this one they would be beyond the ${limit} that are allowed.`
      throw new Problem('quota-exceeded', message, { limit, facts: { used, added } })
    }
    await check(quota.allPackagesBytesMax, undefined, 'All packages together')
    if (packageId !== undefined) {
      await check(quota.packageVersionsBytesMax, packageId, 'The versions of this package')
    }
  }
