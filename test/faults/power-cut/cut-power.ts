import { checkImage } from './check-image.ts'
import { Disk } from './disk.ts'
import type { TraceEvent } from './trace-event.ts'

export interface CutOptions {
  /** How many images, spread evenly over the recording. */
  readonly images: number
  /** A folder for them; on a memory disk they cost least. */
  readonly folder: string
  /** From 0 to 1, decides what of the unsynced is there. */
  readonly random: () => number
}

export interface CutResult {
  readonly images: number
  readonly acknowledged: number
  /** Images that miss something acknowledged, and images that do not open or are damaged. */
  readonly lossy: number
  readonly damaged: number
  /** The first few of either, for a person. */
  readonly findings: readonly string[]
}

/**
 * Cuts the power at moments of a recording. Every second image holds only what was synced, taken right after an acknowledgement
 * as far as there are any; the others also keep random parts of what was not.
 */
export async function cutPower(
  events: readonly TraceEvent[],
  { images, folder, random }: CutOptions,
): Promise<CutResult> {
  const promised = { statements: [] as string[], versions: [] as string[] }
  const acknowledgements = events.flatMap(({ do: what }, at) =>
    what === 'acknowledge' ? [at] : [],
  )
  const strict = spread(images / 2, acknowledgements)
  const lucky = spread(
    images - images / 2,
    events.map((_, at) => at),
  )
  const disk = new Disk()
  let lossy = 0
  let damaged = 0
  const findings: string[] = []
  for (const [at, event] of events.entries()) {
    disk.apply(event)
    if (event.do === 'acknowledge') {
      promised.statements.push(...(event.acknowledged.statements ?? []))
      if (event.acknowledged.version) promised.versions.push(event.acknowledged.version)
    }
    const cuts = [...times(strict.get(at), 0), ...times(lucky.get(at), random)]
    for (const keeps of cuts) {
      const finding = await checkImage(disk.image({ random, keeps }), promised, folder)
      if (finding.lost.length > 0) lossy += 1
      if (finding.damage) damaged += 1
      if (findings.length < 5 && (finding.lost.length > 0 || finding.damage)) {
        findings.push(`after event ${at}: ${finding.lost.length} lost ${finding.damage ?? ''}`)
      }
    }
  }
  const acknowledged = promised.statements.length + promised.versions.length
  return { images: sum(strict) + sum(lucky), acknowledged, lossy, damaged, findings }
}

/** How many of `count` images are taken at each of these places. */
function spread(count: number, places: readonly number[]): Map<number, number> {
  const taken = new Map<number, number>()
  const whole = Math.round(count)
  for (let n = 0; n < whole; n++) {
    const at = places[Math.floor(((n + 0.5) * places.length) / whole)]!
    taken.set(at, (taken.get(at) ?? 0) + 1)
  }
  return taken
}

const times = (count = 0, keeps: number | (() => number)): number[] =>
  Array.from({ length: count }, () => (typeof keeps === 'number' ? keeps : 0.2 + 0.7 * keeps()))

const sum = (taken: ReadonlyMap<number, number>): number =>
  [...taken.values()].reduce((total, count) => total + count, 0)
