import {
  type Activity,
  type Actor,
  activitiesOf,
  contextActivityKinds,
  isActivity,
  type StatementBody,
} from './statement.ts'

/** Calls `visit` for every actor of a statement: members, context and SubStatement too, the authority where it has one. */
export function forEachActor(
  body: StatementBody & { readonly authority?: Actor },
  visit: (actor: Actor) => void,
): void {
  const withMembers = (actor: Actor | undefined): void => {
    if (!actor) return
    visit(actor)
    if (actor.objectType === 'Group') for (const member of actor.member ?? []) visit(member)
  }
  const { actor, object, context, authority } = body
  withMembers(actor)
  if (object.objectType === 'Agent' || object.objectType === 'Group') withMembers(object)
  if (object.objectType === 'SubStatement') forEachActor(object, visit)
  withMembers(authority)
  if (!context) return
  withMembers(context.instructor)
  withMembers(context.team)
  for (const { agent } of context.contextAgents ?? []) withMembers(agent)
  for (const { group } of context.contextGroups ?? []) withMembers(group)
}

/** Calls `visit` for every activity of a statement: its object, those of its context and of a SubStatement. */
export function forEachActivity(
  { object, context }: StatementBody,
  visit: (activity: Activity) => void,
): void {
  if (isActivity(object)) visit(object)
  if (object.objectType === 'SubStatement') forEachActivity(object, visit)
  const map = context?.contextActivities
  if (!map) return
  for (const kind of contextActivityKinds) for (const one of activitiesOf(map[kind])) visit(one)
}
