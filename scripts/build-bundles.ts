import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Builds what browsers run (dist/player, dist/console) unless it is there already for exactly these sources: the step costs
 * seconds once, and nothing afterwards.
 */
const root = join(import.meta.dirname, '..')
const sources: Record<string, readonly string[]> = {
  player: [
    'player',
    'words',
    'src/runtime',
    'src/launch/wire.ts',
    'scripts/build-player.ts',
    'package-lock.json',
  ],
  console: ['console', 'words', 'src', 'scripts/build-console.ts', 'package-lock.json'],
}

for (const name of Object.keys(sources)) {
  const stamp = fingerprint(sources[name]!)
  const stampFile = join(root, 'dist', `${name}.stamp`)
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) continue
  const began = performance.now()
  rmSync(stampFile, { force: true })
  mkdirSync(join(root, 'dist'), { recursive: true })
  await build(name, join(root, 'dist', name))
  writeFileSync(stampFile, stamp)
  process.stderr.write(
    `Built the ${name} in ${((performance.now() - began) / 1000).toFixed(1)} s.\n`,
  )
}

async function build(name: string, folder: string): Promise<void> {
  if (name === 'player') await (await import('./build-player.ts')).buildPlayer(folder)
  else await (await import('./build-console.ts')).buildConsole(folder)
}

function fingerprint(paths: readonly string[]): string {
  const hash = createHash('sha256')
  for (const file of paths.flatMap(filesOf)) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update('\0')
  }
  return hash.digest('hex')
}

/** The console reads only types (wire.ts) of the server: other server files do not count. */
function filesOf(path: string): string[] {
  if (/\.\w+$/.test(path)) return existsSync(join(root, path)) ? [path] : []
  return readdirSync(join(root, path), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .filter((file) => path !== 'src' || /\/wire\.ts$|^src\/runtime\//.test(file))
    .sort()
}
