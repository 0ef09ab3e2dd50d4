import type { ActivityFault } from '../api-object.ts'
import type { ServerCalls } from '../server-calls.ts'

/** What whoever tries a package makes go wrong, to see what the course and the player make of it. */
export interface Simulation {
  network: 'as-is' | 'offline' | 'slow'
  /** The next commit fails as on a server with a defect. */
  failsNextCommit: boolean
  /** The next call of the course's script is answered with this error. */
  nextError: string | undefined
  readonly takeFault: ActivityFault
}

const slowMs = 3_000

export function newSimulation(): Simulation {
  const simulation: Simulation = {
    network: 'as-is',
    failsNextCommit: false,
    nextError: undefined,
    takeFault(called) {
      // Questions about the last error are no calls that could fail.
      if (/^getLastError|^getErrorString|^getDiagnostic/.test(called)) return undefined
      const error = simulation.nextError
      simulation.nextError = undefined
      return error
    },
  }
  return simulation
}

/** The server as the simulation lets it be heard; only commits are touched. */
export const simulated = (server: ServerCalls, simulation: Simulation): ServerCalls => ({
  ...server,
  async commit(body, manner) {
    if (simulation.network === 'offline') return { kind: 'unreachable' }
    if (simulation.network === 'slow' && !manner.keepalive) await waited(slowMs)
    if (simulation.failsNextCommit) {
      simulation.failsNextCommit = false
      return { kind: 'unreachable', status: 500 }
    }
    return server.commit(body, manner)
  },
})

const waited = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
