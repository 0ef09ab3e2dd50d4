import { type Asked, type Difference, replay } from './compare-engines.ts'

/** Replays that are spent on leaving requests out. */
const replaysMax = 40

/**
 * Leaves out requests that a difference does not need, halves first. Each request keeps its turn, so ids and times stay as they
 * were whatever is left out before it.
 * @returns the difference in words, with the requests that lead to it.
 */
export async function explainDifference(
  mongodbServer: string,
  { turn, what, asked }: Difference,
  seed: number,
): Promise<string> {
  const needed = await shrink(
    asked,
    async (some) => (await replay(mongodbServer, some)) !== undefined,
  )
  const lines = needed.slice(-40).map(lineOf)
  return [
    `FAIL request ${turn} of seed ${seed}: ${what}`,
    `     after these (${needed.length} of ${asked.length}), the last of which differs:`,
    ...lines,
  ].join('\n')
}

async function shrink(
  asked: readonly Asked[],
  differs: (asked: readonly Asked[]) => Promise<boolean>,
): Promise<readonly Asked[]> {
  let kept = asked
  let left = replaysMax
  for (let size = Math.ceil(asked.length / 2); size >= 1 && left > 0; size = Math.floor(size / 2)) {
    for (let from = 0; from < kept.length - 1 && left > 0; left--) {
      const without = [
        ...kept.slice(0, from),
        ...kept.slice(Math.min(from + size, kept.length - 1)),
      ]
      if (await differs(without).catch(() => false)) kept = without
      else from += size
    }
  }
  return kept
}

function lineOf({ turn, request }: Asked): string {
  const { method, path, headers = {}, body = '' } = request
  const { authorization: _, ...shown } = headers
  return `     ${turn} ${method} ${path} ${JSON.stringify(shown)} ${body.toString().slice(0, 700)}`
}
