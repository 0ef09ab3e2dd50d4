import type { Line } from '../line.ts'
import { number } from '../line.ts'
import { overload } from '../loads/overload.ts'

export const line: Line = {
  title: 'more requests than the server can answer',
  bar: 'only 200, 429 and 503 with Retry-After; p99 of what is taken under 5 s; what was accepted is there after kill -9',
  judgesTime: true,
  async measure(length) {
    const sizes = {
      quick: { clients: 600, atOnce: 200, seconds: 5 },
      long: { clients: 6_000, atOnce: 4_000, seconds: 10 },
    }
    const { accepted, refused, wrong, lost, p50, p99 } = await overload(sizes[length])
    const isKept = wrong === 0 && lost === 0 && p99 < 5_000 && accepted > 0
    return {
      state: isKept ? 'kept' : 'broken',
      figure:
        `${number(sizes[length].clients)} clients at once for ${sizes[length].seconds} s: ${number(accepted)} accepted (median ${number(p50)} ms, p99 ${number(p99)} ms), ` +
        `${number(refused)} refused, ${wrong} other answers, ${lost} lost`,
    }
  },
}
