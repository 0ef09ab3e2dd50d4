import fc from 'fast-check'
import type { Activity, Course, NavigationRequest } from '../../../src/runtime/index.ts'
import type { Player, Stage } from '../../support/launch-stage.ts'
import { cluster, content, course, map, primary, rules } from '../runtime/sequencing/learning.ts'

/** Random small SCORM 2004 courses, and what learners and networks do with them. */

const target = fc.constantFrom('global 1', 'global 2')
const objectives = target.chain((name) =>
  fc.constantFrom(
    [
      primary({
        id: 'primary',
        maps: [map(name, { writeSatisfiedStatus: true, writeNormalizedMeasure: true })],
      }),
    ],
    [primary({ id: 'primary', maps: [map(name, { readSatisfiedStatus: true })] })],
  ),
)

const declared = fc.record(
  {
    objectives,
    limits: fc.constant({ attemptLimit: 2 }),
    deliveryControls: fc.record({
      tracked: fc.constant(true),
      completionSetByContent: fc.boolean(),
      objectiveSetByContent: fc.boolean(),
    }),
    rules: fc
      .constantFrom(
        rules({ pre: [['skip', 'satisfied']] }),
        rules({ post: [['retry', 'not satisfied']] }),
        rules({ exit: [['exit', 'completed']] }),
        rules({ pre: [['disabled', 'attemptLimitExceeded']] }),
      )
      .map((one) => one.rules),
  },
  { requiredKeys: [] },
)

const sco = (id: string): fc.Arbitrary<Activity> =>
  declared.map((given) => ({
    ...content(id, given),
    data: [{ target: 'store', readSharedData: true, writeSharedData: true }],
  }))

const module = (id: string): fc.Arbitrary<Activity> =>
  fc
    .tuple(
      fc.record({
        choice: fc.boolean(),
        flow: fc.constant(true),
        forwardOnly: fc.boolean(),
        useCurrentAttemptObjectiveInfo: fc.boolean(),
      }),
      fc.constantFrom('never', 'once', 'onEachNewAttempt') as fc.Arbitrary<'once'>,
      sco(`${id}1`),
      sco(`${id}2`),
      sco(`${id}3`),
    )
    .map(([controlMode, timing, ...children]) =>
      cluster(id, { controlMode, randomization: { timing, reorderChildren: true } }, ...children),
    )

export const courses: fc.Arbitrary<Course> = fc
  .tuple(fc.boolean(), module('a'), sco('b'), module('c'))
  .map(([objectivesGlobalToSystem, ...activities]) =>
    course({ objectivesGlobalToSystem }, ...activities),
  )

const ids = ['a', 'a1', 'a2', 'a3', 'b', 'c', 'c1', 'c2', 'c3']

const request = fc.oneof(
  fc
    .constantFrom('continue', 'previous', 'exit', 'exitAll', 'abandon', 'abandonAll', 'suspendAll')
    .map((to): NavigationRequest => ({ to: to as 'continue' })),
  { weight: 2, arbitrary: fc.constant<NavigationRequest>({ to: 'continue' }) },
  fc.constantFrom(...ids).map((activity): NavigationRequest => ({ to: 'choice', activity })),
)

const set = fc.constantFrom(
  ['cmi.success_status', 'passed'],
  ['cmi.success_status', 'failed'],
  ['cmi.completion_status', 'completed'],
  ['cmi.completion_status', 'incomplete'],
  ['cmi.score.scaled', '0.6'],
  ['cmi.progress_measure', '0.5'],
  ['cmi.exit', 'suspend'],
  ['cmi.exit', 'normal'],
  ['cmi.suspend_data', 'trang 3'],
  ['cmi.session_time', 'PT1M30.5S'],
  ['cmi.interactions.0.id', 'q1'],
  ['cmi.interactions.0.type', 'true-false'],
  ['cmi.interactions.0.learner_response', 'true'],
  ['adl.nav.request', 'continue'],
  ['adl.data.0.store', 'shared text'],
)

/** `leave`: the page goes away, and the course is opened again. `silence`: an hour without a word, and then on. */
export type Move =
  | { readonly do: 'go'; readonly request: NavigationRequest }
  | { readonly do: 'set'; readonly set: readonly string[] }
  | {
      readonly do:
        | 'initialize'
        | 'finish'
        | 'begin'
        | 'send'
        | 'leave'
        | 'silence'
        | 'repeat'
        | 'pieces'
    }

export const moves: fc.Arbitrary<readonly Move[]> = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: request.map((one): Move => ({ do: 'go', request: one })) },
      { weight: 6, arbitrary: set.map((one): Move => ({ do: 'set', set: one })) },
      {
        weight: 4,
        arbitrary: fc.constantFrom('initialize', 'finish', 'begin').map(
          (one): Move => ({
            do: one as 'finish',
          }),
        ),
      },
      {
        weight: 3,
        arbitrary: fc.constantFrom('send', 'leave', 'silence', 'repeat', 'pieces').map(
          (one): Move => ({
            do: one as 'send',
          }),
        ),
      },
    ),
    { minLength: 5, maxLength: 40 },
  )
  .map((all) => [{ do: 'begin' }, ...all])

/** Does the moves; the network delivers as they say, and in the end everything. @returns the page that was open last */
export async function walk(stage: Stage, all: readonly Move[]): Promise<Player> {
  let player = await stage.start()
  for (const move of all) {
    stage.wait(7)
    player = await step(stage, player, move)
  }
  await player.send()
  return player
}

/** Out of order first, which is refused, then entry by entry, each twice. */
async function sendInPieces(player: Player): Promise<void> {
  const entries = player.takeUnsent()
  if (entries.length > 1) {
    await expect(player.sendEntries(entries.slice(1))).rejects.toMatchObject({
      code: 'journal-gap',
    })
  }
  for (const entry of entries) {
    await player.sendEntries([entry])
    await player.sendEntries([entry])
  }
}

async function step(stage: Stage, player: Player, move: Move): Promise<Player> {
  switch (move.do) {
    case 'go':
      return player.go(move.request)
    case 'begin':
      return player.attempt.current === undefined ? player.begin() : player
    case 'set':
      return player.call('setValue', ...move.set)
    case 'initialize':
    case 'finish':
      return player.call(move.do, '')
    case 'send':
      await player.send()
      return player
    case 'repeat':
      await player.sendEntries(player.journal.slice(0, await player.send()))
      return player
    case 'pieces':
      await sendInPieces(player)
      return player
    case 'silence':
      await player.send()
      stage.wait(3_600)
      await stage.closeSilent()
      return player
    case 'leave': {
      await player.send({ isLeaving: true })
      return stage.start()
    }
  }
}
