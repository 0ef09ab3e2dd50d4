import type { Clock } from '../base/clock.ts'
import { Problem } from '../base/problem.ts'

/** Those who ask, remembered at once; beyond it the one that came first is forgotten, and begins anew. */
const bucketsMax = 10_000

interface Bucket {
  left: number
  at: number
}

interface RequestLimiter {
  /**
   * Takes one request from what `id` may make.
   * @throws Problem `rate-limited` if there is none left.
   */
  take(id: string, requestsPerMinuteMax: number): void
}

/**
 * A budget of requests for each who asks: it holds those of one minute, which may be made at once, and grows back evenly. It is
 * kept in the memory of this process; nothing runs while nobody asks.
 */
export function requestLimiter(clock: Clock): RequestLimiter {
  const buckets = new Map<string, Bucket>()
  const bucketOf = (id: string, most: number, at: number): Bucket => {
    const known = buckets.get(id)
    if (known) return known
    if (buckets.size >= bucketsMax) buckets.delete(buckets.keys().next().value!)
    const bucket = { left: most, at }
    buckets.set(id, bucket)
    return bucket
  }
  return {
    take(id, most) {
      const now = clock().getTime()
      const bucket = bucketOf(id, most, now)
      const perMillisecond = most / 60_000
      bucket.left = Math.min(most, bucket.left + Math.max(0, now - bucket.at) * perMillisecond)
      bucket.at = now
      if (bucket.left < 1) {
        throw new Problem('rate-limited', `More than ${most} requests in a minute.`, {
          limit: most,
          retryAfterSeconds: Math.ceil((1 - bucket.left) / perMillisecond / 1000),
        })
      }
      bucket.left -= 1
    },
  }
}
