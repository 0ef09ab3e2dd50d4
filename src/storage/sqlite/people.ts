import { pageOf, readCursor } from '../../base/page.ts'
import type { Person } from '../../people/learner.ts'
import type { IndexedPerson, PeopleReader, PeopleWriter } from '../../people/store.ts'
import type { Connection } from './connection.ts'
import { insideReach } from './reach.ts'

interface PersonRow {
  id: string
  name: string
  code: string | null
  email: string | null
  organisation: string | null
  created_at: string
  sort_key: string
}

export const peopleReader = (connection: Connection): PeopleReader => ({
  async findPerson(id) {
    const row = connection.get<PersonRow>('SELECT * FROM person WHERE id = ?', id)
    return row && personOf(row)
  },
  findPeople: async (ids) =>
    connection
      .all<PersonRow>(
        'SELECT * FROM person WHERE id IN (SELECT value FROM json_each(?))',
        JSON.stringify(ids),
      )
      .map(personOf),
  async searchPeople(tokens, { limit, cursor }, reach) {
    const [sortKey, id] = cursor === undefined ? ['', ''] : readCursor(cursor, ['string', 'string'])
    const within = insideReach('learner', 'id', reach)
    const rows = connection.all<PersonRow>(
      `SELECT * FROM person
       WHERE (sort_key, id) > (?, ?) AND ${within?.condition ?? 'true'}
         AND NOT EXISTS (SELECT 1 FROM json_each(?) WHERE instr(search_text, ' ' || value) = 0)
       ORDER BY sort_key, id LIMIT ?`,
      sortKey!,
      id!,
      ...(within?.values ?? []),
      JSON.stringify(tokens),
      limit + 1,
    )
    const page = pageOf(rows, limit, (last) => [last.sort_key, last.id])
    return { ...page, items: page.items.map(personOf) }
  },
})

export const peopleWriter = (connection: Connection): PeopleWriter => ({
  hasCode: async (codeFold) =>
    connection.get('SELECT 1 FROM person WHERE code_fold = ?', codeFold) !== undefined,
  async findPerson(id) {
    const row = connection.get<PersonRow>('SELECT * FROM person WHERE id = ?', id)
    return row && personOf(row)
  },
  async findPersonByCode(codeFold) {
    const row = connection.get<PersonRow>('SELECT * FROM person WHERE code_fold = ?', codeFold)
    return row && personOf(row)
  },
  async insertPerson(person) {
    connection.run(
      `INSERT INTO person (name, code, code_fold, email, organisation, search_text, sort_key, created_at, id)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...changeableValues(person),
      person.createdAt.toISOString(),
      person.id,
    )
  },
  async replacePerson(person) {
    connection.run(
      `UPDATE person SET name = ?, code = ?, code_fold = ?, email = ?, organisation = ?, search_text = ?, sort_key = ?
       WHERE id = ?`,
      ...changeableValues(person),
      person.id,
    )
  },
})

const changeableValues = (person: IndexedPerson): (string | null)[] => [
  person.name,
  person.code ?? null,
  person.codeFold ?? null,
  person.email ?? null,
  person.organisation ?? null,
  person.searchText,
  person.sortKey,
]

const personOf = (row: PersonRow): Person => ({
  id: row.id,
  name: row.name,
  ...(row.code === null ? {} : { code: row.code }),
  ...(row.email === null ? {} : { email: row.email }),
  ...(row.organisation === null ? {} : { organisation: row.organisation }),
  createdAt: new Date(row.created_at),
})
