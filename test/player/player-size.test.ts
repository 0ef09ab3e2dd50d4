import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

const folder = join(import.meta.dirname, '..', '..', 'dist', 'player')

const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.(html|js|css)$/.test(entry.name))
  .map(({ parentPath, name }) => ({ name, content: readFileSync(join(parentPath, name)) }))
/** Loaded for try-outs only. */
const isDebugger = ({ name }: { name: string }) => name.startsWith('open-debugger')
const zipped = (all: typeof files) =>
  all.reduce((sum, { content }) => sum + gzipSync(content).length, 0)

test('what a learner loads of the player is under 100 KB gzipped, without the debugger', () => {
  const learners = files.filter((file) => !isDebugger(file))
  expect(learners.length).toBeGreaterThan(2)
  expect(zipped(learners)).toBeLessThan(100 * 1024)
  const page = files.find(({ name }) => name === 'index.html')!
  expect(page.content.toString()).not.toContain('open-debugger')
})

test('the debugger is a part of its own, and small', () => {
  const parts = files.filter(isDebugger)
  expect(parts.map(({ name }) => name.split('.').at(-1)).sort()).toEqual(['css', 'js'])
  expect(zipped(parts)).toBeLessThan(30 * 1024)
})
