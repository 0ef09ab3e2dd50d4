import type { RequestHandler } from 'express'
import { findActivity } from './activities/find-activity.ts'
import type { ActivityReader } from './activities/store.ts'
import { findPerson } from './agents/find-person.ts'
import type { AgentReader } from './agents/store.ts'
import { parametersOf } from './call.ts'
import { parameterReaders } from './parameters.ts'
import { sendTagged } from './send-json.ts'
import type { XapiValidators } from './statements/validate-statement.ts'

/** GET of agents and activities: what statements have said of them [Communication 2.4, 2.5]. */
export function knowledgeHandlers(
  store: ActivityReader & AgentReader,
  { isAgent }: Pick<XapiValidators, 'isAgent'>,
) {
  const person = findPerson(store)
  const activity = findActivity(store)
  const ofAgents = parameterReaders('xAPI-Communication 2.4')
  const ofActivities = parameterReaders('xAPI-Communication 2.5')

  const agents: RequestHandler = async (request, response) => {
    const parameters = parametersOf(request)
    ofAgents.refuseUnknown(parameters, new Set(['agent']))
    const agent = ofAgents.agentObject('agent', parameters.get('agent') ?? '', isAgent)
    sendTagged(response, await person(agent))
  }

  const activities: RequestHandler = async (request, response) => {
    const parameters = parametersOf(request)
    ofActivities.refuseUnknown(parameters, new Set(['activityId']))
    const id = ofActivities.iri('activityId', parameters.get('activityId') ?? '')
    sendTagged(response, await activity(id))
  }

  return { agents, activities }
}
