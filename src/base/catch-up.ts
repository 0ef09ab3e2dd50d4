import { setTimeout as wait } from 'node:timers/promises'

/** Work that an upgrade left, in steps that may be broken off anywhere, and bear being done twice. */
interface Backlog {
  readonly isLeft: () => Promise<boolean>
  /** @returns how many things it dealt with; undefined once none are left */
  readonly step: () => Promise<number | undefined>
}

export interface CatchUpRules {
  /** Told how many things were read, now and then and at the end. */
  readonly tell: (progress: { readonly read: number; readonly isDone: boolean }) => void
  /** Whether this process is to do it, and no other; asked before each step. */
  readonly mayWork: () => Promise<boolean>
  /** Told of an error, after which the next start goes on. */
  readonly report: (error: unknown) => void
}

/** Between steps, so that requests go first. */
const restMilliseconds = 20
/** While another process does it: this one goes on if that one dies. */
const notOursMilliseconds = 500
const stepsPerReport = 50

/** Works off what is left, beside the requests, until it is done or stopped. */
export function startCatchingUp(backlog: Backlog, rules: CatchUpRules): { stop(): Promise<void> } {
  let isStopped = false
  const work = workOff(backlog, { ...rules, isStopped: () => isStopped }).catch(rules.report)
  return {
    async stop() {
      isStopped = true
      await work
    },
  }
}

async function workOff(
  { isLeft, step }: Backlog,
  { tell, mayWork, isStopped }: CatchUpRules & { readonly isStopped: () => boolean },
): Promise<void> {
  let read = 0
  for (let steps = 1; !isStopped(); steps++) {
    while ((await isLeft()) && !(await mayWork())) {
      if (isStopped()) return
      await wait(notOursMilliseconds, undefined, { ref: false })
    }
    const found = await step()
    if (found === undefined) {
      if (steps > 1) tell({ read, isDone: true })
      return
    }
    read += found
    if (steps % stepsPerReport === 0) tell({ read, isDone: false })
    await wait(restMilliseconds, undefined, { ref: false })
  }
}
