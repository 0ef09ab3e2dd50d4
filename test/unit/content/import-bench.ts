import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { systemClock } from '../../../src/base/clock.ts'
import { Problem } from '../../../src/base/problem.ts'
import { checkPackage } from '../../../src/content/import/check-package.ts'
import { importPackage } from '../../../src/content/import/import-package.ts'
import { zipInspector } from '../../../src/content/import/inspect-zip.ts'
import { defaultLimits, type ImportLimits } from '../../../src/content/import/limits.ts'
import type { Inspection } from '../../../src/content/import/read-package.ts'
import type { PackageQuota } from '../../../src/content/import/require-quota.ts'
import type { FileStore, ImportFinding, PackageVersion } from '../../../src/content/index.ts'
import { openLocalFiles } from '../../../src/storage/files/local-files.ts'
import type { Storage } from '../../../src/storage/port.ts'
import { temporaryStorage } from '../../support/storage.ts'

/** Import as the server does it, on a real store in a temporary folder. */
export interface ImportBench {
  readonly storage: Storage
  readonly files: FileStore
  readonly folder: string
  import(zip: Uint8Array, more?: ImportOptions): Promise<PackageVersion>
  check(zip: Uint8Array, limits?: Partial<ImportLimits>): Promise<Inspection>
  /** The report of a zip that must be refused. */
  refusal(zip: Uint8Array, limits?: Partial<ImportLimits>): Promise<readonly ImportFinding[]>
  /** Everything that imports have left: files in the store, work in progress, packages. */
  leftovers(): Promise<{ files: number; temp: number; packages: number }>
  remove(): Promise<void>
}

export interface ImportOptions {
  readonly limits?: Partial<ImportLimits>
  readonly quota?: PackageQuota
  readonly fileName?: string
  readonly package?: string
}

export async function openImportBench(): Promise<ImportBench> {
  const { storage, folder, remove } = await temporaryStorage()
  const files = await openLocalFiles(folder)
  const partsWith = (limits: Partial<ImportLimits> = {}, quota: PackageQuota = {}) => ({
    store: storage,
    files,
    inspect: zipInspector({ ...defaultLimits, ...limits }),
    clock: systemClock,
    upload: { bytesMax: 64 * 1024 ** 2 },
    quota,
  })
  const bench: ImportBench = {
    storage,
    files,
    folder,
    import: (zip, { limits, quota, fileName = 'course.zip', ...more } = {}) =>
      importPackage(partsWith(limits, quota))(streamOf(zip), { fileName, by: 'tester', ...more }),
    check: (zip, limits) => checkPackage(partsWith(limits))(streamOf(zip)),
    async refusal(zip, limits) {
      const problem = await bench.import(zip, limits ? { limits } : {}).then(
        (version) => new Error(`it was accepted: ${JSON.stringify(version.findings)}`),
        (error: unknown) => error,
      )
      if (!(problem instanceof Problem) || problem.code !== 'package-refused') throw problem
      return problem.detail.facts!.findings as ImportFinding[]
    },
    async leftovers() {
      const files = await readdir(join(folder, 'files'), { recursive: true, withFileTypes: true })
      const temp = await readdir(join(folder, 'tmp'))
      const packages = await storage.listPackages({}, { limit: 500 })
      return {
        files: files.filter((entry) => entry.isFile()).length,
        temp: temp.length,
        packages: packages.items.length,
      }
    },
    remove,
  }
  return bench
}

const streamOf = (bytes: Uint8Array): Readable => Readable.from([Buffer.from(bytes)])

/** A manifest of SCORM 1.2 around what is given. */
export const manifest = ({
  items = oneItem,
  resources = oneResource,
  ...more
}: ManifestParts = {}) =>
  `${more.declaration ?? '<?xml version="1.0" encoding="UTF-8"?>'}
<manifest identifier="m" ${more.attributes ?? nameSpaces}>
${more.metadata ?? '<metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>'}
${more.organizations ?? `<organizations default="o"><organization identifier="o"><title>An toàn lao động</title>${items}</organization></organizations>`}
<resources>${resources}</resources>
${more.rest ?? ''}</manifest>`

export interface ManifestParts {
  readonly declaration?: string
  readonly attributes?: string
  readonly metadata?: string
  readonly organizations?: string
  readonly items?: string
  readonly resources?: string
  readonly rest?: string
}

export const nameSpaces =
  'xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"'

const oneItem = '<item identifier="i" identifierref="r"><title>Bài 1</title></item>'

const oneResource =
  '<resource identifier="r" type="webcontent" adlcp:scormtype="sco" href="index.html"><file href="index.html"/></resource>'

/** A page that speaks to the API, as every SCO does. */
export const page =
  '<!doctype html><title>Bài 1</title><script>parent.API.LMSInitialize("")</script>'
