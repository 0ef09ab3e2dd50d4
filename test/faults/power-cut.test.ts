import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomFrom } from '../fuzz/seed.ts'
import { reportFigures } from '../support/figures.ts'
import { cutPower } from './power-cut/cut-power.ts'
import { canTrace, record } from './power-cut/record.ts'

/**
 * The power fails under the real server: its writes and syncs are recorded, and from each moment the disks are built that could
 * be left. Each must open, be whole, and hold everything that was acknowledged by then.
 */

/** `npm run prove` asks for 10,000. */
const images = Number(process.env.HOCBA_TEST_POWER_CUTS ?? 60)
const seed = Number(process.env.HOCBA_TEST_SEED ?? 1)
const imagesPerRecording = 2_000
const recordings = Math.ceil(images / imagesPerRecording)
/** The first long recording goes on until the write-ahead log is copied into the database and begun again. */
const postsOf = (recording: number) => (images <= 100 ? 24 : recording === 1 ? 1_200 : 240)
const whereTraceable = canTrace() ? test : test.skip

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hocba-power-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

whereTraceable.each(Array.from({ length: recordings }, (_, n) => n + 1))(
  'a power cut loses nothing acknowledged and damages nothing, recording %i',
  async (recording) => {
    const posts = postsOf(recording)
    const events = await record({ folder, posts })
    const result = await cutPower(events, {
      images: images / recordings,
      folder,
      random: randomFrom(seed + recording),
    })
    reportFigures('power-cut', result)
    expect(result.findings).toEqual([])
    expect(result.acknowledged).toBeGreaterThan(posts)
  },
  7_200_000,
)

whereTraceable(
  'the same server with synchronous=NORMAL does lose, so that a loss would be seen',
  async () => {
    const events = await record({ folder, posts: 24, isNormal: true })
    const result = await cutPower(events, { images: 40, folder, random: randomFrom(seed) })
    reportFigures('power-cut-control', result)
    expect(result.lossy).toBeGreaterThan(0)
  },
  120_000,
)
