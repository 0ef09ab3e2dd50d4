import type { Course, Standard } from '../runtime/index.ts'

/** A course as producers know it; its content is that of its current version. */
export interface Package {
  readonly id: string
  readonly title: string
  readonly createdAt: Date
  /** The version that new registrations get. */
  readonly currentVersion: PackageVersion
  /** How many versions there are. */
  readonly versions: number
}

/** What one upload became. It never changes. */
export interface PackageVersion {
  readonly id: string
  readonly package: string
  /** 1, 2, 3 ... within the package. */
  readonly number: number
  readonly standard: Standard
  /** As people say it after the standard's name: `1.2`, `4th Edition`. */
  readonly edition: string
  readonly title: string
  readonly course: Course
  readonly verdict: 'ok' | 'warnings'
  readonly findings: readonly ImportFinding[]
  /** Name of the uploaded file, as the client gave it. */
  readonly fileName: string
  /** SHA-256 of the uploaded zip, lower-case hexadecimal. */
  readonly sha256: string
  /** Bytes of the zip, and of all files in it. */
  readonly zipBytes: number
  readonly contentBytes: number
  readonly files: number
  readonly createdAt: Date
  /** Account id or credential key of who uploaded it. */
  readonly createdBy: string
}

/** One line of the import report. */
export interface ImportFinding {
  readonly severity: 'error' | 'warning' | 'info'
  /** Stable, kebab-case, e.g. `file-missing`; docs/import-findings.md explains each. */
  readonly code: string
  readonly message: string
  /** File in the package, where it matters. */
  readonly file?: string
  readonly line?: number
  readonly column?: number
}

/** One file of a package version, addressed by its content. */
export interface PackageFile {
  /** Path in the package: `/` between segments, as in the zip, one common parent folder stripped. */
  readonly path: string
  readonly sha256: string
  readonly bytes: number
}
