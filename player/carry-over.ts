import type { Attempt, Course, Engine, JournalEntry, JournalStep } from '../src/runtime/index.ts'

export interface Carried {
  readonly attempt: Attempt
  /** For the journal of the new session. */
  readonly steps: readonly Omit<JournalEntry, 'n'>[]
}

export interface CarryOptions {
  readonly engine: Engine
  readonly course: Course
  /** As the server left it when it closed the session. */
  readonly server: Attempt
  /** As the page has it. */
  readonly local: Attempt
  /** What the server never got. */
  readonly pending: readonly JournalEntry[]
  /** Time of the device, ISO 8601. */
  readonly at: string
}

/**
 * The steps that bring a new session to where the page is. The server closes a session that is silent for long (a laptop
 * asleep, an hour without a network); nobody else has played since, so what the learner did belongs into the next session.
 */
export function carryOver(options: CarryOptions): Carried {
  const { engine, course, local, pending, at } = options
  const steps: Omit<JournalEntry, 'n'>[] = []
  let attempt = options.server
  const take = (step: Omit<JournalEntry, 'n'>): void => {
    const applied = engine.apply(course, attempt, { n: steps.length + 1, ...step })
    if (applied.refused !== undefined) return
    attempt = applied.attempt
    steps.push(step)
  }
  const activity = pending[0]?.activity ?? local.current
  if (activity !== undefined) {
    for (const step of stepsBackIntoRun(local, pending, activity)) take({ at, activity, step })
  }
  for (const { activity, step, at } of pending) take({ at, activity, step })
  return { attempt, steps }
}

/** The server closed the run in which the page was: it is opened again up to where the pending steps go on. */
function stepsBackIntoRun(
  local: Attempt,
  pending: readonly JournalEntry[],
  activity: string,
): readonly JournalStep[] {
  const first = pending[0]?.step.do
  if (first === 'open' || first === 'abandon') return []
  if (first === 'initialize') return [{ do: 'open' }]
  if (first !== undefined) return [{ do: 'open' }, { do: 'initialize' }]
  const run = local.activities[activity]?.run
  if (run === 'running') return [{ do: 'open' }, { do: 'initialize' }]
  return run === 'opened' ? [{ do: 'open' }] : []
}
