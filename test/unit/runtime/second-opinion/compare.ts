import fc from 'fast-check'
import { type ApiFunction, type Course, engines } from '../../../../src/runtime/index.ts'
import { type Call, callSequences, sequenceCount, type Vocabulary } from './calls.ts'

/** What a SCO gets: the returned string, and the code that GetLastError answers then. */
export interface Answered {
  readonly result: string
  readonly error: string
}

/** A difference, as a rule sees it. */
export interface Difference {
  readonly call: Call['call']
  /** Empty where the call has none. */
  readonly name: string
  readonly value: string
  readonly ours: Answered
  readonly theirs: Answered
  /** The code that the peer answered before this call. */
  readonly theirLastError: string
  /** Types that were set for the interaction that the name goes to, in their order. */
  readonly interactionTypes: readonly string[]
}

/** Why the two differ. Every rule must be met by some difference, and every difference by a rule. */
export interface Rule {
  /** What hocba does, with the clause that says so. */
  readonly because: string
  readonly explains: (difference: Difference) => boolean
}

export type Peer = (call: Call) => Answered

const argumentsOf = (call: Call): readonly string[] => {
  if (call.call === 'getValue') return [call.name]
  return call.call === 'setValue' ? [call.name, call.value] : [call.argument]
}

/** The interaction's record that a name goes to; empty if it goes to none. */
const recordOf = (call: Call): string =>
  ('name' in call && /^cmi\.interactions\.\d+/.exec(call.name)?.[0]) || ''

/** The runtime, with the first activity of a course open. */
export function ourPeer(course: Course): Peer {
  const engine = engines[course.standard]
  const at = '2026-03-02T01:00:00.000Z'
  const mode = { credit: 'credit', lessonMode: 'normal' } as const
  let attempt = engine.start(course, { id: 'l1', name: 'Learner, One' }, mode)
  const steps = engine.follow(course, attempt, engine.beginning(course, attempt)!)
  for (const [index, step] of steps.entries()) {
    const applied = engine.apply(course, attempt, { n: index + 1, at, ...step })
    if (applied.refused !== undefined) throw new Error(applied.refused)
    attempt = applied.attempt
  }
  let lastError = '0'
  return (call) => {
    const args = argumentsOf(call)
    const answer = engine.call(course, attempt, {
      function: call.call as ApiFunction,
      args,
      at,
      lastError,
    })
    attempt = answer.attempt
    lastError = answer.error
    return { result: answer.result, error: answer.error }
  }
}

type Api = Readonly<Record<string, unknown>>

/** An object with the functions of the API, by their names in its standard. */
export function apiPeer(
  api: object,
  names: Readonly<Record<Call['call'] | 'lastError', string>>,
): Peer {
  const run = (name: string, args: readonly string[]): string =>
    String(((api as Api)[name] as (...all: string[]) => unknown).apply(api, [...args]))
  return (call) => {
    const result = run(names[call.call], argumentsOf(call))
    return { result, error: run(names.lastError, []) }
  }
}

/**
 * Plays random sequences on both. After a difference that leaves the two in different states a sequence ends; after one in
 * an answer alone it goes on.
 * @returns how often each rule explained a difference
 * @throws what fast-check throws for a difference that no rule explains, with the shortest sequence that shows it
 */
export function compare(given: {
  readonly vocabulary: Vocabulary
  readonly ours: () => Peer
  readonly theirs: () => Peer
  readonly rules: readonly Rule[]
}): ReadonlyMap<Rule, number> {
  const met = new Map<Rule, number>()
  fc.assert(
    fc.property(callSequences(given.vocabulary), (calls) => {
      const [ours, theirs] = [given.ours(), given.theirs()]
      let theirLastError = '0'
      const types = new Map<string, string[]>()
      for (const call of calls) {
        const [a, b] = [ours(call), theirs(call)]
        if (a.result !== b.result || a.error !== b.error) {
          const difference: Difference = {
            call: call.call,
            name: 'name' in call ? call.name : '',
            value: 'value' in call ? call.value : '',
            ours: a,
            theirs: b,
            theirLastError,
            interactionTypes: types.get(recordOf(call)) ?? [],
          }
          const rule = given.rules.find(({ explains }) => explains(difference))
          if (!rule) throw new Error(`Not explained: ${JSON.stringify(difference)}`)
          met.set(rule, (met.get(rule) ?? 0) + 1)
          if (call.call !== 'getValue') return
        }
        theirLastError = b.error
        if (call.call === 'setValue' && call.name.endsWith('.type') && a.error === '0') {
          types.set(recordOf(call), [...(types.get(recordOf(call)) ?? []), call.value])
        }
      }
    }),
    { numRuns: sequenceCount, seed: 20_041 },
  )
  return met
}
