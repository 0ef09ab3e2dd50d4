import * as fc from 'fast-check'
import { findFile, foldedPath } from '../../../src/content/find-file.ts'
import { mimeType } from '../../../src/content/mime-types.ts'
import type { PackageFile } from '../../../src/content/package.ts'
import { pathLookup } from '../../../src/content/path-lookup.ts'

/** What a store answers, over a list. */
const readerOf = (paths: readonly string[]) => {
  const files: PackageFile[] = [...paths].sort().map((path) => ({ path, sha256: '', bytes: 0 }))
  return {
    packageFile: async (_version: string, path: string) => files.find((file) => file.path === path),
    packageFilesFolded: async (_version: string, folded: string) =>
      files.filter((file) => foldedPath(file.path) === folded),
  }
}

const find = async (paths: readonly string[], rawPath: string) =>
  (await findFile(readerOf(paths))('v', rawPath))?.path

describe('findFile()', () => {
  test.each([
    ['a.html', ['a.html'], 'a.html'],
    ['b%C3%A0i%201.html', ['bài 1.html'], 'bài 1.html'],
    ['100%.html', ['100%.html'], '100%.html'],
    ['100%25.html', ['100%.html'], '100%.html'],
    ['a%20b.html', ['a%20b.html'], 'a%20b.html'],
    ['a%20b.html', ['a%20b.html', 'a b.html'], 'a b.html'],
    ['a%5Cb.html', ['a/b.html'], 'a/b.html'],
    ['A.HTML', ['a.html'], 'a.html'],
    ['A.html', ['A.html', 'a.html'], 'A.html'],
    ['a%CC%80.html', ['à.html'], 'à.html'],
    [encodeURIComponent('à'), ['à'.normalize('NFD'), 'À'], 'à'.normalize('NFD')],
    ['%E0.html', ['a.html'], undefined],
    ['', ['a.html'], undefined],
    ['../a.html', ['a.html'], undefined],
    ['%2e%2e/a.html', ['a.html'], undefined],
    ['a.html%00', ['a.html'], undefined],
  ])('%s among %j is %s', async (rawPath, paths, expected) => {
    expect(await find(paths, rawPath)).toBe(expected)
  })

  test('finds what the import promised, for any path and any package', async () => {
    const name = fc.stringMatching(/^[aAàÀ%20C3A0\\. /]{0,6}$/)
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(name, { maxLength: 8 }), name, async (paths, rawPath) => {
        expect(await find(paths, rawPath)).toBe(pathLookup(paths)(rawPath)?.path)
      }),
      { numRuns: 1000 },
    )
  })
})

describe('mimeType()', () => {
  test.each([
    ['a.html', 'text/html'],
    ['A.HTM', 'text/html'],
    ['a.min.js', 'text/javascript'],
    ['a.mjs', 'text/javascript'],
    ['a.json', 'application/json'],
    ['a.wasm', 'application/wasm'],
    ['a.svg', 'image/svg+xml'],
    ['a.woff2', 'font/woff2'],
    ['a.mp4', 'video/mp4'],
    ['a.vtt', 'text/vtt'],
    ['a.m4a', 'audio/mp4'],
    ['a.xml', 'text/xml'],
    ['a.swf', 'application/x-shockwave-flash'],
    ['a.php', 'application/octet-stream'],
    ['a', 'application/octet-stream'],
    ['folder.html/a', 'application/octet-stream'],
    ['a.constructor', 'application/octet-stream'],
    ['.html', 'text/html'],
  ])('%s is %s', (path, type) => expect(mimeType(path)).toBe(type))
})
