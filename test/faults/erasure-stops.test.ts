import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { workOn } from '../../src/erasure/carry-out.ts'
import { listName } from '../../src/erasure/index.ts'
import type { Storage } from '../../src/storage/port.ts'
import type { Place } from '../contract/engine.ts'
import { standingClock } from '../contract/engine.ts'
import { erasable, fillWithErasable, tracesOfErasable } from '../support/erasable-person.ts'
import { erasingParts, orderErasure, snapshotOf } from '../support/erasing-parts.ts'
import { reportFigures } from '../support/figures.ts'
import { sqliteEngine as engine } from '../support/storage.ts'

const clock = standingClock()
/** Each of so many stops is tried; HOCBA_TEST_ERASURE_EVERY=1 tries all of them. */
const every = Number(process.env.HOCBA_TEST_ERASURE_EVERY ?? 3)

/** The files of a place in which a trace stands; the list keeps the ids that the server gave. */
async function hitsIn({ location }: Place): Promise<string[]> {
  const ids: readonly string[] = [erasable.id, erasable.account]
  const hits: string[] = []
  for (const name of await readdir(location)) {
    const bytes = await readFile(join(location, name))
    const words = tracesOfErasable.filter((word) => name !== listName || !ids.includes(word))
    for (const word of words) if (bytes.includes(word)) hits.push(`${name}: ${word}`)
  }
  return hits
}

/** @param behind is called after every portion */
async function carryOut(
  storage: Storage,
  place: Place,
  behind: () => Promise<unknown> = async () => undefined,
): Promise<void> {
  const { erasing } = storage
  for (let act = await erasing!.nextErasure(); act; act = await erasing!.nextErasure()) {
    await workOn(erasingParts(storage, place.location), act)
    await behind()
  }
  await erasing!.emptyLog()
}

test('the machine stops after any portion of an act: the next start ends it as if it had not, and no file has a trace', async () => {
  const place = await engine.newPlace()
  const images: Place[] = []
  try {
    const storage = await engine.open(place, clock)
    await fillWithErasable(storage, 10)
    await orderErasure(storage, erasable.id)
    images.push(await engine.crash(place))
    await carryOut(storage, place, async () => images.push(await engine.crash(place)))
    const straight = await snapshotOf(storage)
    await storage.close()
    expect(await hitsIn(images[0]!)).not.toEqual([])
    expect(images.length).toBeGreaterThan(20)
    const tried = images.filter((_, index) => index % every === 0)
    for (const image of tried) {
      const resumed = await engine.open(image, clock)
      await carryOut(resumed, image)
      const ended = await snapshotOf(resumed)
      await resumed.close()
      expect(ended).toEqual(straight)
      expect(await hitsIn(image)).toEqual([])
    }
    reportFigures('erasure stops', { stops: tried.length, hits: 0, differences: 0 })
  } finally {
    for (const one of [place, ...images]) await one.remove()
  }
}, 300_000)
