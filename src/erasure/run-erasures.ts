import { Problem } from '../base/problem.ts'
import { type CarryOutParts, Overtaken, workOn } from './carry-out.ts'
import type { Erasure } from './erasure.ts'

export interface RunParts extends CarryOutParts {
  /** Only one process works on erasures at a time. @returns whether this one may */
  readonly mayWork: () => Promise<boolean>
  readonly isStopped: () => boolean
  /** Told of each portion. */
  readonly tell?: (erasure: Erasure) => void
  readonly report: (error: unknown) => void
}

/** Works on all acts that are not done, the oldest first, until none is left, it is stopped, or another process does. */
export const runErasures = (parts: RunParts) => async (): Promise<void> => {
  for (let next = await parts.store.nextErasure(); next; next = await parts.store.nextErasure()) {
    if (parts.isStopped() || !(await parts.mayWork())) return
    if (!(await carryOut(parts, next))) return
  }
}

/** @returns false if it could not go on; what is stored says why, and the next run tries again. */
async function carryOut(parts: RunParts, begun: Erasure): Promise<boolean> {
  let erasure = begun
  let tries = 0
  while (erasure.state === 'running') {
    if (parts.isStopped() || !(await parts.mayWork())) return false
    try {
      erasure = await workOn(parts, erasure)
    } catch (error) {
      // The log follows within seconds; the portion was rolled back.
      if (
        error instanceof Problem &&
        error.detail.retryAfterSeconds !== undefined &&
        tries++ < 20
      ) {
        await new Promise((resolve) => setTimeout(resolve, 250))
        continue
      }
      if (error instanceof Overtaken) return false
      parts.report(error)
      const failure = error instanceof Error ? error.message : String(error)
      const failed = { ...erasure, failure: failure.slice(0, 300) }
      await parts.store.transact((tx) => tx.saveErasure(failed, erasure)).catch(() => undefined)
      return false
    }
    tries = 0
    parts.tell?.(erasure)
    await new Promise(setImmediate)
  }
  // What the act itself wrote on its way.
  await parts.store.emptyLog()
  return true
}
