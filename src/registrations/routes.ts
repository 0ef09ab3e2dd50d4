import type { Clock } from '../base/clock.ts'
import type { Transactor } from '../base/transactor.ts'
import type { PackageReader } from '../content/index.ts'
import { pageOfQuery, pageParameters } from '../http/list-page.ts'
import type { Call, Operation, QueryParameter } from '../http/operation.ts'
import type { PeopleReader } from '../people/index.ts'
import type { Completion, Success } from '../runtime/index.ts'
import { sendExport } from '../transfer/index.ts'
import { changePolicy, readPolicy } from './change-policy.ts'
import type { CoursePolicy } from './course-attempt.ts'
import { createRegistration } from './create-registration.ts'
import { describeRegistration, listRegistrations } from './describe-registration.ts'
import { attest } from './evidence/attest.ts'
import type { KeptEvidence } from './evidence/evidence.ts'
import { withdrawAttestation } from './evidence/withdraw-attestation.ts'
import {
  pagesOfRegistrations,
  registrationLines,
  registrationTable,
} from './export-registrations.ts'
import type { RegistrationFilter, RegistrationReader, RegistrationWriter } from './store.ts'
import { summarizePackage } from './summarize-package.ts'
import type { CreateAttestation, CreateRegistration, WithdrawAttestation } from './wire.ts'

export interface RegistrationParts {
  readonly store: RegistrationReader & PeopleReader & PackageReader & Transactor<RegistrationWriter>
  readonly clock: Clock
}

const tag = 'Registrations'

export const registrationOperations = (parts: RegistrationParts): Operation[] => [
  listOperation(parts),
  createOperation(parts),
  ...exportOperations(parts),
  {
    method: 'get',
    path: '/registrations/{id}',
    id: 'getRegistration',
    summary: 'Show a registration with the progress of each activity',
    tag,
    requires: 'registrations/read',
    reach: { kind: 'registration', by: 'id' },
    answer: 'api/registration-detail',
    handle: ({ params }) => describeRegistration(parts.store)(params.id!),
  },
  {
    method: 'post',
    path: '/registrations/{id}/attestations',
    id: 'createAttestation',
    summary: 'Vouch for an attempt of a registration, as the person who is signed in',
    tag,
    requires: 'registrations/attest',
    reach: { kind: 'registration', by: 'id' },
    body: 'api/attestation-create',
    answer: 'api/attestation',
    status: 201,
    handle: ({ params, body, principal }) =>
      attest(parts.store, parts.clock)(params.id!, body as CreateAttestation, principal!),
  },
  {
    method: 'post',
    path: '/registrations/{id}/attestations/{attestation}/withdrawal',
    id: 'withdrawAttestation',
    summary: "Take a person's word for an attempt back, with a reason; it stays in sight",
    tag,
    requires: 'registrations/attest',
    reach: { kind: 'registration', by: 'id' },
    body: 'api/attestation-withdrawal',
    answer: 'api/attestation',
    handle: ({ params, body, principal }) =>
      withdrawAttestation(parts.store, parts.clock)(
        { registration: params.id!, attestation: params.attestation! },
        body as WithdrawAttestation,
        principal!,
      ),
  },
  ...policyOperations(parts),
  {
    method: 'get',
    path: '/packages/{id}/summary',
    id: 'getPackageSummary',
    summary: 'Count the registrations of a package by state, what stands behind it, score and time',
    tag,
    requires: 'registrations/read',
    reach: { kind: 'whole-package', by: 'id' },
    answer: 'api/package-summary',
    handle: ({ params }) => summarizePackage(parts.store)(params.id!),
  },
]

const policyOperations = ({ store }: RegistrationParts): Operation[] => [
  {
    method: 'get',
    path: '/packages/{id}/policy',
    id: 'getPackagePolicy',
    summary: 'Show what a package allows of attempts, and what a new version does to them',
    tag: 'Packages',
    requires: 'packages/read',
    reach: { kind: 'package', by: 'id' },
    answer: 'api/package-policy',
    handle: ({ params }) => readPolicy(store)(params.id!),
  },
  {
    method: 'put',
    path: '/packages/{id}/policy',
    id: 'putPackagePolicy',
    summary: 'Say what a package allows of attempts, and what a new version does to them',
    tag: 'Packages',
    requires: 'packages/write',
    reach: { kind: 'package', by: 'id' },
    body: 'api/package-policy',
    answer: 'api/package-policy',
    handle: ({ params, body }) => changePolicy(store)(params.id!, body as CoursePolicy),
  },
]

