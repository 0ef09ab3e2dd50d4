import { useQuery } from '@tanstack/react-query'
import { packageQuery } from '../api/queries.ts'
import type { CourseActivity } from '../api/types.ts'

const ours = /^https?:\/\/[^/]+\/activities\/packages\/([0-9a-f-]{36})(?:\/items\/([^/?#]+))?/

/** The activity of a whole package, and of one part of it. */
export const packageIri = (id: string): string => `${location.origin}/activities/packages/${id}`
export const partIri = (id: string, part: string): string =>
  `${packageIri(id)}/items/${encodeURIComponent(part)}`

export interface Part {
  readonly id: string
  readonly title: string
  readonly depth: number
}

/** The parts of a course that statements can be about, in their order. */
export function partsOf(activities: readonly CourseActivity[], depth = 0): readonly Part[] {
  return activities.flatMap(({ id, title, children }) => [
    { id, title, depth },
    ...partsOf(children, depth + 1),
  ])
}

/** An activity's IRI in words: the title of the package or part that it is, else the IRI itself. */
export function useObjectWords(iri: string | undefined): string | undefined {
  const [, id = '', part] = ours.exec(iri ?? '') ?? []
  const found = useQuery({ ...packageQuery(id), enabled: id !== '' })
  if (!iri || !found.data) return iri
  if (part === undefined) return found.data.title
  const wanted = decodeURIComponent(part)
  return partsOf(found.data.activities).find((one) => one.id === wanted)?.title ?? found.data.title
}
