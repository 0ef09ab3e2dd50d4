import type { Clock } from '../base/clock.ts'
import type { Transactor } from '../base/transactor.ts'
import type { Operation } from '../http/operation.ts'
import {
  changeOrganisation,
  createOrganisation,
  deleteOrganisation,
} from './change-organisation.ts'
import type { Organisation } from './organisation.ts'
import type { OrganisationReader, OrganisationWriter } from './store.ts'
import type {
  ChangeOrganisation,
  CreateOrganisation,
  OrganisationItem,
  OrganisationList,
} from './wire.ts'

interface OrganisationParts {
  readonly store: OrganisationReader & Transactor<OrganisationWriter>
  readonly clock: Clock
}

const shared = { tag: 'Organisations', reach: 'installation' } as const
const ofOne = { ...shared, path: '/organisations/{id}', requires: 'organisations/write' } as const

/** The tree of who sends learners. */
export function organisationOperations({ store, clock }: OrganisationParts): Operation[] {
  const create = createOrganisation(store, clock)
  const change = changeOrganisation(store)
  const remove = deleteOrganisation(store)
  return [
    {
      method: 'get',
      tag: shared.tag,
      path: '/organisations',
      id: 'listOrganisations',
      summary: 'List the organisations that one may see, by code; `parent` makes the tree',
      requires: 'organisations/read',
      reach: 'rows',
      answer: 'api/organisation-list',
      handle: async ({ reach }): Promise<OrganisationList> => ({
        items: (await store.listOrganisations(reach)).map((one) => itemOf(one, one.learners)),
      }),
    },
    {
      ...shared,
      method: 'post',
      path: '/organisations',
      id: 'createOrganisation',
      summary: 'Add an organisation',
      requires: 'organisations/write',
      body: 'api/organisation-create',
      answer: 'api/organisation',
      status: 201,
      handle: async ({ body }): Promise<OrganisationItem> =>
        itemOf(await create(body as CreateOrganisation), 0),
    },
    {
      ...ofOne,
      method: 'patch',
      id: 'changeOrganisation',
      summary: 'Rename an organisation, or move it with what is below it',
      body: 'api/organisation-change',
      answer: 'api/organisation',
      async handle({ params, body }): Promise<OrganisationItem> {
        const after = await change(params.id!, body as ChangeOrganisation)
        const found = (await store.listOrganisations('everywhere')).find(
          ({ id }) => id === after.id,
        )
        return itemOf(after, found?.learners ?? 0)
      },
    },
    {
      ...ofOne,
      method: 'delete',
      id: 'deleteOrganisation',
      summary: 'Remove an organisation that nothing belongs to',
      status: 204,
      handle: ({ params }) => remove(params.id!),
    },
  ]
}

const itemOf = (
  { id, code, name, parent, createdAt }: Organisation,
  learners: number,
): OrganisationItem => ({
  id,
  code,
  name,
  ...(parent !== undefined && { parent }),
  createdAt: createdAt.toISOString(),
  learners,
})
