import type { Line } from '../line.ts'
import { number } from '../line.ts'
import { holdConnections } from '../loads/connections.ts'

export const line: Line = {
  title: 'idle connections, and clients that send a byte a second',
  bar: '10,000 idle and 2,000 slow: honest requests are answered, p99 under twice the p99 before (or under 50 ms)',
  judgesTime: true,
  async measure(length) {
    const sizes = { quick: { idle: 1_000, slow: 200 }, long: { idle: 10_000, slow: 2_000 } }
    const { before, during, mebibytesBefore, mebibytesDuring, held } = await holdConnections(
      sizes[length],
    )
    const { idle, slow } = sizes[length]
    return {
      state: held >= idle && during < Math.max(50, 2 * before) ? 'kept' : 'broken',
      figure:
        `${number(held)} idle and ${number(slow)} slow: p99 ${number(before)} ms before, ${number(during)} ms during; server ` +
        `${number(mebibytesBefore)} MiB before, ${number(mebibytesDuring)} MiB during`,
    }
  },
}
