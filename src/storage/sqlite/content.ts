import { pageOf, readCursor } from '../../base/page.ts'
import { fold } from '../../base/text.ts'
import type { Package, PackageFile, PackageVersion } from '../../content/package.ts'
import type {
  PackageOverview,
  PackageReader,
  PackageWriter,
  VersionOverview,
} from '../../content/store.ts'
import type { Connection } from './connection.ts'
import { insideReach } from './reach.ts'

interface VersionRow {
  id: string
  package: string
  number: number
  standard: string
  edition: string
  title: string
  course: string
  verdict: string
  findings: string
  warnings: number
  file_name: string
  sha256: string
  zip_bytes: number
  content_bytes: number
  files: number
  created_at: string
  created_by: string
}

type OverviewRow = Omit<VersionRow, 'course' | 'findings'>

interface PackageRow {
  id: string
  title: string
  current_version: string
  versions: number
  created_at: string
}

const overviewColumns = `id, package, number, standard, edition, title, verdict, warnings, file_name, sha256, zip_bytes,
  content_bytes, files, created_at, created_by`

export const packageReader = (connection: Connection): PackageReader => ({
  findPackage: async (id) => findPackage(connection, id),
  packageVersion: async (id) => findVersion(connection, id),
  packageVersionByNumber: async (packageId, number) => {
    const row = connection.get<VersionRow>(
      'SELECT * FROM package_version WHERE package = ? AND number = ?',
      packageId,
      number,
    )
    return row && versionOf(row)
  },
  packageVersions: async (packageId) =>
    connection
      .all<OverviewRow>(
        `SELECT ${overviewColumns} FROM package_version WHERE package = ? ORDER BY number DESC`,
        packageId,
      )
      .map(versionOverviewOf),
  listPackages: async (filter, page) => listPackages(connection, filter, page),
  packageFile: async (version, path) =>
    connection.get<PackageFile & Record<string, unknown>>(
      'SELECT path, sha256, bytes FROM package_file WHERE version = ? AND path = ?',
      version,
      path,
    ),
  packageFilesFolded: async (version, folded) =>
    connection.all<PackageFile & Record<string, unknown>>(
      'SELECT path, sha256, bytes FROM package_file WHERE version = ? AND folded = ? ORDER BY path',
      version,
      folded,
    ),
  packageBytes: async (packageId) => packageBytes(connection, packageId),
  unreferencedFiles: async (hashes) =>
    connection
      .all<{ sha256: string }>(
        `SELECT value AS sha256 FROM json_each(?)
         WHERE NOT EXISTS (SELECT 1 FROM package_file WHERE package_file.sha256 = value)`,
        JSON.stringify(hashes),
      )
      .map(({ sha256 }) => sha256),
})

function findVersion(connection: Connection, id: string): PackageVersion | undefined {
  const row = connection.get<VersionRow>('SELECT * FROM package_version WHERE id = ?', id)
  return row && versionOf(row)
}

const packageBytes = (connection: Connection, packageId: string | undefined): number =>
  connection.get<{ bytes: number }>(
    `SELECT COALESCE(SUM(content_bytes), 0) AS bytes FROM package_version
     WHERE ?1 IS NULL OR package = ?1`,
    packageId ?? null,
  )!.bytes

export const packageWriter = (connection: Connection): PackageWriter => ({
  findPackage: async (id) => findPackage(connection, id),
  packageVersion: async (id) => findVersion(connection, id),
  packageBytes: async (packageId) => packageBytes(connection, packageId),
  async insertPackage({ id, createdAt }) {
    const time = createdAt.toISOString()
    connection.run("INSERT INTO package VALUES (?, '', '', NULL, 0, ?, ?)", id, time, time)
  },
  async insertPackageVersion(version, files) {
    insertVersion(connection, version)
    for (const file of files) {
      connection.run(
        'INSERT INTO package_file VALUES (?, ?, ?, ?, ?)',
        version.id,
        file.path,
        file.folded,
        file.sha256,
        file.bytes,
      )
    }
    connection.run(
      `UPDATE package SET title = ?, title_folded = ?, current_version = ?, versions = versions + 1, updated_at = ?
       WHERE id = ?`,
      version.title,
      fold(version.title),
      version.id,
      version.createdAt.toISOString(),
      version.package,
    )
  },
})

