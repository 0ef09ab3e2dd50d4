import { changeMembers } from '../xapi/index.ts'

/** As `changeMembers`; the text itself where nothing changes, with its white space. */
export function changeObject(
  text: string,
  change: (name: string, value: string) => string | undefined,
): string {
  let isChanged = false
  const changed = changeMembers(text, (name, value) => {
    const after = change(name, value)
    if (after !== value) isChanged = true
    return after
  })
  return isChanged ? changed : text
}

/** The text of an object with one more member at its end. */
export function withMember(text: string, name: string, value: unknown): string {
  const end = text.lastIndexOf('}')
  const comma = /^\{\s*$/.test(text.slice(0, end)) ? '' : ','
  return `${text.slice(0, end)}${comma}${JSON.stringify(name)}:${JSON.stringify(value)}${text.slice(end)}`
}
