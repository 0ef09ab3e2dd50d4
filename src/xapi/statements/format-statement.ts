import { chooseLanguage, languageRanges } from './choose-language.ts'
import { defined } from './defined.ts'
import {
  type Activity,
  type ActivityDefinition,
  type Actor,
  activitiesOf,
  type Context,
  componentLists,
  contextActivityKinds,
  isActivity,
  type LanguageMap,
  type Statement,
  type StatementBody,
  type StatementObject,
  type Verb,
} from './statement.ts'

/** What `ids` and `canonical` do to the parts of a statement; `exact` needs none of it. */
interface Form {
  readonly actor: (actor: Actor) => Actor
  readonly activity: (activity: Activity) => Activity
  readonly verb: (verb: Verb) => Verb
}

/** Actors, activities and verbs with no more than identifies them [Communication 2.1.3, format=ids]. */
export const asIds = (statement: Statement): Statement => formed(statement, ids)

/** Definitions by the activity's IRI. */
export type Definitions = ReadonlyMap<string, ActivityDefinition>

/**
 * Activities with the definitions that the LRS keeps of them, where it keeps one, and one language for each language map
 * [Communication 2.1.3, format=canonical].
 * @param acceptLanguage the header of the request.
 */
export const asCanonical = (
  statement: Statement,
  acceptLanguage: string | undefined,
  definitions: Definitions,
): Statement => formed(statement, canonical(languageRanges(acceptLanguage), definitions))

const ids: Form = {
  actor: identifiersOf,
  activity: ({ id }) => ({ id }),
  verb: ({ id }) => ({ id }),
}

function identifiersOf(actor: Actor): Actor {
  const { objectType, mbox, mbox_sha1sum, openid, account } = actor
  const identifier = { mbox, mbox_sha1sum, openid, account }
  const isAnonymous = Object.values(identifier).every((value) => value === undefined)
  return defined({
    objectType,
    ...identifier,
    member: isAnonymous && objectType === 'Group' ? actor.member?.map(identifiersOf) : undefined,
  }) as unknown as Actor
}

function canonical(ranges: ReturnType<typeof languageRanges>, definitions: Definitions): Form {
  const oneLanguage = (map: LanguageMap): LanguageMap => {
    const chosen = chooseLanguage(map, ranges)
    return chosen ? { [chosen[0]]: chosen[1] } : map
  }
  return {
    actor: (actor) => actor,
    activity: (activity) => {
      const definition = definitions.get(activity.id) ?? activity.definition
      return definition
        ? { ...activity, definition: definitionIn(definition, oneLanguage) }
        : activity
    },
    verb: (verb) => (verb.display ? { ...verb, display: oneLanguage(verb.display) } : verb),
  }
}

function definitionIn(
  definition: ActivityDefinition,
  oneLanguage: (map: LanguageMap) => LanguageMap,
): ActivityDefinition {
  const { name, description } = definition
  const components = componentLists.flatMap((list) => {
    const described = definition[list]?.map((component) =>
      component.description
        ? { ...component, description: oneLanguage(component.description) }
        : component,
    )
    return described ? [[list, described]] : []
  })
  return {
    ...definition,
    ...(name && { name: oneLanguage(name) }),
    ...(description && { description: oneLanguage(description) }),
    ...Object.fromEntries(components),
  }
}

const formed = (statement: Statement, form: Form): Statement => ({
  ...formedBody(statement, form),
  ...(statement.authority && { authority: form.actor(statement.authority) }),
})

const formedBody = <Body extends StatementBody>(body: Body, form: Form): Body => ({
  ...body,
  actor: form.actor(body.actor),
  verb: form.verb(body.verb),
  object: formedObject(body.object, form),
  ...(body.context && { context: formedContext(body.context, form) }),
})

function formedObject(object: StatementObject, form: Form): StatementObject {
  if (isActivity(object)) return form.activity(object)
  if (object.objectType === 'StatementRef') return object
  if (object.objectType === 'SubStatement') return formedBody(object, form)
  return form.actor(object) as StatementObject
}

function formedContext(context: Context, form: Form): Context {
  const { instructor, team, contextActivities, contextAgents, contextGroups } = context
  return defined({
    ...context,
    instructor: instructor && form.actor(instructor),
    team: team && (form.actor(team) as Context['team']),
    contextActivities: contextActivities && formedActivities(contextActivities, form),
    contextAgents: contextAgents?.map((one) => ({ ...one, agent: form.actor(one.agent) })),
    contextGroups: contextGroups?.map((one) => ({ ...one, group: form.actor(one.group) })),
  }) as Context
}

const formedActivities = (
  map: NonNullable<Context['contextActivities']>,
  form: Form,
): NonNullable<Context['contextActivities']> =>
  Object.fromEntries(
    contextActivityKinds
      .filter((kind) => map[kind] !== undefined)
      .map((kind) => [kind, activitiesOf(map[kind]).map(form.activity)]),
  )
