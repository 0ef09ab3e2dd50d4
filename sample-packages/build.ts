import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import AdmZip from 'adm-zip'

const here = dirname(fileURLToPath(import.meta.url))
const isRunDirectly = process.argv[1] === fileURLToPath(import.meta.url)

/** The sample packages by the name of their folder. */
export const samplePackages = ['an-toan-thong-tin', 'ky-nang-so'] as const

export type SamplePackage = (typeof samplePackages)[number]

/** A package's files by their path in the zip, in the order of the paths: its own, and the shared ones under `shared/`. */
export function filesOfSamplePackage(name: SamplePackage): Map<string, Buffer> {
  const files = [
    ...filesUnder(join(here, name, 'src'), ''),
    ...filesUnder(join(here, 'shared/src'), 'shared/'),
  ]
  return new Map(files.sort(([a], [b]) => (a < b ? -1 : 1)))
}

function filesUnder(folder: string, prefix: string): [string, Buffer][] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name)
      const inZip = path
        .slice(folder.length + 1)
        .split(sep)
        .join('/')
      return [`${prefix}${inZip}`, readFileSync(path)]
    })
}

/** The package as a zip; the same bytes each time, since its entries are sorted and carry one fixed date. */
export function buildSamplePackage(name: SamplePackage): Buffer {
  const zip = new AdmZip()
  for (const [path, content] of filesOfSamplePackage(name)) {
    const entry = zip.addFile(path, content, '', 0o644)
    // Zip dates are local times, so this one is the same in every time zone.
    entry.header.time = new Date(2026, 0, 1)
  }
  return zip.toBuffer()
}

if (isRunDirectly) {
  const target = join(here, '../dist/sample-packages')
  mkdirSync(target, { recursive: true })
  for (const name of samplePackages) {
    const zip = buildSamplePackage(name)
    writeFileSync(join(target, `${name}.zip`), zip)
    console.log(`dist/sample-packages/${name}.zip  ${(zip.length / 1024).toFixed(1)} KiB`)
  }
}
