import type { Profile } from '../runtime/index.ts'
import type { ImportFinding } from './package.ts'

/** A package in a list, and the figures of its current version. Times are ISO 8601 in UTC. */
export interface PackageSummary {
  readonly id: string
  readonly title: string
  readonly standard: string
  readonly edition: string
  /** Number of the current version. */
  readonly version: number
  readonly verdict: 'ok' | 'warnings'
  readonly warnings: number
  /** Bytes of all files. */
  readonly sizeBytes: number
  readonly createdAt: string
  readonly updatedAt: string
}

export interface PackageList {
  readonly items: readonly PackageSummary[]
  readonly cursor?: string
}

export interface PackageDetail extends PackageSummary {
  /** How exactly the calls of the current version are judged. */
  readonly profile: Profile
  /** What the manifest's metadata says, where it does: a text, a language tag, an ISO 8601 duration. */
  readonly description?: string
  readonly language?: string
  readonly typicalDuration?: string
  /** Newest first. */
  readonly versions: readonly PackageVersionItem[]
  readonly activities: readonly ActivityItem[]
  readonly findings: readonly ImportFinding[]
}

export interface PackageVersionItem {
  readonly id: string
  readonly number: number
  readonly fileName: string
  readonly sha256: string
  readonly zipBytes: number
  readonly contentBytes: number
  readonly files: number
  readonly createdAt: string
  readonly verdict: 'ok' | 'warnings'
}

export interface ActivityItem {
  readonly id: string
  readonly title: string
  readonly kind: 'sco' | 'asset' | 'cluster'
  readonly children: readonly ActivityItem[]
}

export interface PackageFindings {
  readonly verdict: 'ok' | 'warnings'
  readonly findings: readonly ImportFinding[]
}

/** What an upload became. */
export interface ImportResult {
  readonly package: string
  /** Version id. */
  readonly version: string
  /** Version number within the package. */
  readonly number: number
  readonly standard: string
  readonly edition: string
  readonly title: string
  readonly verdict: 'ok' | 'warnings'
  /** How many activities can be launched. */
  readonly launchable: number
  readonly findings: readonly ImportFinding[]
}

/** What an upload would become. A refused package has a report only. */
export type CheckResult =
  | Omit<ImportResult, 'package' | 'version' | 'number'>
  | {
      readonly verdict: 'refused'
      readonly launchable: 0
      readonly findings: readonly ImportFinding[]
    }
