import { execFileSync, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { temporaryFolder } from '../support/storage.ts'

/** A small file system of its own needs the right to mount, which a root user or a user name space gives. */
const unshare = ['unshare', '--map-root-user', '--mount']
const canMount = () =>
  process.platform === 'linux' &&
  spawnSync(unshare[0]!, [...unshare.slice(1), 'mount', '-t', 'tmpfs', 'none', '/mnt']).status === 0

const name =
  'a full disk refuses writes with storage-unavailable, loses nothing, and heals by itself'
const run = async () => {
  const place = await temporaryFolder()
  const script = `mount -t tmpfs -o size=6m none "$1" && exec "$2" "$3" "$1"`
  const program = join(import.meta.dirname, 'fill-disk.ts')
  const output = execFileSync(
    unshare[0]!,
    [...unshare.slice(1), 'sh', '-c', script, 'sh', place.location, process.execPath, program],
    { encoding: 'utf8' },
  )
  expect(JSON.parse(output)).toEqual({
    refusals: ['storage-unavailable'],
    fatal: 0,
    acknowledgedAndMissing: 0,
    storedAfterRoomWasMade: true,
    intactWhenOpenedAgain: true,
  })
  await place.remove()
}

if (canMount()) test(name, run)
else test.skip(`${name} (skipped: this user may not mount a small file system)`, run)
