/**
 * Writes docs/licences.md: every package that an installation of hocba runs, with its version and licence, from package-lock.json.
 *
 *   npm run -s licences
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const page = join(root, 'docs/licences.md')

export interface LockedPackage {
  readonly name: string
  readonly version: string
  /** An SPDX expression; `unknown` if the package does not say. */
  readonly licence: string
}

/** The packages that are needed to run, each version once, by name. */
export function packagesInUse(): readonly LockedPackage[] {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { version: string; license?: string; dev?: boolean }>
  }
  const found = new Map<string, LockedPackage>()
  for (const [path, { version, license, dev }] of Object.entries(packages)) {
    if (path === '' || dev) continue
    const name = path.replace(/^.*node_modules\//, '')
    found.set(`${name} ${version}`, { name, version, licence: license ?? 'unknown' })
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** The page as it must be. */
export function licencePage(): string {
  const used = packagesInUse()
  const counts = new Map<string, number>()
  for (const { licence } of used) counts.set(licence, (counts.get(licence) ?? 0) + 1)
  const sums = [...counts].sort((a, b) => b[1] - a[1])
  return `# Licences

hocba is Apache-2.0. These packages are needed to run it (package-lock.json, without those for development). Written by
\`npm run licences\`; a test holds it equal to the lock file and to the licences that are permitted.

${sums.map(([licence, count]) => `- ${licence}: ${count}`).join('\n')}

| package | version | licence |
| --- | --- | --- |
${used.map(({ name, version, licence }) => `| ${name} | ${version} | ${licence} |`).join('\n')}
`
}

if (import.meta.main) writeFileSync(page, licencePage())
