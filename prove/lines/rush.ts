import { loadavg } from 'node:os'
import type { Line } from '../line.ts'
import { number } from '../line.ts'
import { canDelaySyncs, type RushFigures, rush } from '../loads/rush.ts'

const figureOf = ({
  learners,
  requests,
  refused,
  p99,
  lost,
  twice,
  ...more
}: RushFigures): string =>
  `${number(learners)} learners, ${number(requests)} requests, p99 ${number(p99)} ms, ${more.processorSeconds.toFixed(1)} s of a processor, ${refused} refused and sent again, ${lost} lost, ${twice} recorded twice`

export const line: Line = {
  title: 'the end of a class: everyone commits and leaves within ten seconds; then kill -9',
  bar: '2,857 learners × 5 requests, p99 under 2 s, nothing lost or twice, also with syncs of 10 ms',
  judgesTime: true,
  async measure(length) {
    const [learners, seconds] = length === 'long' ? [2_857, 10] : [200, 4]
    const native = await rush({ learners, seconds })
    const slow = canDelaySyncs()
      ? await rush({ learners, seconds, syncMilliseconds: 10 })
      : undefined
    const isKept = [native, slow].every(
      (figures) => !figures || (figures.p99 < 2_000 && figures.lost + figures.twice === 0),
    )
    const slowly = slow
      ? figureOf(slow)
      : 'not run with slow syncs: there is no strace that may trace'
    return {
      state: isKept && native.errors + (slow?.errors ?? 0) === 0 ? 'kept' : 'broken',
      figure: `load of the machine ${loadavg()[0]!.toFixed(0)}: ${figureOf(native)}; syncs of 10 ms: ${slowly}`,
    }
  },
}
