import type { Finding } from '../../base/validator.ts'
import {
  type Activity,
  activitiesOf,
  componentLists,
  contextActivityKinds,
  isActivity,
  type Score,
  type Statement,
  type StatementBody,
  voidedVerb,
} from './statement.ts'

/** A rule that is broken, with the clause that states it. */
interface BrokenRule extends Finding {
  readonly clause: string
}

/**
 * The rules about a statement that no schema can say, because they compare one property with another.
 * @returns the first that is broken; pointers are from the statement's root.
 */
export function brokenRule(statement: Statement): BrokenRule | undefined {
  return voidingRule(statement) ?? bodyRules(statement, '')
}

/** What voids is a reference to a statement [xAPI-Data 2.3.2]. */
function voidingRule({ verb, object }: Statement): BrokenRule | undefined {
  if (verb.id !== voidedVerb || object.objectType === 'StatementRef') return undefined
  return {
    pointer: '/object/objectType',
    message: 'must be StatementRef, because the verb is voided',
    clause: 'xAPI-Data 2.3.2',
  }
}

function bodyRules(body: StatementBody, pointer: string): BrokenRule | undefined {
  const { object } = body
  return (
    scoreRule(body.result?.score, `${pointer}/result/score`) ??
    activityContextRule(body, `${pointer}/context`) ??
    contextComponentsRule(body, `${pointer}/context/contextActivities`) ??
    (isActivity(object) ? componentsRule(object, `${pointer}/object`) : undefined) ??
    (object.objectType === 'SubStatement' ? bodyRules(object, `${pointer}/object`) : undefined)
  )
}

/** min < max, and raw from min to max [xAPI-Data 2.4.5.1]. */
function scoreRule(score: Score | undefined, pointer: string): BrokenRule | undefined {
  if (!score) return undefined
  const { raw, min, max } = score
  const clause = 'xAPI-Data 2.4.5.1'
  if (min !== undefined && max !== undefined && min >= max)
    return { pointer: `${pointer}/min`, message: 'must be less than max', clause }
  if (raw !== undefined && min !== undefined && raw < min)
    return { pointer: `${pointer}/raw`, message: 'must not be less than min', clause }
  if (raw !== undefined && max !== undefined && raw > max)
    return { pointer: `${pointer}/raw`, message: 'must not be greater than max', clause }
  return undefined
}

/** `revision` and `platform` are about an activity [xAPI-Data 2.4.6]. */
function activityContextRule(body: StatementBody, pointer: string): BrokenRule | undefined {
  const { context, object } = body
  if (!context || isActivity(object)) return undefined
  const name = (['revision', 'platform'] as const).find((key) => context[key] !== undefined)
  if (!name) return undefined
  return {
    pointer: `${pointer}/${name}`,
    message: 'may only be given where the object is an activity',
    clause: 'xAPI-Data 2.4.6',
  }
}

function contextComponentsRule(body: StatementBody, pointer: string): BrokenRule | undefined {
  const map = body.context?.contextActivities
  if (!map) return undefined
  for (const kind of contextActivityKinds) {
    const value = map[kind]
    const isList = Array.isArray(value)
    for (const [index, activity] of activitiesOf(value).entries()) {
      const at = `${pointer}/${kind}${isList ? `/${index}` : ''}`
      const broken = componentsRule(activity, at)
      if (broken) return broken
    }
  }
  return undefined
}

/** The ids within a list of interaction components differ [xAPI-Data 2.4.4.1]. */
function componentsRule({ definition }: Activity, pointer: string): BrokenRule | undefined {
  if (definition?.interactionType === undefined) return undefined
  for (const name of componentLists) {
    const seen = new Set<string>()
    for (const [index, { id }] of (definition[name] ?? []).entries()) {
      if (seen.has(id))
        return {
          pointer: `${pointer}/definition/${name}/${index}/id`,
          message: 'is the id of an earlier one in the list',
          clause: 'xAPI-Data 2.4.4.1',
        }
      seen.add(id)
    }
  }
  return undefined
}
