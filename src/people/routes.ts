import type { Clock } from '../base/clock.ts'
import { Problem } from '../base/problem.ts'
import type { Reach } from '../base/reach.ts'
import type { Transactor } from '../base/transactor.ts'
import { pageOfQuery, pageParameters } from '../http/list-page.ts'
import type { Call, Operation } from '../http/operation.ts'
import { changeLearner } from './change-learner.ts'
import { createLearner } from './create-learner.ts'
import type { Person } from './learner.ts'
import { organisationOperations } from './organisation-routes.ts'
import { searchTokens } from './search-text.ts'
import type { OrganisationReader, OrganisationWriter, PeopleReader, PeopleWriter } from './store.ts'
import type { ChangeLearner, CreateLearner, LearnerItem, LearnerList } from './wire.ts'

interface PeopleParts {
  readonly store: PeopleReader & OrganisationReader & Transactor<PeopleWriter & OrganisationWriter>
  readonly clock: Clock
  /** How many registrations each learner has, by learner id; a slice further right counts them. */
  readonly countRegistrations?: (
    learners: readonly string[],
  ) => Promise<ReadonlyMap<string, number>>
}

export function peopleOperations(parts: PeopleParts): Operation[] {
  const { store } = parts
  return [
    {
      method: 'get',
      path: '/learners',
      id: 'listLearners',
      summary: 'List learners by given name, or find them by name, code or e-mail address',
      tag: 'Learners',
      requires: 'learners/read',
      reach: 'rows',
      query: listQuery,
      answer: 'api/learner-list',
      async handle({ query, reach }): Promise<LearnerList> {
        const page = await store.searchPeople(
          searchTokens(String(query.q ?? '')),
          pageOfQuery(query),
          reach,
        )
        return { ...page, items: await itemsOf(parts, page.items, reach) }
      },
    },
    {
      method: 'get',
      path: '/learners/{id}',
      id: 'getLearner',
      summary: 'Get one learner',
      tag: 'Learners',
      requires: 'learners/read',
      reach: { kind: 'learner', by: 'id' },
      answer: 'api/learner',
      handle: async (call: Call): Promise<LearnerItem> => {
        const person = await store.findPerson(call.params.id!)
        if (!person) throw new Problem('learner-not-found', 'There is no learner with this id.')
        return (await itemsOf(parts, [person], call.reach))[0]!
      },
    },
    ...changeOperations(parts),
    ...organisationOperations(parts),
  ]
}

function changeOperations(parts: PeopleParts): Operation[] {
  const create = createLearner(parts.store, parts.clock)
  const change = changeLearner(parts.store)
  return [
    {
      method: 'post',
      path: '/learners',
      id: 'createLearner',
      summary: 'Add a learner',
      tag: 'Learners',
      requires: 'learners/write',
      reach: 'installation',
      body: 'api/learner-create',
      answer: 'api/learner',
      status: 201,
      async handle({ body }): Promise<LearnerItem> {
        return itemOf(await create(body as CreateLearner), 0)
      },
    },
    {
      method: 'patch',
      path: '/learners/{id}',
      id: 'changeLearner',
      summary: 'Change name, code, e-mail address or home of a learner',
      tag: 'Learners',
      requires: 'learners/write',
      reach: 'installation',
      body: 'api/learner-change',
      answer: 'api/learner',
      handle: async ({ params, body, reach }): Promise<LearnerItem> => {
        const person = await change(params.id!, body as ChangeLearner)
        return (await itemsOf(parts, [person], reach))[0]!
      },
    },
  ]
}

const listQuery: NonNullable<Operation['query']> = {
  q: {
    description:
      'Beginnings of words in name, code or e-mail address, in any order, with or without accents: `an nguyen` finds Nguyễn Văn An.',
    schema: { type: 'string', maxLength: 200 },
  },
  ...pageParameters(),
}

/** Only who sees everything is told how many registrations somebody has. */
async function itemsOf(
  parts: PeopleParts,
  people: readonly Person[],
  reach: Reach,
): Promise<LearnerItem[]> {
  const mayCount = reach === 'everywhere'
  const counts = mayCount ? await parts.countRegistrations?.(people.map(({ id }) => id)) : undefined
  return people.map((person) => itemOf(person, counts && (counts.get(person.id) ?? 0)))
}

const itemOf = (
  { id, name, code, email, organisation, createdAt }: Person,
  registrations: number | undefined,
): LearnerItem => ({
  id,
  name,
  ...(code !== undefined && { code }),
  ...(email !== undefined && { email }),
  ...(organisation !== undefined && { organisation }),
  createdAt: createdAt.toISOString(),
  ...(registrations !== undefined && { registrations }),
})
