import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'hocba-cts-test-'))
const file = join(folder, 'cases.json')
writeFileSync(file, '[{"case":"AB-01","start":".","steps":[]}]')
afterAll(() => rmSync(folder, { recursive: true }))

const run = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, 'conformance/main.ts'), ...args],
    { encoding: 'utf8' },
  )
  return { status, stdout, stderr }
}

describe('scorm-cts', () => {
  test.each([
    ['no cases', [], /--cases is missing/],
    ['no packages', ['--cases', file], /--packages is missing/],
    ['no such file', ['--cases', join(folder, 'no'), '--packages', folder], /There is no file/],
    ['no such folder', ['--cases', file, '--packages', join(folder, 'no')], /There is no folder/],
    ['no such case', ['--cases', file, '--packages', folder, '--case', 'Z'], /has no case Z/],
    ['an unknown option', ['--cases', file, '--packages', folder, '--fast'], /--fast/],
  ])('with %s ends with 2 and a sentence', (_, args, sentence) => {
    const { status, stdout, stderr } = run(...args)
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr.trim().split('\n')).toHaveLength(1)
    expect(stderr).toMatch(sentence)
  })

  test('whose package is missing counts a failed case and ends with 1', () => {
    const { status, stdout } = run('--cases', file, '--packages', folder)
    expect(status).toBe(1)
    expect(stdout.trim().split('\n').at(-1)).toBe('scorm-cts: 0 passed, 1 failed, 1 total')
  })
})
