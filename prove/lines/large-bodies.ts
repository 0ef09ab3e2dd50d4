import type { Line } from '../line.ts'
import { number } from '../line.ts'
import { sendLargeBodies } from '../loads/large-bodies.ts'

export const line: Line = {
  title: 'batches of 9 MB, all at once, to a heap of 256 MiB',
  bar: 'the process lives on; every answer is 200, 413, 429 or 503',
  judgesTime: true,
  async measure(length) {
    const count = length === 'long' ? 100 : 20
    const { statuses, mebibytes, isReady } = await sendLargeBodies(count)
    const strange = Object.keys(statuses).filter(
      (status) => !['200', '413', '429', '503'].includes(status),
    )
    const counts = Object.entries(statuses).map(([status, times]) => `${times} × ${status}`)
    return {
      state: isReady && strange.length === 0 ? 'kept' : 'broken',
      figure: `${count} batches: ${counts.join(', ')}; at most ${number(mebibytes)} MiB in all`,
    }
  },
}
