import type { ImportResult, PackageDetail } from '../../src/content/wire.ts'
import type { ProgressItem } from '../../src/registrations/wire.ts'

/**
 * What /api/v1 sends and takes: the slices' own wire types, under the names that the console uses. Types only, so that nothing
 * of the server gets into the bundle. Dates are ISO 8601 in UTC.
 */
export type {
  AccountItem as Account,
  AccountLinkItem as AccountLink,
  CreatedAccount,
  CreatedCredential,
  CreateGrant,
  CredentialItem as Credential,
  GrantItem as Grant,
  Me,
  SecondFactorCodes,
  SecondFactorStart,
  SessionItem as SessionRow,
  Setup,
} from '../../src/access/wire.ts'
export type { AuditItem } from '../../src/audit/wire.ts'
export type {
  ClassDetail,
  ClassItem as Class,
  ClassMemberItem as ClassMember,
  EnrolmentResult,
} from '../../src/cohorts/wire.ts'
export type {
  ActivityItem as CourseActivity,
  PackageDetail,
  PackageFindings,
  PackageSummary,
  PackageVersionItem as VersionSummary,
} from '../../src/content/wire.ts'
export type {
  ErasureItem as Erasure,
  ErasurePreview,
  LegalHoldItem as LegalHold,
} from '../../src/erasure/wire.ts'
export type { ConsistencyProof, InclusionProof, LedgerState } from '../../src/ledger/wire.ts'
export type {
  LearnerItem as Learner,
  OrganisationItem as Organisation,
} from '../../src/people/wire.ts'
export type {
  ActivityItem as ActivityFigures,
  PackageProgress as PackageFigures,
  RegistrationDetail,
  RegistrationItem as Registration,
} from '../../src/registrations/wire.ts'
export type {
  StatementDetail as StatementDetailItem,
  StatementRow,
  StatementRowResult as StatementResult,
} from '../../src/xapi/wire.ts'

export type Finding = PackageDetail['findings'][number]
export type Severity = Finding['severity']
export type Verdict = PackageDetail['verdict'] | 'refused'

/** What became of an upload: stored (with ids), only checked (without), or refused (verdict and findings alone). */
export type UploadResult = Partial<Omit<ImportResult, 'verdict' | 'findings'>> & {
  readonly verdict: Verdict
  readonly findings: readonly Finding[]
}

export type Completion = ProgressItem['completion']
export type Success = ProgressItem['success']
export interface Score {
  readonly scaled?: number
  readonly raw?: number
  readonly min?: number
  readonly max?: number
}

export interface List<Item> {
  readonly items: readonly Item[]
  readonly cursor?: string
}

export interface LaunchLink {
  readonly launchUrl: string
  readonly expiresAt: string
}

export interface Trial {
  readonly registration: string
  readonly launchUrl: string
}
