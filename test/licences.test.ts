import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { licencePage, packagesInUse } from '../scripts/list-licences.ts'

const root = join(import.meta.dirname, '..')

/**
 * Licences that ask for nothing but their text to be kept; and two that ask a little more: MPL-2.0 of files that are changed, of
 * which there are none, and OFL-1.1 of a font that is sold alone.
 */
const permitted = new Set([
  ...['MIT', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'BlueOak-1.0.0'],
  ...['Unlicense', 'CC0-1.0', 'OFL-1.1', 'MPL-2.0'],
])

const isPermitted = (licence: string): boolean =>
  licence
    .replaceAll(/[()]/g, '')
    .split(' AND ')
    .every((part) => part.split(' OR ').some((choice) => permitted.has(choice)))

test('every package that is needed to run has a licence that is permitted', () => {
  expect(packagesInUse().length).toBeGreaterThan(10)
  expect(packagesInUse().filter(({ licence }) => !isPermitted(licence))).toEqual([])
})

test('docs/licences.md is what npm run licences writes', () => {
  expect(readFileSync(join(root, 'docs/licences.md'), 'utf8')).toBe(licencePage())
})

test('every package of the lock file comes from the registry and has a hash', () => {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { integrity?: string; resolved?: string; inBundle?: boolean }>
  }
  const loose = Object.entries(lock.packages)
    .filter(([path, { inBundle }]) => path !== '' && !inBundle)
    .filter(
      ([, { integrity, resolved }]) => !integrity?.startsWith('sha512-') || isElsewhere(resolved),
    )
    .map(([path]) => path)
  expect(loose).toEqual([])
})

/** The lock file names no registry, so that each installation uses its own; a git or file address would stand here. */
const isElsewhere = (resolved: string | undefined): boolean =>
  resolved !== undefined && !resolved.startsWith('https://registry.npmjs.org/')
