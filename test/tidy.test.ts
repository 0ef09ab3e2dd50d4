import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { problemStatus } from '../src/base/problem.ts'

/** Style as a test: what a reader may rely on in this repository, and a tool can check. */

const root = join(import.meta.dirname, '..')
const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((path) => path !== '' && existsSync(join(root, path)))
const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const code = tracked.filter((path) =>
  /^(src|player|console|scripts|conformance|prove)\/.*\.tsx?$/.test(path),
)

/** Tables of data, which may be long. The list only shrinks. */
const dataTables: readonly string[] = []
const linesMax = 400
const functionLinesMax = 60

describe('tidy', () => {
  test(`code files have at most ${linesMax} lines`, () => {
    const long = code.filter((path) => !dataTables.includes(path) && linesOf(path) > linesMax)
    expect(long).toEqual([])
  })

  test(`functions have at most ${functionLinesMax} lines`, () => {
    expect(code.filter((path) => path.endsWith('.ts')).flatMap(longFunctions)).toEqual([])
  })

  test('every folder of src and every sample package has a README', () => {
    const folders = ['src', 'sample-packages'].flatMap((parent) =>
      readdirSync(join(root, parent), { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => `${parent}/${entry.name}`),
    )
    expect(folders.filter((folder) => !existsSync(join(root, folder, 'README.md')))).toEqual([])
  })

  test('docs/problems.md lists every problem with its status, and no other', () => {
    const rows = [...read('docs/problems.md').matchAll(/^\| `([a-z-]+)` \| (\d{3}) \|/gm)]
    const documented = Object.fromEntries(rows.map(([, name, status]) => [name, Number(status)]))
    expect(documented).toEqual(problemStatus)
  })

  test('no bare TODO, FIXME or XXX is left in code', () => {
    const marks = new RegExp(
      `\\b(${['TO', 'FIX'].map((word) => `${word}${word === 'TO' ? 'DO' : 'ME'}`).join('|')}|XXX)\\b`,
    )
    expect(code.filter((path) => marks.test(read(path)))).toEqual([])
  })

  test('only config reads the environment', () => {
    const readers = code.filter(
      (path) => path.startsWith('src/') && /process\.env/.test(read(path)),
    )
    expect(
      readers.filter((path) => !/^src\/(config\/|main\.ts$|cli\/main\.ts$)/.test(path)),
    ).toEqual([])
  })

  test('nothing names a path of the machine it was written on', () => {
    const text = tracked.filter((path) => /\.(ts|tsx|mjs|json|md|yml|css|html)$|^\.ci\//.test(path))
    const machine = new RegExp(
      `(^|[^A-Za-z0-9._])/(${['wo', 'fa'].map((start) => start + (start === 'wo' ? 'rk' : 'rm')).join('|')})/`,
    )
    expect(text.filter((path) => machine.test(read(path)))).toEqual([])
  })

  test('names say what a thing is: no utils, helpers, common, manager or service', () => {
    const vague = /(^|[/-])(utils?|helpers?|common|managers?|services?|misc)([./-]|$)/
    expect(code.filter((path) => vague.test(path))).toEqual([])
  })

  test('no dependency runs an install script: each that has one is denied in allowScripts', () => {
    const lock = JSON.parse(read('package-lock.json')) as {
      packages: Record<string, { hasInstallScript?: boolean }>
    }
    const denied = (JSON.parse(read('package.json')) as { allowScripts: Record<string, boolean> })
      .allowScripts
    const withScript = Object.entries(lock.packages)
      .filter(([, entry]) => entry.hasInstallScript)
      .map(([path]) => path.replace(/^.*node_modules\//, ''))
    expect(withScript.filter((name) => denied[name] !== false)).toEqual([])
  })
})

function linesOf(path: string): number {
  return read(path).split('\n').length - 1
}

/**
 * Functions that begin at the start of a line or one level into a class, measured to the brace that closes them at the
 * same indentation: the formatter guarantees that form.
 */
function longFunctions(path: string): string[] {
  const lines = read(path).split('\n')
  const opening =
    /^( {2})?(export )?(default )?(async )?(static )?(function\*? |[\w#]+\(.*\).*\{$|(const|let) \w+ = .*=> \{$)/
  return lines.flatMap((line, index) => {
    if (!opening.test(line) || !/[{(]$/.test(line)) return []
    const indent = /^ */.exec(line)![0]
    const length =
      lines
        .slice(index)
        .findIndex((other, offset) => offset > 0 && other.startsWith(`${indent}}`)) + 1
    return length > functionLinesMax ? [`${path}:${index + 1} has ${length} lines`] : []
  })
}
