import { useState } from 'react'

/**
 * Which of the offered keys the arrows are on: the first one until they move, and again when what they were on is gone, so that
 * Enter always takes what is on top.
 */
export function useFirstChosen(keys: readonly string[]): {
  readonly value: string
  readonly onValueChange: (key: string) => void
} {
  const [chosen, setChosen] = useState('')
  return { value: keys.includes(chosen) ? chosen : (keys[0] ?? ''), onValueChange: setChosen }
}
