import { execFileSync, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { reportFigures } from '../support/figures.ts'
import { temporaryFolder } from '../support/storage.ts'

/** A small file system of its own needs the right to mount, which a root user or a user name space gives. */
const unshare = ['unshare', '--map-root-user', '--mount']
const canMount = () =>
  process.platform === 'linux' &&
  spawnSync(unshare[0]!, [...unshare.slice(1), 'mount', '-t', 'tmpfs', 'none', '/mnt']).status === 0

const name =
  'a full disk refuses writes with storage-unavailable, loses nothing, and heals by itself'
/** How many disks, each fuller than the one before; `npm run prove` asks for 100. */
const disks = Number(process.env.HOCBA_TEST_FULL_DISKS ?? 1)

const run = async () => {
  let acknowledged = 0
  for (let disk = 0; disk < disks; disk++) acknowledged += await fill(6_000 + disk * 28)
  reportFigures('full-disk', { disks, acknowledged, lost: 0 })
}

/** @returns how many statements were acknowledged before the disk of so many KiB was full. */
async function fill(kibibytes: number): Promise<number> {
  const place = await temporaryFolder()
  const script = `mount -t tmpfs -o size=${kibibytes}k none "$1" && exec "$2" "$3" "$1"`
  const program = join(import.meta.dirname, 'fill-disk.ts')
  const output = execFileSync(
    unshare[0]!,
    [...unshare.slice(1), 'sh', '-c', script, 'sh', place.location, process.execPath, program],
    { encoding: 'utf8' },
  )
  const { acknowledged, ...outcome } = JSON.parse(output) as { acknowledged: number }
  expect(outcome).toEqual({
    refusals: ['storage-unavailable'],
    fatal: 0,
    acknowledgedAndMissing: 0,
    storedAfterRoomWasMade: true,
    intactWhenOpenedAgain: true,
  })
  await place.remove()
  return acknowledged
}

if (canMount()) test(name, run, 3_600_000)
else test.skip(`${name} (skipped: this user may not mount a small file system)`, run)
