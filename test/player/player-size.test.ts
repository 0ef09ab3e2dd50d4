import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

const folder = join(import.meta.dirname, '..', '..', 'dist', 'player')

test('the player with its page, script and styles is under 100 KB gzipped', () => {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && /\.(html|js|css)$/.test(entry.name),
  )
  expect(files.length).toBeGreaterThan(2)
  const bytes = files.reduce(
    (sum, { parentPath, name }) => sum + gzipSync(readFileSync(join(parentPath, name))).length,
    0,
  )
  expect(bytes).toBeLessThan(100 * 1024)
})
