import type { Filter } from 'mongodb'
import { pageOf, readCursor } from '../../base/page.ts'
import type { Person } from '../../people/learner.ts'
import type { IndexedPerson, PeopleReader, PeopleWriter } from '../../people/store.ts'
import { beginsWords } from './pattern.ts'
import { holdOrganisation } from './places.ts'
import { insideReach } from './reach.ts'
import { type PersonRow, people, registrations } from './rows.ts'
import type { View } from './view.ts'
import type { Transaction } from './write-groups.ts'

export const peopleReader = (view: View): PeopleReader => ({
  ...personReads(view),
  async findPeople(ids) {
    const rows = await view.in(people).find({ _id: { $in: [...ids] } })
    return rows.map(personOf)
  },
  async searchPeople(tokens, { limit, cursor }, reach) {
    const conditions: Filter<PersonRow>[] = tokens.map((token) => ({
      searchText: { $regex: beginsWords(token) },
    }))
    if (cursor !== undefined) {
      const [sortKey, id] = readCursor(cursor, ['string', 'string']) as [string, string]
      conditions.push({ $or: [{ sortKey: { $gt: sortKey } }, { sortKey, _id: { $gt: id } }] })
    }
    const within = await insideReach<PersonRow>(view, 'learner', reach)
    if (within) conditions.push(within)
    const rows = await view.in(people).find(conditions.length === 0 ? {} : { $and: conditions }, {
      sort: { sortKey: 1, _id: 1 },
      limit: limit + 1,
    })
    const page = pageOf(rows, limit, (last) => [last.sortKey, last._id])
    return { ...page, items: page.items.map(personOf) }
  },
})

const personReads = (view: View): Pick<PeopleReader, 'findPerson'> => ({
  async findPerson(id) {
    const row = await view.in(people).findOne({ _id: id })
    return row && personOf(row)
  },
})

export const peopleWriter = ({ view }: Transaction): PeopleWriter => ({
  ...personReads(view),
  hasCode: async (codeFold) =>
    (await view.in(people).findOne({ codeFold }, { fields: { _id: 1 } })) !== undefined,
  async findPersonByCode(codeFold) {
    const row = await view.in(people).findOne({ codeFold })
    return row && personOf(row)
  },
  async insertPerson(person) {
    const { id, createdAt } = person
    await holdOrganisation(view, person.organisation)
    const row = { _id: id, createdAt, classes: [], packages: [], ...changeable(person) }
    await view.in(people).insert(row)
  },
  async replacePerson(person) {
    const before = await view.in(people).findOne({ _id: person.id })
    if (!before) return
    const { createdAt, classes, packages } = before
    const row = { _id: person.id, createdAt, classes, packages, ...changeable(person) }
    await view.in(people).put(row)
    const { organisation } = person
    if (organisation === before.organisation) return
    await holdOrganisation(view, organisation)
    const home =
      organisation === undefined ? { $unset: { organisation: '' } } : { $set: { organisation } }
    await view.in(registrations).updateAll({ learner: person.id, isTrial: false }, home as never)
  },
})

const changeable = ({
  name,
  code,
  codeFold,
  email,
  organisation,
  searchText,
  sortKey,
}: IndexedPerson): Omit<PersonRow, '_id' | 'createdAt' | 'classes' | 'packages'> => ({
  name,
  code,
  codeFold,
  email,
  organisation,
  searchText,
  sortKey,
})

const personOf = ({ _id, name, code, email, organisation, createdAt }: PersonRow): Person => ({
  id: _id,
  name,
  ...(code !== undefined && { code }),
  ...(email !== undefined && { email }),
  ...(organisation !== undefined && { organisation }),
  createdAt,
})
