import { Problem } from '../base/problem.ts'
import type { Package, PackageVersion } from './package.ts'
import type { PackageReader } from './store.ts'

/** The version with this id. @throws Problem `package-not-found`. */
export const packageVersion =
  (reader: Pick<PackageReader, 'packageVersion'>) =>
  async (id: string): Promise<PackageVersion> => {
    const version = await reader.packageVersion(id)
    if (!version) throw new Problem('package-not-found', `There is no package version ${id}.`)
    return version
  }

/** The package with this id, with its current version. @throws Problem `package-not-found`. */
export const packageById =
  (reader: Pick<PackageReader, 'findPackage'>) =>
  async (id: string): Promise<Package> => {
    const found = await reader.findPackage(id)
    if (!found) throw new Problem('package-not-found', `There is no package ${id}.`)
    return found
  }