const listOperation = ({ store }: RegistrationParts): Operation => ({
  method: 'get',
  path: '/registrations',
  id: 'listRegistrations',
  summary: 'List registrations with their progress, newest activity first',
  tag,
  requires: 'registrations/read',
  reach: 'rows',
  query: listQuery,
  answer: 'api/registration-list',
  handle: ({ query, reach }) =>
    listRegistrations(store)({ ...filterOf(query), reach }, pageOfQuery(query)),
})

const createOperation = ({ store, clock }: RegistrationParts): Operation => ({
  method: 'post',
  path: '/registrations',
  id: 'createRegistration',
  summary: 'Register a learner on the current version of a package',
  tag,
  requires: 'registrations/write',
  reach: 'installation',
  body: 'api/registration-create',
  answer: 'api/registration-detail',
  status: 201,
  async handle({ body }, _request, response) {
    const { id } = await createRegistration(store, clock)(body as CreateRegistration)
    response.setHeader('Location', `/api/v1/registrations/${id}`)
    return describeRegistration(store)(id)
  },
})

const exported = {
  method: 'get',
  tag,
  requires: 'registrations/read',
  reach: 'rows',
  answer: 'binary',
} as const

const exportOperations = ({ store }: RegistrationParts): Operation[] => {
  const pages = ({ query, reach }: Call) =>
    pagesOfRegistrations(listRegistrations(store), { ...filterOf(query), reach })
  return [
    {
      ...exported,
      path: '/exports/registrations.ndjson',
      id: 'exportRegistrationsAsNdjson',
      summary: 'Export registrations with their results, one a line',
      query: filterQuery,
      answerType: 'application/x-ndjson',
      async handle(call, request, response) {
        const chunks = registrationLines(pages(call))
        const type = 'application/x-ndjson; charset=utf-8'
        await sendExport(request, response, { type, name: 'registrations.ndjson', chunks })
      },
    },
    {
      ...exported,
      path: '/exports/registrations.csv',
      id: 'exportRegistrationsAsCsv',
      summary: 'Export registrations with their results as a table for spreadsheets',
      query: { ...filterQuery, separator },
      answerType: 'text/csv',
      async handle(call, request, response) {
        const chunks = registrationTable(pages(call), call.query.separator === ';' ? ';' : ',')
        const type = 'text/csv; charset=utf-8'
        await sendExport(request, response, { type, name: 'registrations.csv', chunks })
      },
    },
  ]
}

const separator: QueryParameter = {
  description: '`;` where the comma is the decimal sign, as in Vietnam; `,` unless given.',
  schema: { type: 'string', enum: [',', ';'] },
}

const uuid = { type: 'string', format: 'uuid' } as const

const filterQuery: Readonly<Record<string, QueryParameter>> = {
  package: { description: 'Only registrations on this package (any version).', schema: uuid },
  learner: { description: 'Only registrations of this learner.', schema: uuid },
  completion: {
    description: 'Only those of this completion.',
    schema: { type: 'string', enum: ['not-attempted', 'incomplete', 'completed'] },
  },
  success: {
    description: 'Only those of this success.',
    schema: { type: 'string', enum: ['unknown', 'passed', 'failed'] },
  },
  evidence: {
    description:
      'Only those behind whose result so much stands (docs/evidence.md); none: those without a result.',
    schema: { type: 'string', enum: ['none', 'reported', 'corroborated', 'attested'] },
  },
  since: {
    description: 'Only those with activity at this time or later, ISO 8601.',
    schema: { type: 'string', format: 'date-time' },
  },
  trial: {
    description: 'true lists try-outs instead of learners; they are left out otherwise.',
    schema: { type: 'boolean', default: false },
  },
}

const listQuery: Readonly<Record<string, QueryParameter>> = {
  ...filterQuery,
  ...pageParameters(),
}

const filterOf = (query: Call['query']): RegistrationFilter => ({
  ...(query.package !== undefined && { package: query.package as string }),
  ...(query.learner !== undefined && { learner: query.learner as string }),
  ...(query.completion !== undefined && { completion: query.completion as Completion }),
  ...(query.success !== undefined && { success: query.success as Success }),
  ...(query.evidence !== undefined && { evidence: query.evidence as KeptEvidence }),
  ...(query.since !== undefined && { since: new Date(query.since as string) }),
  isTrial: query.trial === true,
})
