import type { AccessReader } from '../access/index.ts'
import type { Clock } from '../base/clock.ts'
import type { Principal, Scope } from '../base/principal.ts'
import { Problem } from '../base/problem.ts'
import { reachOf, type Target } from '../base/reach.ts'
import { pageOfQuery, pageParameters } from '../http/list-page.ts'
import type { Operation } from '../http/operation.ts'
import { searchTokens } from '../people/index.ts'
import type { EvidenceLevel } from '../registrations/index.ts'
import {
  type ClassStore,
  changeClass,
  createClass,
  deleteClass,
  withdrawLearner,
} from './change-class.ts'
import { classItems, describeClass, listMembers, summarizeClass } from './describe-class.ts'
import { enrolLearners } from './enrol-learners.ts'
import type { CohortReader } from './store.ts'
import type { ChangeClass, ClassDetail, ClassList, CreateClass, EnrolLearners } from './wire.ts'

export interface CohortParts {
  readonly store: ClassStore & CohortReader & AccessReader
  readonly clock: Clock
}

export const cohortOperations = (parts: CohortParts): Operation[] => [
  ...readOperations(parts),
  ...changeOperations(parts),
  ...enrolmentOperations(parts),
]

const tag = 'Classes'
const ofClass = { kind: 'class', by: 'id' } as const

const readOperations = ({ store }: CohortParts): Operation[] => [
  {
    method: 'get',
    path: '/classes',
    id: 'listClasses',
    summary: 'List classes, newest first',
    tag,
    requires: 'classes/read',
    reach: 'rows',
    query: {
      q: {
        description: 'Beginnings of words in code or name, with or without accents.',
        schema: { type: 'string', maxLength: 200 },
      },
      ...pageParameters(),
    },
    answer: 'api/class-list',
    async handle({ query, reach }): Promise<ClassList> {
      const filter = { q: searchTokens(String(query.q ?? '')), reach }
      const page = await store.listClasses(filter, pageOfQuery(query))
      return { ...page, items: await classItems(store, page.items) }
    },
  },
  {
    method: 'get',
    path: '/classes/{id}',
    id: 'getClass',
    summary: 'Show a class with who runs it and teaches in it',
    tag,
    requires: 'classes/read',
    reach: ofClass,
    answer: 'api/class-detail',
    handle: ({ params }) => describeClass(store)(params.id!),
  },
  {
    method: 'get',
    path: '/classes/{id}/learners',
    id: 'listClassLearners',
    summary: 'List the learners of a class by given name, with how far they are on its packages',
    tag,
    requires: 'classes/read',
    reach: ofClass,
    query: {
      evidence: {
        description:
          'Only learners with a result of a package of the class behind which so much stands (docs/evidence.md).',
        schema: { type: 'string', enum: ['reported', 'corroborated', 'attested'] },
      },
      ...pageParameters(),
    },
    answer: 'api/class-member-list',
    handle: ({ params, query }) =>
      listMembers(store)(
        {
          class: params.id!,
          ...(query.evidence !== undefined && { evidence: query.evidence as EvidenceLevel }),
        },
        pageOfQuery(query),
      ),
  },
  {
    method: 'get',
    path: '/classes/{id}/summary',
    id: 'getClassSummary',
    summary: 'Count the results in a class by what stands behind them',
    tag,
    requires: 'classes/read',
    reach: ofClass,
    answer: 'api/class-summary',
    handle: ({ params }) => summarizeClass(store)(params.id!),
  },
]

function changeOperations({ store, clock }: CohortParts): Operation[] {
  const create = createClass(store, clock)
  const change = changeClass(store, clock)
  const remove = deleteClass(store)
  return [
    {
      method: 'post',
      path: '/classes',
      id: 'createClass',
      summary: 'Add a class',
      tag,
      requires: 'classes/write',
      reach: { kind: 'organisation', by: 'organisation', from: 'body' },
      body: 'api/class-create',
      answer: 'api/class-detail',
      status: 201,
      async handle({ body, principal }): Promise<ClassDetail> {
        await requirePackages(store, principal!, (body as CreateClass).packages)
        return describeClass(store)((await create(body as CreateClass)).id)
      },
    },
    {
      method: 'patch',
      path: '/classes/{id}',
      id: 'changeClass',
      summary: 'Change a class; its learners are registered on packages that are new to it',
      tag,
      requires: 'classes/write',
      reach: ofClass,
      body: 'api/class-change',
      answer: 'api/class-detail',
      async handle({ params, body, principal }): Promise<ClassDetail> {
        const wanted = body as ChangeClass
        await requirePackages(store, principal!, wanted.packages)
        await requireNewHome(store, principal!, wanted.organisation)
        return describeClass(store)((await change(params.id!, wanted)).id)
      },
    },
    {
      method: 'delete',
      path: '/classes/{id}',
      id: 'deleteClass',
      summary: 'Remove a class; registrations and records of its learners stay',
      tag,
      requires: 'classes/write',
      reach: ofClass,
      status: 204,
      handle: ({ params }) => remove(params.id!),
    },
  ]
}

function enrolmentOperations({ store, clock }: CohortParts): Operation[] {
  const enrol = enrolLearners(store, clock)
  const withdraw = withdrawLearner(store)
  return [
    {
      method: 'post',
      path: '/classes/{id}/learners',
      id: 'enrolLearners',
      summary: 'Enrol learners, all or none, and register them on the packages of the class',
      tag,
      requires: 'classes/write',
      reach: ofClass,
      body: 'api/enrolment-create',
      answer: 'api/enrolment-result',
      async handle({ params, body, principal }) {
        const { learners = [] } = body as EnrolLearners
        for (const id of learners) {
          await requireInside(store, { by: principal!, scope: 'learners/read' }, 'learner', id)
        }
        return enrol(params.id!, body as EnrolLearners)
      },
    },
    {
      method: 'delete',
      path: '/classes/{id}/learners/{learner}',
      id: 'withdrawLearner',
      summary: 'Take a learner out of a class; their registrations stay',
      tag,
      requires: 'classes/write',
      reach: ofClass,
      status: 204,
      handle: ({ params }) => withdraw(params.id!, params.learner!),
    },
  ]
}

/** Whoever could put any package into their class could see any package. */
async function requirePackages(
  store: AccessReader,
  by: Principal,
  packages: readonly string[] = [],
): Promise<void> {
  for (const id of packages)
    await requireInside(store, { by, scope: 'packages/read' }, 'package', id)
}

/** Only who may do it everywhere can take a class out of all organisations. */
async function requireNewHome(
  store: AccessReader,
  by: Principal,
  organisation: string | null | undefined,
): Promise<void> {
  if (organisation === undefined) return
  await requireInside(store, { by, scope: 'classes/write' }, 'organisation', organisation ?? '')
}

async function requireInside(
  store: AccessReader,
  { by, scope }: { by: Principal; scope: Scope },
  kind: Target['kind'],
  id: string,
): Promise<void> {
  const reach = reachOf(by, scope)
  if (reach === 'everywhere' || (reach && (await store.isInside(reach, { kind, id })))) return
  throw new Problem('forbidden', `One ${kind} is outside of what you may see or change.`)
}
