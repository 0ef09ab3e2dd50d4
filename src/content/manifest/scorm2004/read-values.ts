import { attributeOf, type XmlElement } from '../xml-element.ts'
import type { ValueType } from './value-types.ts'

type Types = Readonly<Record<string, ValueType<unknown>>>
type ValueIn<Type> = Type extends ValueType<infer Value> ? Value : never
type Values<Of extends Types> = { readonly [Name in keyof Of]: ValueIn<Of[Name]> | undefined }

/**
 * The values of an element's attributes by name; undefined where one is absent or not of its type. What is wrong is
 * told by the check of the manifest (check-manifest.ts), once; here the reader's default takes its place.
 */
export function valuesOf<Of extends Types>(element: XmlElement | undefined, types: Of): Values<Of> {
  const entries = Object.entries(types).map(([name, type]) => {
    const written = element && attributeOf(element, name.toLowerCase())
    return [name, written === undefined ? undefined : type.parse(written)]
  })
  return Object.fromEntries(entries) as Values<Of>
}

/** The defaults with what is written over them. */
export function valuesOr<Group extends object>(
  defaults: Group,
  values: { readonly [Name in keyof Group]: Group[Name] | undefined },
): Group {
  const written = Object.entries(values).filter(([, value]) => value !== undefined)
  return { ...defaults, ...Object.fromEntries(written) }
}
