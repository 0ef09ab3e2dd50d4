export { addPerson, createLearner, type NewLearner, newPerson } from './create-learner.ts'
export { findPeople, nameOf } from './find-people.ts'
export type { Person } from './learner.ts'
export type { Organisation } from './organisation.ts'
export { type PeopleParts, peopleOperations } from './routes.ts'
export { foldCode, searchTextOf, searchTokens } from './search-text.ts'
export type {
  IndexedPerson,
  OrganisationReader,
  OrganisationWriter,
  PeopleReader,
  PeopleWriter,
} from './store.ts'
export type * from './wire.ts'
