import { Problem } from '../base/problem.ts'
import type { Person } from './learner.ts'
import type { PeopleReader } from './store.ts'

/** The people with these ids, by id; those that do not exist are left out. */
export const findPeople =
  (store: PeopleReader) =>
  async (ids: readonly string[]): Promise<ReadonlyMap<string, Person>> => {
    const people = await store.findPeople([...new Set(ids)])
    return new Map(people.map((person) => [person.id, person]))
  }

/**
 * The learner's full name.
 * @throws Problem `learner-not-found`.
 */
export const nameOf =
  (store: PeopleReader) =>
  async (id: string): Promise<string> => {
    const person = await store.findPerson(id)
    if (!person) throw new Problem('learner-not-found', 'There is no learner with this id.')
    return person.name
  }
