import type {
  ActivityResult,
  Attempt,
  Activity as CourseActivity,
  Engine,
  Fact,
  Interaction,
  MovedStatus,
  Score,
} from '../runtime/index.ts'
import type { Result, Statement } from '../xapi/index.ts'
import {
  activityOf,
  actorOf,
  contextOf,
  interactionActivity,
  isoDuration,
  objectiveActivity,
  type ProfileVerb,
  type Subject,
  verbOf,
} from './scorm-profile.ts'

/** A statement that still lacks its id. */
export type Draft = Omit<Statement, 'id'>

/** Where facts come from. */
export interface Occasion {
  readonly activity: CourseActivity
  /** After the step that meant the facts. */
  readonly attempt: Attempt
  /** ISO 8601, UTC. */
  readonly timestamp: string
}

/** The statements that the facts of one step mean, by the SCORM xAPI profile, in their order. */
export function factsToStatements(
  subject: Subject,
  engine: Engine,
  { facts, ...occasion }: Occasion & { readonly facts: readonly Fact[] },
): Draft[] {
  return facts.flatMap((fact) => {
    if (fact.fact === 'responded') return responded(subject, engine, { ...occasion, fact })
    return [aboutLesson(subject, occasion, { verb: fact.fact, result: resultOf(subject, fact) })]
  })
}

/** Statements about the course or a module: one for each status that became completed, passed or failed. */
export function statusStatements(
  subject: Subject,
  { activity, before, after, timestamp }: StatusChange,
): Draft[] {
  const verbs = reachedVerbs(before, after)
  if (verbs.length === 0) return []
  const object = activityOf(subject, activity)
  return verbs.map((verb) => ({
    actor: actorOf(subject),
    verb: verbOf(verb),
    object,
    result: outcome(after),
    context: contextOf(subject, object),
    timestamp,
  }))
}

interface StatusChange extends Pick<MovedStatus, 'before' | 'after'> {
  readonly activity: CourseActivity
  /** ISO 8601, UTC. */
  readonly timestamp: string
}

function reachedVerbs(before: MovedStatus['before'], after: MovedStatus['after']): ProfileVerb[] {
  const verbs: ProfileVerb[] = []
  if (after.completion === 'completed' && before.completion !== 'completed') verbs.push('completed')
  if (after.success !== 'unknown' && after.success !== before.success) verbs.push(after.success)
  return verbs
}

function aboutLesson(
  subject: Subject,
  { activity, timestamp }: Occasion,
  { verb, result }: { verb: ProfileVerb; result: Result | undefined },
): Draft {
  const lesson = activityOf(subject, activity)
  return {
    actor: actorOf(subject),
    verb: verbOf(verb),
    object: lesson,
    ...(result && { result }),
    context: contextOf(subject, lesson),
    timestamp,
  }
}

function resultOf(
  { course }: Subject,
  fact: Exclude<Fact, { fact: 'responded' }>,
): Result | undefined {
  switch (fact.fact) {
    case 'initialized':
    case 'resumed':
      return undefined
    case 'scored':
      return { score: scoreOf(fact.score) }
    case 'completed':
      return { completion: true, ...(fact.score && { score: scoreOf(fact.score) }) }
    case 'passed':
    case 'failed':
      return {
        // SCORM 1.2 has one status, in which who passed or failed is through; in SCORM 2004 success says nothing about it.
        ...(course.standard === 'scorm12' && { completion: true }),
        success: fact.fact === 'passed',
        ...(fact.score && { score: scoreOf(fact.score) }),
      }
    default:
      return { ...outcome(fact.result), duration: isoDuration(fact.runCentiseconds) }
  }
}

const outcome = ({ completion, success, score }: ActivityResult): Result => ({
  ...(score && { score: scoreOf(score) }),
  completion: completion === 'completed',
  ...(success !== 'unknown' && { success: success === 'passed' }),
})

/** A score as xAPI allows it: raw inside min and max, and max above min [xAPI-Data 2.4.5.1]; what breaks that is left out. */
function scoreOf({ scaled, raw, min, max }: Score): NonNullable<Result['score']> {
  if (raw === undefined) return { scaled }
  const isScale = min === undefined || max === undefined || min < max
  const isInside = raw >= (min ?? raw) && raw <= (max ?? raw)
  if (!isScale || !isInside) return { scaled, raw }
  return { scaled, raw, ...(min !== undefined && { min }), ...(max !== undefined && { max }) }
}

function responded(
  subject: Subject,
  engine: Engine,
  { activity, attempt, timestamp, fact }: Occasion & { fact: { readonly index: number } },
): Draft[] {
  const interaction = engine.interaction(attempt, activity.id, fact.index)
  if (!interaction) return []
  const lesson = activityOf(subject, activity)
  const objectives = [...new Set(interaction.objectives)]
    .filter((id) => id !== '')
    .map((id) => objectiveActivity(lesson, id))
  const object = interactionActivity(lesson, interaction)
  return [
    {
      actor: actorOf(subject),
      verb: verbOf('responded'),
      object,
      result: responseOf(interaction),
      context: contextOf(subject, lesson, { parent: lesson, objectives }),
      timestamp,
    },
  ]
}

function responseOf(interaction: Interaction): Result {
  const { response, result, latencyCentiseconds } = interaction
  return {
    ...(response !== undefined && { response }),
    ...(result === 'correct' && { success: true }),
    ...((result === 'incorrect' || result === 'unanticipated') && { success: false }),
    ...(typeof result === 'number' && { score: { raw: result } }),
    ...(latencyCentiseconds !== undefined && { duration: isoDuration(latencyCentiseconds) }),
  }
}
