import type { Clock } from '../base/clock.ts'
import { Problem } from '../base/problem.ts'

/**
 * A budget of wrong passwords, per key: it holds `most` and grows back by one every `secondsPerTry`. It slows guessing down
 * and never locks: what is right passes again as soon as the budget has grown.
 */
interface TryBudget {
  readonly most: number
  readonly secondsPerTry: number
}

interface Tries {
  left: number
  at: number
}

/** Keys remembered at once; beyond it the longest unused are forgotten. */
const keysMax = 100_000

interface Throttle {
  /** Takes one try for the key. @throws Problem `sign-in-throttled` if none is left. */
  take(key: string): void
  /** The try was a right one: it costs nothing. */
  giveBack(key: string): void
}

export function throttle(budget: TryBudget, clock: Clock): Throttle {
  const tries = new Map<string, Tries>()
  const now = (key: string): Tries => {
    const at = clock().getTime() / 1000
    const before = tries.get(key) ?? { left: budget.most, at }
    const grown = (at - before.at) / budget.secondsPerTry
    return { left: Math.min(budget.most, before.left + grown), at }
  }
  const keep = (key: string, kept: Tries) => {
    tries.delete(key)
    if (kept.left < budget.most) tries.set(key, kept)
    if (tries.size > keysMax) tries.delete(tries.keys().next().value!)
  }
  return {
    take(key) {
      const kept = now(key)
      if (kept.left < 1) {
        const seconds = Math.ceil((1 - kept.left) * budget.secondsPerTry)
        throw new Problem('sign-in-throttled', `Too many tries; wait ${seconds} seconds.`, {
          retryAfterSeconds: seconds,
        })
      }
      keep(key, { ...kept, left: kept.left - 1 })
    },
    giveBack(key) {
      const kept = now(key)
      keep(key, { ...kept, left: kept.left + 1 })
    },
  }
}

/**
 * The part of a client's address that stands for one network: a whole IPv4 address, the first 64 bits of an IPv6 one, since
 * one machine may use all the rest.
 */
export function networkOf(address: string): string {
  const bare = address.replace(/^::ffff:(?=\d+\.)/i, '')
  if (!bare.includes(':')) return bare
  const [head = '', tail] = bare.split('::')
  const groups = head.split(':').filter(Boolean)
  if (tail !== undefined) {
    const last = tail.split(':').filter(Boolean)
    while (groups.length + last.length < 8) groups.push('0')
    groups.push(...last)
  }
  return `${groups.slice(0, 4).join(':')}::/64`
}
