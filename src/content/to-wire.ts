import { type Activity, launchablesOf } from '../runtime/index.ts'
import { verdictOf } from './import/import-package.ts'
import type { Inspection } from './import/read-package.ts'
import type { Package, PackageVersion } from './package.ts'
import type { PackageOverview, VersionOverview } from './store.ts'
import type {
  ActivityItem,
  CheckResult,
  ImportResult,
  PackageDetail,
  PackageSummary,
  PackageVersionItem,
} from './wire.ts'

/** The slice's values as JSON says them (wire.ts). */
export const packageSummary = (overview: PackageOverview): PackageSummary => ({
  id: overview.id,
  title: overview.title,
  standard: overview.standard,
  edition: overview.edition,
  version: overview.version,
  verdict: overview.verdict,
  warnings: overview.warnings,
  sizeBytes: overview.contentBytes,
  createdAt: overview.createdAt.toISOString(),
  updatedAt: overview.updatedAt.toISOString(),
})

export function packageDetail(
  { id, title, createdAt, currentVersion }: Package,
  versions: readonly VersionOverview[],
): PackageDetail {
  const { standard, edition, number, verdict, findings, contentBytes, course } = currentVersion
  return {
    id,
    title,
    standard,
    edition,
    profile: course.profile ?? 'tolerant',
    ...course.about,
    version: number,
    verdict,
    warnings: findings.filter(({ severity }) => severity === 'warning').length,
    sizeBytes: contentBytes,
    createdAt: createdAt.toISOString(),
    updatedAt: currentVersion.createdAt.toISOString(),
    versions: versions.map(versionItem),
    activities: course.activities.map(activityItem),
    findings,
  }
}

const versionItem = (version: VersionOverview): PackageVersionItem => ({
  id: version.id,
  number: version.number,
  fileName: version.fileName,
  sha256: version.sha256,
  zipBytes: version.zipBytes,
  contentBytes: version.contentBytes,
  files: version.files,
  createdAt: version.createdAt.toISOString(),
  verdict: version.verdict,
})

const activityItem = ({ id, title, kind, children }: Activity): ActivityItem => ({
  id,
  title,
  kind,
  children: children.map(activityItem),
})

export const importResult = (version: PackageVersion): ImportResult => ({
  package: version.package,
  version: version.id,
  number: version.number,
  standard: version.standard,
  edition: version.edition,
  title: version.title,
  verdict: version.verdict,
  launchable: launchablesOf(version.course).length,
  findings: version.findings,
})

export const checkResult = (inspection: Inspection): CheckResult =>
  inspection.isRefused
    ? { verdict: 'refused', launchable: 0, findings: inspection.findings }
    : {
        standard: inspection.standard,
        edition: inspection.edition,
        title: inspection.course.title,
        verdict: verdictOf(inspection.findings),
        launchable: inspection.launchable,
        findings: inspection.findings,
      }
