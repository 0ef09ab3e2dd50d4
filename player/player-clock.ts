/** Time of the learner's device, ISO 8601 in UTC with milliseconds. */
export type PlayerClock = () => string

/** A clock that never goes back within a page, though the device's own may be set back: steps keep their order. */
export function startClock(now: () => number = Date.now): PlayerClock {
  let latest = 0
  return () => {
    latest = Math.max(latest, now())
    return new Date(latest).toISOString()
  }
}