function insertVersion(connection: Connection, version: PackageVersion): void {
  connection.run(
    'INSERT INTO package_version VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    version.id,
    version.package,
    version.number,
    version.standard,
    version.edition,
    version.title,
    JSON.stringify(version.course),
    version.verdict,
    JSON.stringify(version.findings),
    version.findings.filter(({ severity }) => severity === 'warning').length,
    version.fileName,
    version.sha256,
    version.zipBytes,
    version.contentBytes,
    version.files,
    version.createdAt.toISOString(),
    version.createdBy,
  )
}

function findPackage(connection: Connection, id: string): Package | undefined {
  const row = connection.get<PackageRow>('SELECT * FROM package WHERE id = ?', id)
  const version =
    row &&
    connection.get<VersionRow>('SELECT * FROM package_version WHERE id = ?', row.current_version)
  if (!row || !version) return undefined
  return {
    id: row.id,
    title: row.title,
    createdAt: new Date(row.created_at),
    currentVersion: versionOf(version),
    versions: row.versions,
  }
}

const listPackages: Bound<PackageReader['listPackages']> = (
  connection,
  filter,
  { limit, cursor },
) => {
  const [updatedAt, id] =
    cursor === undefined ? ['9999', ''] : readCursor(cursor, ['string', 'string'])
  const within = insideReach('package', 'package.id', filter.reach)
  const rows = connection.all<ListRow>(
    `SELECT package.id, package.title, standard, edition, number, verdict, warnings, content_bytes,
            package.created_at, package.updated_at
     FROM package JOIN package_version AS version ON version.id = package.current_version
     WHERE (package.updated_at, package.id) < (?, ?) AND instr(package.title_folded, ?) > 0
       AND ${within?.condition ?? 'true'}
     ORDER BY package.updated_at DESC, package.id DESC LIMIT ?`,
    updatedAt!,
    id!,
    filter.titleFolded ?? '',
    ...(within?.values ?? []),
    limit + 1,
  )
  const page = pageOf(rows, limit, (last) => [last.updated_at, last.id])
  return { ...page, items: page.items.map(packageOverviewOf) }
}

/** A reader's method as a plain function of the connection. */
type Bound<Method extends (...values: never[]) => Promise<unknown>> = (
  connection: Connection,
  ...values: Parameters<Method>
) => Awaited<ReturnType<Method>>

interface ListRow {
  id: string
  title: string
  standard: string
  edition: string
  number: number
  verdict: string
  warnings: number
  content_bytes: number
  created_at: string
  updated_at: string
}

const packageOverviewOf = (row: ListRow): PackageOverview => ({
  id: row.id,
  title: row.title,
  standard: row.standard as PackageOverview['standard'],
  edition: row.edition,
  version: row.number,
  verdict: row.verdict as PackageOverview['verdict'],
  warnings: row.warnings,
  contentBytes: row.content_bytes,
  createdAt: new Date(row.created_at),
  updatedAt: new Date(row.updated_at),
})

const versionOverviewOf = (row: OverviewRow): VersionOverview => ({
  id: row.id,
  package: row.package,
  number: row.number,
  standard: row.standard as VersionOverview['standard'],
  edition: row.edition,
  title: row.title,
  verdict: row.verdict as VersionOverview['verdict'],
  fileName: row.file_name,
  sha256: row.sha256,
  zipBytes: row.zip_bytes,
  contentBytes: row.content_bytes,
  files: row.files,
  createdAt: new Date(row.created_at),
  createdBy: row.created_by,
})

const versionOf = (row: VersionRow): PackageVersion => ({
  ...versionOverviewOf(row),
  course: JSON.parse(row.course),
  findings: JSON.parse(row.findings),
})
