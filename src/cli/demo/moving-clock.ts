import type { Clock } from '../../base/clock.ts'

/** A clock that shows what it was set to: the histories of three weeks happen in seconds. */
export interface MovingClock {
  readonly now: Clock
  set(time: Date): void
  wait(seconds: number): void
}

export function movingClock(start: Date): MovingClock {
  let milliseconds = start.getTime()
  return {
    now: () => new Date(milliseconds),
    set: (time) => {
      milliseconds = time.getTime()
    },
    wait: (seconds) => {
      milliseconds += Math.round(seconds * 1000)
    },
  }
}
