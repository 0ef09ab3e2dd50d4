import type { XapiVersion } from '../../../src/xapi/negotiate-version.ts'
import type { Json } from '../../support/xapi-client.ts'
import {
  type Path,
  type Place,
  type PlaceKind,
  placesOf,
  pointerOf,
  withValueAt,
} from '../places.ts'

/** The value with one mistake, and the places that may be blamed for it, from the value's own. */
export interface Mistake {
  readonly value: unknown
  readonly blame: readonly string[]
}

/** A way to make a mistake at a kind of place. */
export interface Mutation {
  readonly name: string
  readonly kind: PlaceKind
  /** The version for which it is a mistake; both unless given. */
  readonly version?: XapiVersion
  /** @returns undefined where this value does not admit the mistake. */
  readonly make: (value: Json, path: Path) => Mistake | undefined
}

type Make = Mutation['make']

/** Another value in the place. */
export const becomes =
  (value: unknown): Make =>
  () => ({ value, blame: [''] })

/** A property more, or with another value. */
export const sets =
  (key: string, value: unknown, blame: string = `/${key}`): Make =>
  (whole) => ({ value: { ...whole, [key]: value }, blame: [blame] })

/** A required property less: what lacks it is to blame. */
export const lacks =
  (key: string): Make =>
  (whole) =>
    Object.hasOwn(whole, key) ? { value: without(whole, key), blame: [''] } : undefined

/** The property by a name that differs in case; where it is required, its absence may be blamed as well. */
export const respells =
  (key: string, as: string): Make =>
  (whole) =>
    Object.hasOwn(whole, key)
      ? { value: { ...without(whole, key), [as]: whole[key] }, blame: ['', `/${as}`] }
      : undefined

/** The same property twice in the text of the object. */
export const repeats =
  (key: string): Make =>
  (whole) =>
    Object.hasOwn(whole, key)
      ? { value: { ...whole, [`@@again:${key}@@`]: whole[key] }, blame: [`/${key}`] }
      : undefined

export const without = (whole: Json, key: string): Json =>
  Object.fromEntries(Object.entries(whole).filter(([name]) => name !== key))

/** A number that JSON.stringify cannot write. */
export const spelled = (number: string): string => `@@number:${number}@@`

/** The JSON text of a value that may have repeated properties and numbers of any spelling. */
export const jsonTextOf = (value: unknown): string =>
  JSON.stringify(value)
    .replaceAll(/"@@number:(.+?)@@"/g, '$1')
    .replaceAll(/"@@again:(.+?)@@"/g, '"$1"')

/** Mutations of one kind of place. */
export const mutationsOf = (
  kind: PlaceKind,
  makes: Readonly<Record<string, Make>>,
  version?: XapiVersion,
): Mutation[] =>
  Object.entries(makes).map(([name, make]) => ({
    name: `${kind}: ${name}`,
    kind,
    make,
    ...(version && { version }),
  }))

export interface MutatedStatement {
  readonly mutation: string
  /** JSON text. */
  readonly text: string
  /** JSON pointers from the statement's root that may be blamed. */
  readonly blame: readonly string[]
}

/**
 * Makes the mistake at one of the places of a valid statement.
 * @param turn which one, counted through.
 * @returns undefined if the statement has no place for it.
 */
export function mutate(
  statement: Json,
  mutation: Mutation,
  turn: number,
): MutatedStatement | undefined {
  const places = placesOf(statement).filter(({ kind }) => kind === mutation.kind)
  for (let tried = 0; tried < places.length; tried++) {
    const place: Place = places[(turn + tried) % places.length]!
    const mistake = mutation.make(place.value as Json, place.path)
    if (!mistake) continue
    const root = pointerOf(place.path)
    return {
      mutation: mutation.name,
      text: jsonTextOf(withValueAt(statement, place.path, mistake.value)),
      blame: mistake.blame.map((pointer) => `${root}${pointer}`),
    }
  }
  return undefined
}
